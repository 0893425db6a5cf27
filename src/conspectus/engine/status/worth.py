"""Whether a project is still worth what finishing it costs: to stop, to rescue, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conspectus.engine.measure import Measure
from conspectus.engine.status.verdict import Colour

RESCUE = 1.25  # forecast over budget


class Call(StrEnum):
    """What is asked of those who decide."""

    STOP = "stop"
    RESCUE = "rescue"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is asked for, and why; ``share`` is what is still to be spent over the approved budget."""

    call: str
    share: float
    words: str


def worth(budget: Measure, forecast: Measure, spent: Measure, schedule: str) -> Verdict | None:
    """Return what to decide of a project whose schedule is red, or None where it is worth going on or nobody knows.

    What is spent is gone either way. A project was worth its approved budget when that was approved; where the rest
    alone costs more than that, finishing no longer pays (stop). Where the forecast is far above the budget but the
    rest is not, it may be rescued. All amounts are of one currency; the budget is the approved one.
    """
    if not budget.value or forecast.value is None or spent.value is None or schedule != Colour.RED:
        return None
    rest, over = (forecast.value - spent.value) / budget.value, forecast.value / budget.value
    if rest > 1:
        words = (
            f"What is still to be spent is {100 * rest:.0f} % of the budget approved for the whole, and the schedule "
            "is red. Stop it, or approve it anew."
        )
        return Verdict(Call.STOP.value, rest, words)
    if over > RESCUE:
        words = (
            f"It is forecast to cost {100 * over:.0f} % of its budget, and the schedule is red; the rest alone is "
            f"{100 * rest:.0f} %. Agree a way back."
        )
        return Verdict(Call.RESCUE.value, rest, words)
    return None
