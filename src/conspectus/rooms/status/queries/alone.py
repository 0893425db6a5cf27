"""What a project without a plan costs: its budget, its ledger, its manager's forecast, and what its points say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.rooms.agile.queries import ChoiceView
from conspectus.rooms.money.queries.facts import CostStanding, cost_standings
from conspectus.rooms.portfolio.models import Project

if TYPE_CHECKING:
    from conspectus.engine.status import CostFacts, PaceFacts


def stands_alone(choice: ChoiceView, pace: PaceFacts) -> bool:
    """Return whether a project without a plan stands by its backlog: that was chosen, and a backlog is there."""
    return choice.judges and pace.alone and pace.as_of is not None


def alone_costs(
    projects: Sequence[Project], paces: Mapping[int, tuple[ChoiceView, PaceFacts]], on: date
) -> dict[int, CostFacts]:
    """Return what the cost of projects that stand by their backlogs is judged by; asks nothing where there is none."""
    from conspectus.engine.status import CostFacts

    if not projects:
        return {}
    standing = cost_standings(projects, on)
    found = {}
    for one in projects:
        (choice, pace), money = paces[one.pk], standing[one.pk]
        points = _by_points(money, pace.accepted) if choice.earns else missing(Reason.NO_DATA)
        found[one.pk] = CostFacts(one.currency, money.budget, money.spent, money.forecast, points)
    return found


def _by_points(money: CostStanding, accepted: Measure) -> Measure:
    """Return what it will have cost by accepted points: the budget divided by the CPI, so what is spent by the share.

    The backlog is of a day before what is spent by now; so it errs to the dear side.
    """
    found = ratio(money.spent, accepted)
    return value(round(found.value)) if found.value is not None else found
