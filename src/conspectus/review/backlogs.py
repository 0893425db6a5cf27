"""The figures of an exported backlog as `backlog read` and `backlog show` print them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from conspectus.engine.agile import Backlog, Forecast, ItemState, Pace, Unit, measure_pace
from conspectus.engine.measure import Measure
from conspectus.engine.status.throughput import UNKNOWN
from conspectus.formats.agile import Reading
from conspectus.review.show import finding_row

SHOWN_WEEKS = 26


def show_backlog(
    reading: Reading, name: str, unit: Unit | None = None, *, since: Backlog | None = None
) -> dict[str, Any]:
    """Return the figures of a file that was read, how it was read, and what was noticed."""
    return {
        "tool": reading.tool,
        "columns": reading.columns.as_json(),
        "parts_left_out": reading.parts,
        **pace_row(reading.backlog, measure_pace(reading.backlog, unit, since=since)),
        "findings": [finding_row(one, name) for one in reading.findings],
    }


def pace_row(backlog: Backlog, pace: Pace) -> dict[str, Any]:
    """Return the figures of a backlog as plain values."""
    return {
        "as_of": backlog.as_of.isoformat(),
        "unit": pace.unit.value,
        "scope": _number(pace.scope),
        "done": _number(pace.done),
        "accepted": _number(pace.accepted),
        "items": {state.value: sum(item.state is state for item in backlog.items) for state in ItemState},
        "unestimated": pace.unestimated,
        "forecast": forecast_row(pace.forecast),
        "words": forecast_words(pace.forecast),
        "throughput": [
            {"week": week.starts_on.isoformat(), "items": week.items, "points": _number(week.points)}
            for week in pace.weeks[-SHOWN_WEEKS:]
        ],
        "sprints": [
            {
                "name": one.name,
                "starts_on": _iso(one.starts_on),
                "ends_on": _iso(one.ends_on),
                "items": one.items,
                "items_accepted": one.items_accepted,
                "points": _number(one.points),
                "points_accepted": _number(one.points_accepted),
            }
            for one in pace.sprints
        ],
        "in_progress": {
            "items": pace.underway.items,
            "blocked": pace.underway.blocked,
            "age_median_days": _measure(pace.underway.age_median),
            "age_85_percent_days": _measure(pace.underway.age_sure),
        },
        "cycle_time": {
            "items": pace.cycle.items,
            "median_days": _measure(pace.cycle.median),
            "85_percent_days": _measure(pace.cycle.sure),
        },
        "growth_percent": None if pace.growth is None else _measure(pace.growth.growth_percent),
    }


def forecast_row(found: Forecast) -> dict[str, Any]:
    """Return the range of the finish as plain values."""
    days = {f"p{chance}_on": _iso(day) for chance, day in found.days}
    return {
        "remaining": _number(found.remaining),
        "weeks": found.weeks,
        "mean_a_week": _number(found.mean),
        "finished": found.finished,
        "why": UNKNOWN.get(found.why, ""),
        **{f"p{chance}_on": None for chance in (10, 50, 80, 90)},
        **days,
    }


def forecast_words(found: Forecast) -> str:
    """Return the range of the finish in one sentence."""
    if found.finished:
        return f"Everything is accepted since {_iso(found.by(50))}."
    if found.why:
        return f"The finish is not assessable, because {UNKNOWN[found.why]}."
    told = ", ".join(f"{chance} % by {_iso(day) or 'later than ten years'}" for chance, day in found.days)
    return f"All of it accepted: {told}; from {found.weeks} weeks of throughput."


def _measure(found: Measure) -> dict[str, Any]:
    return {"value": found.value, "reason": found.reason.value if found.reason else None}


def _number(figure: float) -> float:
    return round(figure, 3)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def week_cells(rows: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return the weeks of throughput as cells."""
    return [(one["week"], str(one["items"]), f"{one['points']:g}") for one in rows]
