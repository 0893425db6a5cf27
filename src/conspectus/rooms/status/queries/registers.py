"""What registers say of scope, quality and risk; what backlogs say of schedule and scope, of cost without a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.reading import asked_once
from conspectus.rooms.agile.queries import throughput_of
from conspectus.rooms.changes.queries import change_bases, change_standings
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
    from conspectus.engine.status import (
        CostFacts,
        Dimension,
        PaceFacts,
        QualityFacts,
        RegisterPart,
        RiskFacts,
        ScopeFacts,
        Threats,
        Tolerances,
    )
    from conspectus.rooms.agile.queries import ChoiceView


@dataclass(frozen=True, slots=True)
class Judged:
    """A dimension by its register; ``unpriced`` is what those are told who may not see cost, where that differs."""

    full: Judgement
    unpriced: Judgement | None = None
    alone: Alone | None = None  # of the schedule of a project without a plan that stands by its backlog

    def told(self, with_cost: bool) -> Judgement:
        """Return it as far as its reader may see."""
        return self.full if with_cost or self.unpriced is None else self.unpriced


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registers of a project hold at the end of a day; ``pace`` and ``cost`` where its backlog judges it."""

    scope: ScopeFacts
    quality: QualityFacts
    risk: RiskFacts
    threats: Threats
    spent: Measure
    pace: tuple[ChoiceView, PaceFacts] | None
    cost: CostFacts | None

    def part(self, name: str, currency: str) -> RegisterPart:
        """Return what it brings into a group."""
        from conspectus.engine.status import RegisterPart

        left = self.risk.contingency
        return RegisterPart(name, currency, self.scope, self.quality, self.threats, left, self.spent)


def registered(projects: Sequence[Project], on: date) -> dict[int, Registered]:
    """Return what the registers of projects hold at the end of a day; of each asked once while only reading.

    Asks the database the same number of times for one project and for a thousand.
    """
    known = _known(on)
    lacking = [one for one in projects if one.pk not in known]
    if lacking:
        known.update(_registered(lacking, on))
    return {one.pk: known[one.pk] for one in projects}


@asked_once
def _known(on: date) -> dict[int, Registered]:
    """Return what is known already of a day; nothing, unless only reading."""
    return {}


def _registered(projects: Sequence[Project], on: date) -> dict[int, Registered]:
    from conspectus.engine.status import QualityFacts, RiskFacts, ScopeFacts

    ids = [one.pk for one in projects]
    bases = change_bases(ids, on)
    scopes, changes = scope_standings(ids, on), change_standings(ids, on, bases=bases)
    checked, risks = quality_standings(ids, on), risk_standings(projects, on)
    spare, paces = contingency_left(projects, on), throughput_of(projects, on)
    costs = alone_costs([one for one in projects if one.pk in paces and stands_alone(*paces[one.pk])], paces, on)
    found = {}
    for one in projects:
        there, change = scopes.get(one.pk, ScopeStanding()), changes.get(one.pk)
        looked, risk = checked.get(one.pk, QualityStanding()), risks.get(one.pk, RiskStanding())
        reviewed = there.accepted + there.rejected
        net, base = (None, bases.get(one.pk)) if change is None else (value(change.net_minor), change.base)
        titles = tuple(title for _, title in risk.unanswered)
        found[one.pk] = Registered(
            ScopeFacts(there.deliverables, there.overdue, net, base),
            QualityFacts(reviewed + looked.reviews + looked.raised, looked.overdue, reviewed, there.accepted),
            RiskFacts(risk.registered, risk.exposure, spare[one.pk].left, titles),
            threats_of(risk),
            spare[one.pk].spent,
            paces.get(one.pk),
            costs.get(one.pk),
        )
    return found


def threats_of(there: RiskStanding) -> Threats:
    """Return the threats of a project, or of a place, as a group adds them up."""
    from conspectus.engine.status import Threats

    return Threats(there.registered, there.left, there.amounts, there.shared, there.unanswered)


def judged_dimensions(projects: Sequence[Project], on: date) -> dict[int, dict[str, Judged]]:
    """Return the dimensions of projects that registers judge at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand.
    """
    from conspectus.engine.status import assess_quality

    known, held = registered(projects, on), tolerances_on(projects, on)
    found = {}
    for one in projects:
        there, limits = known[one.pk], bands(held[one.pk])
        choice, pace = there.pace or (None, None)
        growth = pace.growth if choice and pace and choice.scopes else None
        told = {
            "scope": _scope(there.scope, limits, growth),
            "quality": Judged(_said(assess_quality(there.quality, limits))),
        }
        if choice and pace and choice.judges:
            told |= _by_backlog(pace, there.cost, bands(held[one.pk], one.currency))
        found[one.pk] = told | {"risk": _risk(there.risk, limits)}
    return found


def standing_alone(found: Mapping[int, Mapping[str, Judged]]) -> dict[int, Alone]:
    """Return of those dimensions which projects have no plan and stand by their backlogs."""
    return {pk: one["schedule"].alone for pk, one in found.items() if "schedule" in one and one["schedule"].alone}


def _by_backlog(pace: PaceFacts, cost: CostFacts | None, limits: Tolerances) -> dict[str, Judged]:
    """Return the schedule by throughput, and where there is no plan the cost by what money there is."""
    from conspectus.engine.status import assess_forecast, assess_throughput, lacks_backlog

    schedule = assess_throughput(pace, limits)
    if cost is None:
        told = {"schedule": Judged(_said(schedule))}
        return told | ({"cost": Judged(_said(lacks_backlog("cost")))} if pace.alone else {})
    slip = schedule.inputs.get("slip_days")
    alone = Alone(pace, cost, slip.value if slip else None)
    return {
        "schedule": Judged(_said(schedule), alone=alone),
        "cost": Judged(_said(assess_forecast(cost, limits)), UNSEEN),
    }


def _scope(facts: ScopeFacts, limits: Tolerances, growth: Measure | None) -> Judged:
    from conspectus.engine.status import assess_growth, assess_scope

    def told(facts: ScopeFacts) -> Judgement:
        registered = assess_scope(facts, limits)
        return _said(registered if growth is None else assess_growth(growth, limits, registered))

    shut = told(replace(facts, change=None))
    return Judged(shut) if facts.change is None else Judged(told(facts), shut)


def _risk(full: RiskFacts, limits: Tolerances) -> Judged:
    from conspectus.engine.status import assess_risk

    hidden = missing(Reason.HIDDEN)
    unpriced = replace(full, exposure=hidden, contingency=hidden)
    return Judged(_said(assess_risk(full, limits)), _said(assess_risk(unpriced, limits)))


def _said(dimension: Dimension) -> Judgement:
    return Judgement(dimension.colour.value, dimension.words)
