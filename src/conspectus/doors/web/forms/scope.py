"""Forms of needs, requirements and deliverables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.scope.actions import DeliverableParticulars, RequirementParticulars
from conspectus.rooms.scope.choices import (
    DeliverableKind,
    DeliverableState,
    Priority,
    RequirementKind,
    RequirementState,
)
from conspectus.rooms.scope.models import Requirement

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field


def words_field(label: Any, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, **more)


def code_field() -> forms.CharField:
    """Return a field for a short name that is one of its kind in the project."""
    return forms.CharField(
        label=_("Code"), max_length=40, required=False, help_text=_("Short and one of its kind here, such as D-12.")
    )


class NewDeliverableForm(PageForm):
    """A deliverable to enter."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    code = code_field()
    kind = forms.ChoiceField(label=_("Kind"), choices=DeliverableKind.choices)
    is_mandatory = forms.BooleanField(
        label=_("Mandatory"),
        required=False,
        initial=True,
        help_text=_("Past its day and not accepted, it makes the scope of the project red."),
    )
    due_on = day_field(_("Due"), required=False)
    task_uid = pick(_("Milestone it hangs on"), empty=_("none"))
    criteria = words_field(
        _("Acceptance criteria"),
        required=False,
        help_text=_("By what it is accepted, so that two people would judge alike. Without it nothing is submitted."),
    )
    owner = pick(_("Owner"))
    meets = forms.MultipleChoiceField(
        label=_("Requirements it meets"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, people: Choices, tasks: Choices, requirements: Sequence[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)
        offer(self, "task_uid", tasks)
        self._requirements = {str(row.pk): row for row in requirements}
        field: Any = self.fields["meets"]
        field.choices = [(key, str(row)) for key, row in self._requirements.items()]
        if not requirements:
            del self.fields["meets"]

    def given(self, values: Mapping[str, Any]) -> DeliverableParticulars:
        """Return what the form gives as the action takes it."""
        rest = {name: value for name, value in values.items() if name not in ("meets", "revision")}
        meets = tuple(self._requirements[key] for key in values.get("meets", ()))
        return DeliverableParticulars(**rest, requirements=meets)


class DeliverableForm(NewDeliverableForm, ChangeForm):
    """The particulars of a deliverable."""


class NewRequirementForm(PageForm):
    """A need or requirement to enter."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")})
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=RequirementKind.choices,
        initial=RequirementKind.REQUIREMENT,
        help_text=_("A need says what somebody wants to be better off by, a requirement what must be true for that."),
    )
    code = code_field()
    words = words_field(_("In words"), required=False)
    need = pick(_("Need it serves"), empty=_("none"))
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.SHOULD)
    state = forms.ChoiceField(label=_("State"), choices=RequirementState.choices)
    party = pick(_("Customer or party that asks for it"), empty=_("none"))
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("Who or what else asks for it, such as a law.")
    )
    owner = pick(_("Owner"))

    def __init__(self, *args: Any, people: Choices, needs: Choices, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("owner", people), ("need", needs), ("party", parties)):
            offer(self, name, choices)

    @staticmethod
    def given(values: Mapping[str, Any]) -> RequirementParticulars:
        """Return what the form gives as the action takes it."""
        return RequirementParticulars(**{name: value for name, value in values.items() if name != "revision"})


class RequirementForm(NewRequirementForm, ChangeForm):
    """The particulars of a need or requirement."""


class PasteForm(PageForm):
    """Rows pasted from a sheet."""

    what = forms.ChoiceField(
        label=_("What is pasted"), choices=(("deliverables", _("Deliverables")), ("requirements", _("Requirements")))
    )
    text = forms.CharField(
        label=_("Table"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": _("Paste a table: a line of headings, then a line for each.")},
        help_text=_(
            "Headings of deliverables: code, name, kind, mandatory, due, task, criteria, requirements. Of "
            "requirements: code, title, kind, words, need, priority, state, source. Dates as 2027-03-31 or 31.3.2027."
        ),
    )


class StepForm(PageForm):
    """A step of a deliverable, on a day and with a reason, at the revision it was looked at in."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    on = day_field(_("On"))
    reason = words_field(_("In words"), required=False)


class JudgeForm(StepForm):
    """Whether a deliverable is accepted."""

    state = forms.ChoiceField(
        label=_("Decided"),
        choices=[(one.value, one.label) for one in (DeliverableState.ACCEPTED, DeliverableState.REJECTED)],
    )
    field_order = ("revision", "state", "on", "reason")

    def __init__(self, *given: Any, accepted: bool = False, **named: Any) -> None:
        """Offer only what can still be decided: what is `accepted` can be rejected after all."""
        super().__init__(*given, **named)
        if accepted and self.data.get("state") != DeliverableState.ACCEPTED:
            rejected = DeliverableState.REJECTED
            cast(forms.ChoiceField, self.fields["state"]).choices = [(rejected.value, rejected.label)]


class DropForm(PageForm):
    """Why a deliverable is dropped, or taken up again."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    reason = words_field(_("Reason"), error_messages={"required": _("Say why.")})
