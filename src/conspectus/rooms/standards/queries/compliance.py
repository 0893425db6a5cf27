"""Compliance for any day: how projects stand to each clause, and what that comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from conspectus.engine.expressions import Trouble
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.policies import Judgement, Verdict, setting, tier_of
from conspectus.formats.methods import Policy
from conspectus.rooms.facts.queries import facts_at
from conspectus.rooms.standards.bridge.packs import Clause, Compiled, compiled, ready, tailored_rule
from conspectus.rooms.standards.choices import Standing, TailoringKind
from conspectus.rooms.standards.models import Adoption, Version
from conspectus.rooms.standards.queries.dated import Held, held_at


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """How a project stands to a clause, and why nothing could be said where nothing could."""

    policy: Policy
    standing: Standing
    missing: tuple[str, ...] = ()
    trouble: Trouble | None = None
    waiver: int | None = None  # the one in force, or the last that has run out
    tailored: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clauses stand how; the ratio is of those that could be told."""

    satisfied: int = 0
    failed: int = 0
    waived: int = 0
    not_assessable: int = 0
    not_applicable: int = 0

    @property
    def applicable(self) -> int:
        """Return how many clauses apply."""
        return self.satisfied + self.failed + self.waived + self.not_assessable

    @property
    def ratio(self) -> Measure:
        """Return satisfied over applicable less waived less not assessable."""
        told = self.satisfied + self.failed
        if told:
            return value(self.satisfied / told)
        return missing(Reason.NO_DATA if self.applicable else Reason.NOT_APPLICABLE)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


COUNTED = ("satisfied", "failed", "waived", "not_assessable", "not_applicable")


@dataclass(frozen=True, slots=True)
class ProjectCompliance:
    """How a project stands to the version it follows on a day."""

    project_id: int
    adoption: Adoption
    tier: str
    clauses: tuple[ClauseStanding, ...]

    @property
    def version(self) -> Version:
        """Return the version the project follows."""
        return self.adoption.version

    @property
    def counts(self) -> Counts:
        """Return how many clauses stand how."""
        return counts_of(self.clauses)


def counts_of(clauses: Iterable[ClauseStanding]) -> Counts:
    """Return how many clauses stand how."""
    found = Counter(one.standing for one in clauses)
    return Counts(*(found[Standing(name)] for name in COUNTED))


def compliance_at(project_ids: Collection[int], on: date, *, known_by: date | None) -> dict[int, ProjectCompliance]:
    """Return how each project that follows a method stood to it on a day, by what was known by the end of another.

    ``known_by`` None takes all that is known today. The caller has shown the
    projects to be visible. Asks the database a constant number of questions.
    """
    return _all_judged(held_at(project_ids, on, known_by), on, known_by)


def compliance_if(project_ids: Collection[int], version: Version, on: date) -> dict[int, ProjectCompliance]:
    """Return how projects would stand today if they followed a version; tailorings and waivers of its method hold."""
    there = held_at(project_ids, on, None)
    held = {}
    for pk in project_ids:
        own, adoption = there.get(pk), Adoption(project_id=pk, version=version, starts_on=on)
        same = own is not None and own.adoption.version.method_id == version.method_id
        held[pk] = replace(own, adoption=adoption) if own is not None and same else Held(adoption, {}, {}, {})
    return _all_judged(held, on, None)


def _all_judged(held: Mapping[int, Held], on: date, known_by: date | None) -> dict[int, ProjectCompliance]:
    texts = dict(
        Version.objects.filter(pk__in={one.adoption.version_id for one in held.values()}).values_list("pk", "text")
    )
    rules = {pk: compiled(text) for pk, text in texts.items()}
    asked = frozenset().union(*(one.asks for one in rules.values()))
    facts = facts_at(held.keys(), on, known_by, names=asked)
    found = {}
    for project, one in held.items():
        known = ready(facts[project].known) if project in facts else {}
        version = one.adoption.version_id
        found[project] = _judged(project, one, rules[version], texts[version], known, on)
    return found


def _judged(project: int, held: Held, rules: Compiled, text: str, known: dict[str, Any], on: date) -> ProjectCompliance:
    tier = tier_of(rules.tiers, known, on)
    known |= setting(on, tier)
    clauses = tuple(_stands(clause, held, text, known, on) for clause in rules.clauses)
    return ProjectCompliance(project, held.adoption, tier, clauses)


def _stands(clause: Clause, held: Held, text: str, known: Mapping[str, Any], on: date) -> ClauseStanding:
    """Return how a project stands to one clause: what is tailored off does not apply, what applies may be waived."""
    key = clause.policy.key
    tailoring = held.tailorings.get(key)
    if tailoring is not None and tailoring.kind == TailoringKind.OFF:
        return ClauseStanding(clause.policy, Standing.NOT_APPLICABLE, tailored=True)
    rule = clause.rule
    if tailoring is not None:
        rule = tailored_rule(text, key, tuple(sorted(tailoring.limits.items())))
    told = (
        Judgement(Verdict.NOT_ASSESSABLE, trouble=Trouble.DOES_NOT_COMPUTE) if rule is None else rule.judge(known, on)
    )
    tailored = tailoring is not None
    if told.verdict == Verdict.NOT_APPLICABLE:
        return ClauseStanding(clause.policy, Standing.NOT_APPLICABLE, tailored=tailored)
    if key in held.waivers:
        return ClauseStanding(clause.policy, Standing.WAIVED, waiver=held.waivers[key], tailored=tailored)
    standing = Standing(str(told.verdict))
    waiver = held.expired.get(key) if standing == Standing.FAILED else None
    return ClauseStanding(clause.policy, standing, told.missing, told.trouble, waiver, tailored)


def month_ends(on: date, count: int) -> list[date]:
    """Return the last days of the months that are over on a day, and the day itself, oldest first."""
    found = [on]
    last = on.replace(day=1) - timedelta(days=1)
    while len(found) < count:
        if last != on:
            found.append(last)
        last = last.replace(day=1) - timedelta(days=1)
    return found[::-1]


def trend_of(project_ids: Collection[int], on: date, *, months: int, as_known_then: bool) -> list[tuple[date, Counts]]:
    """Return what the clauses of projects came to at the ends of months, oldest first."""
    found = []
    for day in month_ends(on, months):
        stood = compliance_at(project_ids, day, known_by=day if as_known_then else None)
        found.append((day, sum((one.counts for one in stood.values()), Counts())))
    return found
