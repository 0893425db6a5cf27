"""The form of a month's report: all prefilled, words where they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.formats.currencies import decimals
from conspectus.journeys.update_report import Update
from conspectus.rooms.money.actions import minor_units
from conspectus.rooms.status.actions import MOST_MINUTES, Declared, Words
from conspectus.rooms.status.choices import Dimension
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries import ProjectStatus

from .fields import FigureField
from .periods import ReportForm

ANSWER = "answer "  # before the code and the place of a finding
_TEXTS = ("summary", "achieved", "planned", "decisions")


class UpdateForm(ReportForm):
    """What a month wants: status by dimension, forecasts, words."""

    minutes = forms.IntegerField(
        label=_("Minutes this took"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("If you like; empty: as long as the form was worked in."),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        if currency:
            self.fields["forecast"] = FigureField(
                label=_("Forecast cost, %(currency)s") % {"currency": currency}, required=False, max_length=40
            )

    def clean(self) -> dict[str, Any]:
        """Take the forecast as an amount."""
        given = super().clean() or self.cleaned_data
        text = (given.get("forecast") or "").strip()
        given["forecast_minor"] = minor_units(text, self.currency, "forecast") if text else None
        return given

    def forecasts(self) -> list[forms.BoundField]:
        """Return the fields of what is forecast."""
        return [self[name] for name in ("finish_on", "forecast") if name in self.fields]

    def words_fields(self) -> list[forms.BoundField]:
        """Return the fields of the texts."""
        return [self[name] for name in (*_TEXTS, "decide_on")]

    def update(self, given: Mapping[str, Any], sent: Mapping[str, Any]) -> Update:
        """Return what the form gives as the journey takes it."""
        declared = [
            Declared(one.value, given[one.value], given[f"{one.value}_words"]) for one in Dimension if given[one.value]
        ]
        texts = {name: given[name] for name in (*_TEXTS, "decide_on", "finish_on", "forecast_minor")}
        return Update(declared, Words(**texts), self.scale, answers_sent(sent), given["minutes"])


def answers_sent(sent: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return what is said to findings, by code and place."""
    found = {}
    for name in list(sent)[:200]:
        if name.startswith(ANSWER):
            code, _space, place = name.removeprefix(ANSWER).partition(" ")
            found[code, place] = str(sent[name])
    return found


def report_values(row: Report, currency: str) -> dict[str, Any]:
    """Return a report as its form shows it."""
    names = (*_TEXTS, "decide_on", "finish_on", "revision")
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    found["forecast"] = amount_of(row.forecast_minor, currency)
    for one in row.declarations.all():
        found |= {one.dimension: one.level, f"{one.dimension}_words": one.words}
    return found


def prefilled(status: ProjectStatus, last: Report | None, currency: str) -> dict[str, Any]:
    """Return what a report begins with: the words of the last one, what the plan forecasts, what the data say.

    What was planned then is what may be achieved now.
    """
    found: dict[str, Any] = {"revision": 0}
    if last is not None:
        found |= {one.dimension: one.level for one in last.declarations.all()}
        found |= {"summary": last.summary, "achieved": last.planned, "planned": "", "decisions": last.decisions}
        found["decide_on"] = last.decide_on
    for one in status.dimensions:
        if one.computed.colour != "not_assessed":
            found[one.dimension] = one.computed.colour
    if status.figures is not None:
        found["finish_on"] = status.figures.finish_on
        forecast = status.figures.money.forecast.value
        found["forecast"] = amount_of(None if forecast is None else round(forecast), currency)
    return found


def amount_of(minor: int | None, currency: str) -> str:
    """Return an amount as a form takes it."""
    if minor is None or not currency:
        return ""
    digits = decimals(currency)
    return f"{minor / 10**digits:.{digits}f}"
