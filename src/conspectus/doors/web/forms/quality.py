"""Forms of the quality plan, of reviews and of non-conformities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.amounts import minor_units
from conspectus.rooms.portfolio.models import Party
from conspectus.rooms.quality.actions import CheckParticulars, ConformityParticulars, ReviewGiven
from conspectus.rooms.quality.choices import CheckMethod, CheckState, Origin, ReviewResult, Severity, Treatment
from conspectus.rooms.quality.models import QualityCheck
from conspectus.rooms.scope.models import Deliverable

from .changing import ChangeForm, Choices, offer, pick
from .fields import FigureField, PageForm, day_field
from .scope import words_field

NONE = _("none")


class _Naming(PageForm):
    """A form that names rows given to it."""

    def name_rows(self, name: str, rows: Sequence[Any]) -> None:
        """Offer rows in a field, to be given back by ``row``."""
        self._rows = getattr(self, "_rows", {}) | {(name, str(row.pk)): row for row in rows}
        offer(self, name, [(str(row.pk), str(row)) for row in rows])

    def row(self, name: str, values: Mapping[str, Any]) -> Any:
        """Return the row a field names, if any."""
        return self._rows.get((name, values[name]))


class NewCheckForm(_Naming):
    """A line of the quality plan to enter."""

    name = forms.CharField(label=_("What is checked"), max_length=200, error_messages={"required": _("Say what.")})
    deliverable = pick(_("Deliverable"), empty=NONE)
    criteria = words_field(
        _("Acceptance criteria"), required=False, help_text=_("Where left empty, those of the deliverable hold.")
    )
    method = forms.ChoiceField(label=_("How"), choices=CheckMethod.choices)
    checker = pick(_("By whom"))
    planned_on = day_field(_("Planned on"), required=False)

    def __init__(self, *args: Any, people: Choices, deliverables: Sequence[Deliverable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "checker", people)
        self.name_rows("deliverable", deliverables)

    def given(self, values: Mapping[str, Any]) -> CheckParticulars:
        """Return what the form gives as the action takes it."""
        rest = {name: value for name, value in values.items() if name != "revision"}
        return CheckParticulars(**rest | {"deliverable": self.row("deliverable", values)})


class CheckForm(NewCheckForm, ChangeForm):
    """A line of the quality plan."""

    state = forms.ChoiceField(label=_("State"), choices=CheckState.choices)


class QualityReviewForm(_Naming):
    """What a quality review found."""

    of_check = pick(_("Check that was planned"), empty=_("none: it was not planned"))
    deliverable = pick(_("Deliverable"), empty=NONE, help_text=_("Where a check is chosen, its deliverable counts."))
    name = forms.CharField(
        label=_("What was looked at"), max_length=200, required=False, help_text=_("Where nothing is chosen above.")
    )
    held_on = day_field(_("Held on"))
    reviewer = pick(_("Reviewer"), empty=_("I myself"))
    result = forms.ChoiceField(label=_("Result"), choices=ReviewResult.choices)
    words = words_field(_("In words"), required=False, help_text=_("What was found; needed unless it passed."))

    def __init__(
        self,
        *args: Any,
        people: Choices,
        deliverables: Sequence[Deliverable],
        checks: Sequence[QualityCheck],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reviewer", people)
        self.name_rows("deliverable", deliverables)
        self.name_rows("of_check", checks)

    def given(self, values: Mapping[str, Any]) -> ReviewGiven:
        """Return what the form gives as the action takes it."""
        named = {name: self.row(name, values) for name in ("deliverable", "of_check")}
        return ReviewGiven(**dict(values) | named)


class NewConformityForm(_Naming):
    """A non-conformity to raise."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")})
    words = words_field(_("What does not conform"), required=False)
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=Severity.choices,
        initial=Severity.MAJOR,
        help_text=_("A critical one past its day makes the quality of the project red."),
    )
    found_on = day_field(_("Found on"))
    place = forms.CharField(
        label=_("Where"), max_length=200, required=False, help_text=_("Site, part or page it was found in.")
    )
    deliverable = pick(_("Deliverable"), empty=NONE)
    party = pick(_("Supplier"), empty=NONE)
    origin = forms.ChoiceField(label=_("Kind of cause"), choices=Origin.choices)
    cause = words_field(_("Cause"), required=False)
    treatment = forms.ChoiceField(
        label=_("What is done with it"),
        choices=Treatment.choices,
        help_text=_("Decided before it is corrected."),
    )
    owner = pick(_("Owner"))
    due_on = day_field(_("Due"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Choices,
        deliverables: Sequence[Deliverable],
        parties: Sequence[Party],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)
        self.name_rows("deliverable", deliverables)
        self.name_rows("party", parties)

    def given(self, values: Mapping[str, Any]) -> ConformityParticulars:
        """Return what the form gives as the action takes it."""
        rest = {name: value for name, value in values.items() if name != "revision"}
        return ConformityParticulars(**rest | {name: self.row(name, values) for name in ("deliverable", "party")})


class ConformityForm(NewConformityForm, ChangeForm):
    """The particulars of a non-conformity."""


class CorrectForm(PageForm):
    """What was done about a non-conformity."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    on = day_field(_("Corrected on"))
    words = words_field(_("What was done"), error_messages={"required": _("Say what was done.")})


class VerifyForm(PageForm):
    """Whether a correction holds."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    holds = forms.TypedChoiceField(
        label=_("Verified"),
        choices=(("yes", _("It conforms now: close it")), ("no", _("It does not: open it again"))),
        coerce=lambda value: value == "yes",
    )
    on = day_field(_("Verified on"))
    words = words_field(_("In words"), required=False, help_text=_("Needed where it does not conform."))


class ConformityReasonForm(PageForm):
    """Why a non-conformity is dropped, taken up again, or given to the portfolio."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    words = words_field(_("Reason"), error_messages={"required": _("Say why.")})


class ReworkForm(ChangeForm):
    """What putting it right is to cost and has cost."""

    planned = FigureField(label=_("Planned cost of rework"), max_length=40, required=False)
    spent = FigureField(
        label=_("Spent on rework"),
        max_length=40,
        required=False,
        help_text=_("What of the project's ledger went into it: nothing is booked by this."),
    )

    @staticmethod
    def amounts(values: Mapping[str, Any], currency: str) -> dict[str, int | None]:
        """Return the amounts in minor units."""
        return {
            f"{name}_minor": minor_units(values[name], currency, name) if values[name] else None
            for name in ("planned", "spent")
        }


class PasteQualityForm(PageForm):
    """Rows of the quality plan, or non-conformities, pasted from a sheet."""

    what = forms.ChoiceField(
        label=_("What is pasted"),
        choices=(("nonconformities", _("Non-conformities")), ("checks", _("Checks of the quality plan"))),
    )
    text = forms.CharField(
        label=_("Table"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": _("Paste a table: a line of headings, then a line for each.")},
        help_text=_(
            "Headings of non-conformities: title, words, severity, found, where, deliverable, origin, cause, "
            "treatment, due. Of checks: name, deliverable, criteria, method, planned."
        ),
    )
