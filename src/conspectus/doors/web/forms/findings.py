"""Forms of findings: given to somebody, answered, the answer agreed or returned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.standards.actions import Answered
from conspectus.rooms.standards.choices import FindingAnswer

from .changing import ChangeForm, Choices, offer, pick
from .fields import day_field


class FindingOwnerForm(ChangeForm):
    """Who a finding is given to, and the day it is due."""

    owner = pick(_("Owner"), empty=_("the project’s manager"))
    due_on = day_field(_("Due"), required=False, help_text=_("From the day after, the finding counts as overdue."))

    def __init__(self, *args: Any, people: Choices, dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)
        if not dated:
            del self.fields["due_on"]


class FindingAnswerForm(ChangeForm):
    """What is answered to a finding."""

    kind = forms.ChoiceField(
        label=_("Answer"),
        choices=[(one.value, one.label) for one in (FindingAnswer.MEND, FindingAnswer.DISAGREE)],
        help_text=_("A waiver is asked for on the clause’s own page; that answers the finding too."),
    )
    mend_by = day_field(_("Put right by"), required=False, help_text=_("Where it will be put right: by which day."))
    words = forms.CharField(
        label=_("In words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what will be done, or why the finding is not agreed with.")},
    )

    @staticmethod
    def given(values: dict[str, Any]) -> Answered:
        """Return what the form gives as the action takes it."""
        return Answered(values["kind"], values["words"], values["mend_by"])


class FindingConfirmForm(ChangeForm):
    """Whether the answer to a finding is agreed."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=(("agreed", _("Agree to it")), ("returned", _("Return it")))
    )
    words = forms.CharField(
        label=_("In words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @staticmethod
    def given(values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        return {"agreed": values["decision"] == "agreed", "words": values["words"]}
