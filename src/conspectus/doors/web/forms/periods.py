"""Forms of fiscal calendars, periods, reports and overrides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from conspectus.rooms.periods.choices import CalendarKind, Month
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.actions import TEXTS, Declared, Words
from conspectus.rooms.status.choices import SCALES, Dimension

from .changing import ChangeForm
from .fields import PageForm, day_field


class CalendarForm(ChangeForm):
    """How a portfolio's years are cut."""

    kind = forms.ChoiceField(label="Periods are", choices=CalendarKind.choices)
    first_month = forms.TypedChoiceField(label="The fiscal year begins in", choices=Month.choices, coerce=int)
    zone = forms.CharField(
        label="Time zone", max_length=60, help_text="Days are counted in it, such as Europe/Berlin or UTC."
    )


class LayForm(PageForm):
    """The days between which periods are laid."""

    starting = day_field("From the period of")
    through = day_field("Through the period of")


class ListedForm(PageForm):
    """One period of a listed calendar."""

    name = forms.CharField(label="Name", max_length=40, error_messages={"required": "Give it a name."})
    starts_on = day_field("First day")
    ends_on = day_field("The day after its last")


class MoveForm(PageForm):
    """The revision a period or report was looked at in, and words where they are asked."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(MoveForm):
    """Why a frozen period is opened again."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        help_text="Kept for good; the version that was frozen stays readable.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why; the reason is kept."},
    )


class ReturnForm(MoveForm):
    """What is to be changed in a report that is returned."""

    words = forms.CharField(
        label="What is to be changed",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what is to be changed."},
    )


class ReportForm(ChangeForm):
    """What a project declares for a period: a level and words for each dimension, and its texts."""

    summary = forms.CharField(
        label="Where the project stands", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    achieved = forms.CharField(
        label="Achieved in this period", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    planned = forms.CharField(
        label="Planned for the next", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    decisions = forms.CharField(
        label="Decisions wanted from management",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, scale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        levels = [("", "not declared"), *((level.code, level.label) for level in SCALES[scale].levels)]
        for one in Dimension:
            self.fields[one.value] = forms.ChoiceField(label=one.label, choices=levels, required=False)
            self.fields[f"{one.value}_words"] = forms.CharField(
                label=f"Why {one.label.lower()}", required=False, max_length=4000
            )

    def dimensions(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Yield each dimension with its two fields."""
        for one in Dimension:
            yield one.value, self[one.value], self[f"{one.value}_words"]

    def texts(self) -> Iterator[BoundField]:
        """Yield the fields of the texts."""
        for name in TEXTS:
            yield self[name]

    @staticmethod
    def declared(given: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        found = [
            Declared(one.value, given[one.value], given[f"{one.value}_words"]) for one in Dimension if given[one.value]
        ]
        return {"declared": found, "words": Words(**{name: given[name] for name in TEXTS})}


class OverrideForm(PageForm):
    """A computed colour to set aside."""

    dimension = forms.ChoiceField(label="Dimension", choices=Dimension.choices)
    colour = forms.ChoiceField(
        label="Counts as", choices=[(one.value, one.label) for one in (Colour.GREEN, Colour.AMBER, Colour.RED)]
    )
    ends_on = day_field("Until before", help_text="The first day the computed colour counts again; within a year.")
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        help_text="Shown beside the colour, with your name.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why; the reason is shown beside the colour."},
    )
