"""What a report begins with: what is stored of it, else what the last one said and the data say."""

from __future__ import annotations

from typing import Any

from conspectus.formats.currencies import decimals
from conspectus.rooms.status.actions import TEXTS
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries import ProjectStatus


def report_values(row: Report, currency: str) -> dict[str, Any]:
    """Return a report as its form shows it."""
    names = (*TEXTS, "decide_on", "finish_on", "revision")
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
