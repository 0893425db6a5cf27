"""Scope, quality and risk of a group: what the registers of its projects add up to, judged as a project is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.rates import Exchange
from conspectus.engine.status.exposure import RiskFacts, assess_risk
from conspectus.engine.status.registers import QualityFacts, ScopeFacts, assess_quality, assess_scope
from conspectus.engine.status.verdict import Dimension, Tolerances

NO_DATA = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class Threats:
    """The threats of a project or of a group itself; amounts are expected money in minor units by currency.

    ``shared`` are open ones that reach several projects, as number, currency and amount; ``left`` counts open ones
    that do not, ``amounts`` what those of them that have any come to. ``unanswered`` are open ones of the top band
    without response or owner, as number and title.
    """

    registered: int = 0
    left: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)
    shared: tuple[tuple[int, str, int | None], ...] = ()
    unanswered: tuple[tuple[int, str], ...] = ()

    @property
    def priced(self) -> bool:
        """Whether any of the open ones has an amount."""
        return bool(self.amounts) or any(amount is not None for _, _, amount in self.shared)


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """What the registers of one project bring into a group; its amounts are minor units of its ``currency``."""

    name: str
    currency: str
    scope: ScopeFacts = field(default_factory=ScopeFacts)
    quality: QualityFacts = field(default_factory=QualityFacts)
    threats: Threats = field(default_factory=Threats)
    contingency: Measure = NO_DATA
    spent: Measure = NO_DATA


@dataclass(frozen=True, slots=True)
class GroupRegisters:
    """What a group holds beside the registers of its planned projects.

    ``beside`` are parts of projects without a plan, ``own`` the threats of the group itself, ``hidden`` whether some
    of those have amounts that may not be seen. ``budget`` is base and contingency of its own, in the home currency of
    ``exchange``; without one its contingency is what is left to its projects.
    """

    own: Threats = field(default_factory=Threats)
    hidden: bool = False
    beside: tuple[RegisterPart, ...] = ()
    budget: tuple[int, int] | None = None
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class _Sum:
    """Amounts of several currencies as one, by the rates of an exchange where they differ."""

    factors: Mapping[str, float]  # none where a rate lacks

    def of(self, amounts: Iterable[tuple[str, float]]) -> Measure:
        """Return the sum of amounts by currency, each currency's rounded once to the minor unit."""
        sums: dict[str, float] = {}
        for currency, amount in amounts:
            if amount:
                sums[currency] = sums.get(currency, 0) + amount
        if not set(sums) <= set(self.factors):
            return missing(Reason.NO_RATE)
        return value(sum(round(amount * self.factors[currency]) for currency, amount in sums.items()))


def merged(some: Iterable[Threats]) -> Threats:
    """Return the threats of several places as those of one."""
    every = list(some)
    amounts: dict[str, int] = {}
    for one in every:
        for currency, amount in one.amounts.items():
            amounts[currency] = amounts.get(currency, 0) + amount
    return Threats(
        sum(one.registered for one in every),
        sum(one.left for one in every),
        amounts,
        tuple(each for one in every for each in one.shared),
        tuple(each for one in every for each in one.unanswered),
    )


def assess_registers(
    parts: Sequence[RegisterPart], group: GroupRegisters, limits: Tolerances
) -> tuple[Dimension, Dimension, Dimension]:
    """Judge scope, quality and risk of a group by sums and counts, by the rules and bands that judge a project."""
    every = (*parts, *group.beside)
    return _scope(every, group.exchange, limits), _quality(every, limits), _risk(every, group, limits)


def recovered(part: RegisterPart) -> RegisterPart:
    """Return a part as if nothing were overdue, rejected or unanswered, nothing changed, and no money at risk."""
    scope = replace(part.scope, overdue=(), change=None if part.scope.change is None else value(0))
    quality = replace(part.quality, overdue=(), accepted=part.quality.reviewed)
    threats = replace(part.threats, amounts=dict.fromkeys(part.threats.amounts, 0), unanswered=())
    return replace(part, scope=scope, quality=quality, threats=threats)


def singled(parts: Sequence[RegisterPart | None]) -> set[int]:
    """Return the parts whose recovery alone may better a group: who alone is at fault, or weighs most."""
    known = [(row, part) for row, part in enumerate(parts) if part is not None]
    faults = (
        [row for row, part in known if part.scope.overdue],
        [row for row, part in known if part.quality.overdue],
        [row for row, part in known if part.threats.unanswered],
    )
    alone = {rows[0] for rows in faults if len(rows) == 1}
    weights: tuple[Callable[[RegisterPart], float], ...] = (
        lambda part: sum(part.threats.amounts.values()),
        lambda part: abs((part.scope.change or NO_DATA).value or 0.0),
        lambda part: part.quality.reviewed - part.quality.accepted,
    )
    return alone | {max(known, key=lambda one: weigh(one[1]))[0] for weigh in weights if known}


def exchanged(parts: Sequence[RegisterPart], group: GroupRegisters) -> frozenset[str]:
    """Return the currencies that the sums of a group's registers take rates for."""
    every = (*parts, *group.beside)
    found = _used(_amounts(every, group)), _used(_bases(every) + _changes(every))
    if group.exchange is None:
        return frozenset()
    known = [codes for codes in found if len(codes) > 1 and codes <= set(group.exchange.factors)]
    return frozenset(code for codes in known for code in codes) - {group.exchange.home}


def _used(amounts: Iterable[tuple[str, float]]) -> set[str]:
    return {currency for currency, amount in amounts if amount}


