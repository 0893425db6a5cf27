"""Forms of fiscal calendars, periods, reports and overrides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from conspectus.kit.manner import inside
from conspectus.rooms.periods.choices import CalendarKind, Month
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.actions import TEXTS, Declared, Words
from conspectus.rooms.status.choices import SCALES, Dimension

from ..words import spoken
from .changing import ChangeForm
from .fields import PageForm, day_field, reason_field


class CalendarForm(ChangeForm):
    """How a portfolio's years are cut."""

    kind = forms.ChoiceField(label=_("Periods are"), choices=CalendarKind.choices)
    first_month = forms.TypedChoiceField(label=_("The fiscal year begins in"), choices=Month.choices, coerce=int)
    zone = forms.CharField(
        label=_("Time zone"), max_length=60, help_text=_("Days are counted in it, such as Europe/Berlin or UTC.")
    )


class LayForm(PageForm):
    """The days between which periods are laid."""

    starting = day_field(_("From the period of"))
    through = day_field(_("Through the period of"))


class ListedForm(PageForm):
    """One period of a listed calendar."""

    name = forms.CharField(label=_("Name"), max_length=40, error_messages={"required": _("Give it a name.")})
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("The day after its last"))


class MoveForm(PageForm):
    """The revision a period or report was looked at in, and words where they are asked."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class FreezeForm(MoveForm):
    """Why a period is frozen though reports asked for are not accepted."""

    all_the_same = forms.BooleanField(
        label=_("Freeze all the same"), error_messages={"required": _("Tick it to freeze without these reports.")}
    )
    reason = reason_field(_("Kept for good beside the freeze, in the audit log."))


class ReopenForm(MoveForm):
    """Why a frozen period is opened again."""

    reason = reason_field(_("Kept for good; the version that was frozen stays readable."))


class ReturnForm(MoveForm):
    """What is to be changed in a report that is returned."""

    words = forms.CharField(
        label=_("What is to be changed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what is to be changed.")},
    )


class ReportForm(ChangeForm):
    """What a project declares for a period: a level and words for each dimension, and its texts."""

    summary = forms.CharField(
        label=_("Where the project stands"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    achieved = forms.CharField(
        label=_("Achieved in this period"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    planned = forms.CharField(
        label=_("Planned for the next"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    decisions = forms.CharField(
        label=_("Decisions wanted from management"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    decide_on = day_field(_("Decided by"), required=False, help_text=_("The day the decisions are wanted by."))
    finish_on = day_field(
        _("Forecast finish"), required=False, help_text=_("When you expect it to end; empty: as the plan says.")
    )

    def __init__(self, *args: Any, scale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        levels = [("", _("not declared")), *((level.code, spoken(level.label)) for level in SCALES[scale].levels)]
        for one in Dimension:
            self.fields[one.value] = forms.ChoiceField(label=one.label, choices=levels, required=False)
            self.fields[f"{one.value}_words"] = forms.CharField(
                label=_("Why %(dimension)s") % {"dimension": inside(one.label)}, required=False, max_length=4000
            )

    def dimensions(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Yield each dimension with its two fields."""
        for one in Dimension:
            yield one.value, self[one.value], self[f"{one.value}_words"]

    def texts(self) -> Iterator[BoundField]:
        """Yield the fields of the texts."""
        for name in (*TEXTS, "decide_on", "finish_on"):
            yield self[name]

    @staticmethod
    def declared(given: dict[str, Any], forecast_minor: int | None = None) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        found = [
            Declared(one.value, given[one.value], given[f"{one.value}_words"]) for one in Dimension if given[one.value]
        ]
        texts = {name: given[name] for name in (*TEXTS, "decide_on", "finish_on")}
        return {"declared": found, "words": Words(**texts, forecast_minor=forecast_minor)}


class OverrideForm(PageForm):
    """A computed colour to set aside."""

    dimension = forms.ChoiceField(label=_("Dimension"), choices=Dimension.choices)
    colour = forms.ChoiceField(
        label=_("Counts as"), choices=[(one.value, one.label) for one in (Colour.GREEN, Colour.AMBER, Colour.RED)]
    )
    ends_on = day_field(
        _("Until before"), help_text=_("The first day the computed colour counts again; within a year.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("Shown beside the colour, with your name."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why; the reason is shown beside the colour.")},
    )
