"""What a group needs of a project, kept beside its figures, so that no plan is read again to judge a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from conspectus.rooms.schedule.bridge.measures import measure_json, measure_of

if TYPE_CHECKING:
    from conspectus.engine.status import Child

_SUMS = ("pv", "ev", "ac", "bac")
_INSTANTS = ("approved_start", "approved_finish", "forecast_finish")
_LENGTHS = ("slip", "duration", "slip_percent")


def part_json(child: Child | None) -> dict[str, Any]:
    """Return a project's part in a group as it is kept; its curve is kept with the summary."""
    if child is None:
        return {}
    earned, dates = child.earned, child.dates
    return {
        "status_date": earned.status_date,
        "source": earned.source,
        "start": earned.start,
        "finish": earned.finish,
        "manager_etc": earned.manager_etc,
        "positions": asdict(earned.positions) if earned.positions else None,
        "sums": {name: measure_json(getattr(earned.sums, name)) for name in _SUMS},
        "weights": list(earned.weights),
        "method": earned.sums.method,
        "actual_from": earned.actual_from,
        "held_to": measure_json(child.held_to) if child.held_to is not None else None,
        "dates": {
            **{name: int(getattr(dates, name)) for name in _INSTANTS},
            **{name: measure_json(getattr(dates, name)) for name in _LENGTHS},
        },
    }


def child_of(name: str, currency: str, colour: str, kept: Mapping[str, Any], curve: Mapping[str, Any]) -> Child | None:
    """Return the part that was kept; revisions stored by older versions kept none."""
    from conspectus.engine.baselines import FROM_FILE
    from conspectus.engine.earned import Earned, indices
    from conspectus.engine.earned.lipke import absent
    from conspectus.engine.earned.result import Positions, Series
    from conspectus.engine.measure import Reason
    from conspectus.engine.status import Child, Colour, Confidence, Dates, Status

    if not kept:
        return None
    sums = {each: measure_of(kept["sums"][each]) for each in _SUMS}
    weights, told, none = tuple(kept["weights"]), kept["dates"], np.zeros(0)
    ends = np.array(curve.get("days", ()), dtype=np.int64)
    planned = np.array(curve.get("planned", ()), dtype=np.float64)
    earned = Earned(
        project="",
        name=name,
        currency=currency,
        status_date=kept["status_date"],
        source=kept.get("source", ""),
        sums=indices(**sums, manager_etc=kept["manager_etc"], weights=weights, method=kept["method"]),
        time=absent(Reason.NO_DATA),  # a group reads its own off the summed curve
        uid=(),
        budget=none,
        planned_value=none,
        earned_value=none,
        actual_cost=none,
        start=kept["start"],
        finish=kept["finish"],
        manager_etc=kept["manager_etc"],
        series=Series((), ends, planned, none, none),
        by_period=None,
        positions=Positions(**kept["positions"]) if kept["positions"] else None,
        weights=weights,
        actual_from=kept.get("actual_from", "plan"),
    )
    start, finish, forecast = (told[each] for each in _INSTANTS)
    slip, duration, share = (measure_of(told[each]) for each in _LENGTHS)
    dates = Dates(start, finish, forecast, slip, duration, share, earned.source == FROM_FILE)
    unknown = Confidence(measure_of(None), 0, 0, "")
    status = Status((), Colour(colour), 0, "", unknown)
    held = kept.get("held_to")
    return Child(name, earned, dates, status, None if held is None else measure_of(held))