def _summing(currencies: set[str], exchange: Exchange | None) -> _Sum:
    """Return how amounts of some currencies are summed: as they are in one, else in that of the exchange."""
    if len(currencies) <= 1:
        return _Sum(dict.fromkeys(currencies, 1.0))
    known = exchange is not None and currencies <= set(exchange.factors)
    return _Sum(exchange.factors if exchange is not None and known else {})


def _changed(part: RegisterPart) -> bool:
    """Return whether a part counts in the growth: its baseline has a cost, and its change, if any, is known."""
    change, base = part.scope.change, part.scope.base
    return base is not None and base.value is not None and (change is None or change.value is not None)


def _bases(parts: Iterable[RegisterPart]) -> list[tuple[str, float]]:
    """Return what growth is measured by, by currency."""
    return [(part.currency, (part.scope.base or NO_DATA).value or 0.0) for part in parts if _changed(part)]


def _changes(parts: Iterable[RegisterPart]) -> list[tuple[str, float]]:
    return [(part.currency, (part.scope.change or NO_DATA).value or 0.0) for part in parts if _changed(part)]


def _scope(parts: Sequence[RegisterPart], exchange: Exchange | None, limits: Tolerances) -> Dimension:
    facts = ScopeFacts(
        sum(part.scope.deliverables for part in parts), _named((part.name, part.scope.overdue) for part in parts)
    )
    asked = [part for part in parts if part.scope.change is not None]
    if not asked:
        return assess_scope(facts, limits)
    counted = [part for part in parts if _changed(part)]
    lacking = sum(not _changed(part) for part in asked)
    if lacking == len(asked):
        first = next((part.scope.base for part in asked if part.scope.base is not None), missing(Reason.NO_BASELINE))
        return assess_scope(replace(facts, change=value(0), base=first), limits)
    summing = _summing(_used(_bases(counted) + _changes(counted)), exchange)
    change, base = summing.of(_changes(counted)), summing.of(_bases(counted))
    found = assess_scope(replace(facts, change=change, base=base), limits)
    return _also(found, lacking, "with changes and no cost of a baseline", "left out")


def _quality(parts: Sequence[RegisterPart], limits: Tolerances) -> Dimension:
    facts = QualityFacts(
        sum(part.quality.registered for part in parts),
        _named((part.name, part.quality.overdue) for part in parts),
        sum(part.quality.reviewed for part in parts),
        sum(part.quality.accepted for part in parts),
    )
    return assess_quality(facts, limits)


def _risk(parts: Sequence[RegisterPart], group: GroupRegisters, limits: Tolerances) -> Dimension:
    every = [group.own, *(part.threats for part in parts)]
    amounts = _amounts(parts, group)
    summing = _summing(_used(amounts), group.exchange)
    left, lacking = _contingency(parts, group, summing)
    still = any(one.left or one.shared for one in every)
    exposure = NO_DATA
    if group.hidden:
        exposure = missing(Reason.HIDDEN)
    elif any(one.priced for one in every) or not still:
        exposure = summing.of(_expected(every))
    unanswered = dict(group.own.unanswered)
    for part in parts:
        for key, title in part.threats.unanswered:
            unanswered.setdefault(key, f"{part.name}: {title}")
    registered = sum(one.registered for one in every)
    found = assess_risk(RiskFacts(registered, exposure, left, tuple(unanswered.values())), limits)
    return (
        _also(found, lacking, "with money at risk and no contingency", "counted") if left.value is not None else found
    )


def _expected(every: Iterable[Threats]) -> list[tuple[str, float]]:
    """Return the expected money of all threats by currency, those that several projects share once."""
    several: dict[int, tuple[str, float]] = {}
    found: list[tuple[str, float]] = []
    for one in every:
        found += one.amounts.items()
        several |= {key: (currency, amount) for key, currency, amount in one.shared if amount is not None}
    return found + list(several.values())


def _amounts(parts: Sequence[RegisterPart], group: GroupRegisters) -> list[tuple[str, float]]:
    """Return all amounts that exposure and contingency of a group are made of, by currency."""
    found = _expected([group.own, *(part.threats for part in parts)])
    if group.budget is not None and group.exchange is not None:
        found.append((group.exchange.home, float(group.budget[0] + group.budget[1])))
        return found + [(part.currency, part.spent.value) for part in parts if part.spent.value]
    return found + [(part.currency, part.contingency.value) for part in parts if part.contingency.value is not None]


def _contingency(parts: Sequence[RegisterPart], group: GroupRegisters, summing: _Sum) -> tuple[Measure, int]:
    """Return the contingency left to a group, and how many projects at risk bring none into it.

    That of a budget of its own is what was not spent beyond its base; else what is left to each project is added up.
    """
    if group.budget is not None:
        base, contingency = group.budget
        if any(part.spent.reason is Reason.NO_RATE for part in parts):
            return missing(Reason.NO_RATE), 0
        spent = summing.of((part.currency, part.spent.value) for part in parts if part.spent.value)
        return spent if spent.value is None else value(contingency - max(0.0, spent.value - base)), 0
    if any(part.contingency.reason is Reason.NO_RATE for part in parts):
        return missing(Reason.NO_RATE), 0
    known = [(part.currency, part.contingency.value) for part in parts if part.contingency.value is not None]
    lacking = sum(part.threats.priced and part.contingency.value is None for part in parts)
    return (summing.of(known), lacking) if known else (NO_DATA, 0)


def _named(faults: Iterable[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Return what is at fault with the project it belongs to."""
    return tuple(f"{name}: {one}" for name, some in faults for one in some)


def _also(found: Dimension, count: int, what: str, done: str) -> Dimension:
    """Return a dimension whose words also say of how many projects the figure does not hold all."""
    if not count or not found.assessed:
        return found
    noun = "project" if count == 1 else "projects"
    return replace(found, words=f"{found.words} {done.capitalize()}: {count} {noun} {what}.")
