"""What the registers say of the dimensions no plan tells of: scope, quality and risk; throughput, of the schedule."""

from __future__ import annotations

from collections.abc import Sequence
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
from conspectus.rooms.scope.queries import ScopeStanding, scope_standings

if TYPE_CHECKING:
    from conspectus.engine.status import Dimension, Tolerances


@dataclass(frozen=True, slots=True)
class Judged:
    """A dimension by its register; ``unpriced`` is what those are told who may not see cost, where that differs."""

    full: Judgement
    unpriced: Judgement | None = None

    def told(self, with_cost: bool) -> Judgement:
        """Return it as far as its reader may see."""
        return self.full if with_cost or self.unpriced is None else self.unpriced


def judged_dimensions(projects: Sequence[Project], on: date) -> dict[int, dict[str, Judged]]:
    """Return the dimensions of projects that registers judge at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand.
    """
    from conspectus.engine.status import assess_throughput

    held = tolerances_on(projects, on)
    ids = [one.pk for one in projects]
    scopes, changes = scope_standings(ids, on), change_standings(ids, on)
    checked = quality_standings(ids, on)
    risks, spare = risk_standings(projects, on), contingency_left(projects, on)
    paces = throughput_of(projects, on)
    found = {}
    for one in projects:
        there, limits = scopes.get(one.pk, ScopeStanding()), bands(held[one.pk])
        found[one.pk] = {"scope": _scope(there, changes.get(one.pk), limits)}
        found[one.pk]["quality"] = _quality(there, checked.get(one.pk, QualityStanding()), limits)
        if one.pk in paces:
            found[one.pk]["schedule"] = Judged(_said(assess_throughput(paces[one.pk], limits)))
        found[one.pk]["risk"] = _risk(risks.get(one.pk, RiskStanding()), spare.get(one.pk), limits)
    return found


def _scope(there: ScopeStanding, change: ChangeStanding | None, limits: Tolerances) -> Judged:
    from conspectus.engine.status import ScopeFacts, assess_scope

    unpriced = ScopeFacts(there.deliverables, there.overdue)
    shut = _said(assess_scope(unpriced, limits))
    if change is None:
        return Judged(shut)
    facts = replace(unpriced, change=value(change.net_minor), base=change.base)
    return Judged(_said(assess_scope(facts, limits)), shut)


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
