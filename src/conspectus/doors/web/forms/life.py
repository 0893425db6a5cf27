"""Forms of the life of a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import Move

from .changing import ChangeForm, Choices, effective_field
from .fields import reason_field
from .parties import coded_projects


class MoveForm(ChangeForm):
    """The next state of a project's life."""

    state = forms.ChoiceField(label=_("Move to"))
    reason = reason_field(_("It is kept."))
    authority = forms.CharField(
        label=_("By whose decision"),
        required=False,
        max_length=200,
        help_text=_("The board or the person, and the day. Left out, it is yours."),
    )
    effective_on = effective_field(_("Today unless given, never later."))
    successors = forms.CharField(
        label=_("Projects that go on with its work"),
        required=False,
        max_length=500,
        help_text=_("Their codes: the one it is merged into, or those it is split into."),
    )

    def __init__(self, *args: Any, states: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]  # a choice field

    @staticmethod
    def given(values: dict[str, Any], by: User) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        revision, heirs = values.pop("revision"), coded_projects(by, values.pop("successors"), "successors")
        return {"move": Move(**values, successors=heirs), "revision": revision}


class ReopenForm(ChangeForm):
    """Why a project that has ended lives again."""

    reason = reason_field(_("It is kept."))
    authority = forms.CharField(
        label=_("By whose decision"),
        max_length=200,
        help_text=_("The board or the person, and the day."),
        error_messages={"required": _("Say whose decision it is: the board or the person, and the day.")},
    )
    effective_on = effective_field(_("Today unless given, never later."))
