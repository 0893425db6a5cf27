"""Forms of actions: what is to be done, and how it ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.followup.actions import ActionParticulars
from conspectus.rooms.followup.choices import ActionState

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field


class NewActionForm(PageForm):
    """An action to give."""

    words = forms.CharField(
        label=_("What is to be done"), max_length=500, error_messages={"required": _("Say what is to be done.")}
    )
    owner = pick(_("Owner"))
    due_on = day_field(_("Due"), required=False, help_text=_("From the day after, the action counts as overdue."))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)

    @staticmethod
    def given(values: dict[str, Any]) -> ActionParticulars:
        """Return what the form gives as the action takes it."""
        return ActionParticulars(**{name: values[name] for name in ("words", "owner", "due_on")})


class ActionForm(NewActionForm, ChangeForm):
    """An action to change."""


class CloseActionForm(ChangeForm):
    """How an action ended."""

    state = forms.ChoiceField(
        label=_("It is"),
        choices=[(one.value, one.label) for one in (ActionState.DONE, ActionState.DROPPED)],
        initial=ActionState.DONE,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What came of it, or why it is dropped."),
        error_messages={"required": _("Say in a sentence what came of it.")},
    )
    done_on = day_field(
        _("Done on"), required=False, help_text=_("Today, unless you name another day since it was given.")
    )
