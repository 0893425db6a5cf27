"""The indicators a method asks for, computed of a project's facts as their reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conspectus.engine.expressions import WrongExpression
from conspectus.engine.measure import Reason
from conspectus.engine.policies import Judgement, ask, setting
from conspectus.formats.methods.checking import compile_text
from conspectus.formats.methods.method import Indicator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.facts.choices import FACTS
from conspectus.rooms.facts.queries import facts_at
from conspectus.rooms.facts.queries.own import own_costs
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.standards.bridge.packs import fact_kinds, method_of, ready
from conspectus.rooms.standards.queries.dated import adoptions_at
from conspectus.rooms.standards.queries.methods import get_version


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of a project on a day: its value, or why there is none; ``met`` is None without a target."""

    key: str
    name: str
    words: str
    unit: str
    better: str
    target: float | None
    value: float | None
    reason: str
    missing: tuple[str, ...]
    met: bool | None


def project_indicators(
    by: User, project: Project, on: date, tier: str, *, known_by: date | None
) -> tuple[IndicatorRow, ...]:
    """Return the indicators of the version a visible project follows that can be computed of facts."""
    adoption = adoptions_at([project.pk], on, known_by).get(project.pk)
    if adoption is None:
        return ()
    asked = [one for one in method_of(get_version(adoption.version_id)).kpis if one.expression]
    if not asked:
        return ()
    found = facts_at([project.pk], on, known_by).get(project.pk)
    known = (ready(found.known) if found else {}) | setting(on, tier)
    costed = sees_cost(by, project, on)
    return tuple(_row(one, known, costed) for one in asked)


def _row(one: Indicator, known: dict[str, object], costed: bool) -> IndicatorRow:
    try:
        expression = compile_text(one.expression, fact_kinds(one.expression))
    except WrongExpression:
        return _told(one, None, Reason.NO_DATA.value, ())
    costs = own_costs(one.expression)
    if not costed and any(FACTS[name].cost if name in FACTS else name in costs for name in expression.uses):
        return _told(one, None, Reason.HIDDEN.value, ())
    found = ask(expression, known)
    if isinstance(found, Judgement):
        return _told(one, None, Reason.NO_DATA.value, found.missing)
    if isinstance(found, bool) or not isinstance(
        found, Decimal | int
    ):  # a field of the organisation that is of another kind here
        return _told(one, None, Reason.NO_DATA.value, ())
    return _told(one, Decimal(found), "", ())


def _told(one: Indicator, value: Decimal | None, reason: str, missing: tuple[str, ...]) -> IndicatorRow:
    met = None
    if value is not None and one.target is not None:
        met = value >= one.target if one.better == "higher" else value <= one.target
    return IndicatorRow(
        key=one.key,
        name=one.name,
        words=one.words,
        unit=one.unit,
        better=one.better,
        target=None if one.target is None else float(one.target),
        value=None if value is None else float(value),
        reason=reason,
        missing=missing,
        met=met,
    )
