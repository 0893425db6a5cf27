"""What registers say of scope, quality and risk; what backlogs say of schedule and scope, of cost without a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.rooms.agile.queries import throughput_of
from conspectus.rooms.changes.queries import ChangeStanding, change_standings
from conspectus.rooms.money.queries.facts import contingency_left
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.quality.queries import QualityStanding, quality_standings
from conspectus.rooms.risks.queries.standing import RiskStanding, risk_standings
from conspectus.rooms.schedule.bridge.tolerances import bands, tolerances_on
from conspectus.rooms.schedule.queries import Judgement
from conspectus.rooms.schedule.queries.alone import UNSEEN, Alone
from conspectus.rooms.scope.queries import ScopeStanding, scope_standings
from conspectus.rooms.status.queries.alone import alone_costs, stands_alone

if TYPE_CHECKING:
    from conspectus.engine.status import CostFacts, Dimension, PaceFacts, Tolerances


@dataclass(frozen=True, slots=True)
class Judged:
    """A dimension by its register; ``unpriced`` is what those are told who may not see cost, where that differs."""

    full: Judgement
    unpriced: Judgement | None = None
    alone: Alone | None = None  # of the schedule of a project without a plan that stands by its backlog

    def told(self, with_cost: bool) -> Judgement:
        """Return it as far as its reader may see."""
        return self.full if with_cost or self.unpriced is None else self.unpriced


def judged_dimensions(projects: Sequence[Project], on: date) -> dict[int, dict[str, Judged]]:
    """Return the dimensions of projects that registers judge at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand.
    """
    held = tolerances_on(projects, on)
    ids = [one.pk for one in projects]
    scopes, changes = scope_standings(ids, on), change_standings(ids, on)
    checked = quality_standings(ids, on)
    risks, spare = risk_standings(projects, on), contingency_left(projects, on)
    paces = throughput_of(projects, on)
    costs = alone_costs([one for one in projects if one.pk in paces and stands_alone(*paces[one.pk])], paces, on)
    found = {}
    for one in projects:
        there, limits = scopes.get(one.pk, ScopeStanding()), bands(held[one.pk])
        growth = paces[one.pk][1].growth if one.pk in paces and paces[one.pk][0].scopes else None
        found[one.pk] = {"scope": _scope(there, changes.get(one.pk), limits, growth)}
        found[one.pk]["quality"] = _quality(there, checked.get(one.pk, QualityStanding()), limits)
        if one.pk in paces and paces[one.pk][0].judges:
            found[one.pk] |= _by_backlog(paces[one.pk][1], costs.get(one.pk), bands(held[one.pk], one.currency))
        found[one.pk]["risk"] = _risk(risks.get(one.pk, RiskStanding()), spare.get(one.pk), limits)
    return found


def standing_alone(found: Mapping[int, Mapping[str, Judged]]) -> dict[int, Alone]:
    """Return of those dimensions which projects have no plan and stand by their backlogs."""
    return {pk: one["schedule"].alone for pk, one in found.items() if "schedule" in one and one["schedule"].alone}


def _by_backlog(pace: PaceFacts, cost: CostFacts | None, limits: Tolerances) -> dict[str, Judged]:
    """Return the schedule by throughput, and where there is no plan the cost by what money there is."""
    from conspectus.engine.status import assess_forecast, assess_throughput

    schedule = assess_throughput(pace, limits)
    if cost is None:
        return {"schedule": Judged(_said(schedule))}
    slip = schedule.inputs.get("slip_days")
    alone = Alone(pace, cost, slip.value if slip else None)
    return {
        "schedule": Judged(_said(schedule), alone=alone),
        "cost": Judged(_said(assess_forecast(cost, limits)), UNSEEN),
    }


def _scope(
    there: ScopeStanding, change: ChangeStanding | None, limits: Tolerances, growth: Measure | None = None
) -> Judged:
    from conspectus.engine.status import ScopeFacts, assess_growth, assess_scope

    def told(facts: ScopeFacts) -> Judgement:
        registered = assess_scope(facts, limits)
        return _said(registered if growth is None else assess_growth(growth, limits, registered))

    unpriced = ScopeFacts(there.deliverables, there.overdue)
    shut = told(unpriced)
    if change is None:
        return Judged(shut)
    return Judged(told(replace(unpriced, change=value(change.net_minor), base=change.base)), shut)


def _quality(there: ScopeStanding, checked: QualityStanding, limits: Tolerances) -> Judged:
    from conspectus.engine.status import QualityFacts, assess_quality

    reviewed = there.accepted + there.rejected
    registered = reviewed + checked.reviews + checked.raised
    return Judged(_said(assess_quality(QualityFacts(registered, checked.overdue, reviewed, there.accepted), limits)))


def _risk(there: RiskStanding, left: Measure | None, limits: Tolerances) -> Judged:
    from conspectus.engine.status import RiskFacts, assess_risk

    none = missing(Reason.NO_DATA)
    full = RiskFacts(there.registered, there.exposure, left or none, there.unanswered)
    hidden = missing(Reason.HIDDEN)
    unpriced = replace(full, exposure=hidden, contingency=hidden)
    return Judged(_said(assess_risk(full, limits)), _said(assess_risk(unpriced, limits)))


def _said(dimension: Dimension) -> Judgement:
    return Judgement(dimension.colour.value, dimension.words)
