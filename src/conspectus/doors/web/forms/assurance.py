"""Forms of assurance reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.governance.actions import NewReview, Rated
from conspectus.rooms.status.choices import SCALES, Dimension

from .changing import Choices, offer, pick
from .fields import PageForm, day_field

RATED = tuple(one for one in Dimension if one != Dimension.OVERALL)
SAY = _("Say it in a sentence; it is kept.")


class AssuranceForm(PageForm):
    """A review with its rating, what was found, and ratings of dimensions where wanted."""

    reviewed_on = day_field(_("Reviewed on"))
    reviewer = pick(_("Reviewer"), required=True)
    scale = forms.ChoiceField(label=_("Rating scale"))
    level = forms.ChoiceField(label=_("Rating"))
    words = forms.CharField(
        label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": SAY}
    )
    findings = forms.CharField(
        label=_("Findings"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, people: Choices, superseding: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reviewer", people)
        scales = [(one.code, gettext(one.label)) for one in SCALES.values()]
        self.fields["scale"].choices = scales  # type: ignore[attr-defined]  # it is a choice
        widest = max(SCALES.values(), key=lambda one: len(one.levels))
        levels = [(one.code, gettext(one.label)) for one in widest.levels]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]  # it is a choice
        for one in RATED:
            told = {"dimension": one.label}
            rated = forms.ChoiceField(
                label=str(one.label), required=False, choices=[("", gettext("not rated")), *levels]
            )
            self.fields[one.value] = rated
            why = forms.CharField(label=gettext("Why %(dimension)s") % told, required=False, max_length=4000)
            self.fields[f"{one.value}_words"] = why
        if superseding:
            self.fields["reason"] = forms.CharField(
                label=_("Reason the first does not stand"), max_length=4000, error_messages={"required": SAY}
            )

    def plain(self) -> list[BoundField]:
        """Return the fields of the whole."""
        names = ("reviewed_on", "reviewer", "scale", "level", "words", "findings", "reason")
        return [self[name] for name in names if name in self.fields]

    def rated(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield the fields of each dimension."""
        for one in RATED:
            yield self[one.value], self[f"{one.value}_words"]

    @staticmethod
    def given(values: dict[str, Any], reviewer: Person) -> NewReview:
        """Return what the form gives as the action takes it."""
        ratings = [
            Rated(one.value, values[one.value], values[f"{one.value}_words"]) for one in RATED if values[one.value]
        ]
        names = ("reviewed_on", "scale", "level", "words", "findings")
        return NewReview(**{name: values[name] for name in names}, reviewer=reviewer, ratings=ratings)
