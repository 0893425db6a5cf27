"""The facts of one project as a reader may see them, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from conspectus.engine.measure import Reason
from conspectus.rooms.accounts.models import User
from conspectus.rooms.facts.bridge import Known, Stand
from conspectus.rooms.facts.choices import AREAS, Fact
from conspectus.rooms.facts.queries import facts_at
from conspectus.rooms.facts.queries.own import own_area
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost

UNKNOWN = ""  # the reason of a fact that was not measured then


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact of a project: its value or why there is none, and since when it is so; money in whole units."""

    fact: Fact
    measured: bool
    value: Known
    reason: str
    currency: str
    since: date | None


@dataclass(frozen=True, slots=True)
class FactArea:
    """The facts that are measured together."""

    label: str
    source: str
    lines: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is known of a project on a day; without a day, nothing was measured by then."""

    on: date
    known_by: date | None
    valid_on: date | None
    recorded_at: datetime | None
    digest: str
    areas: tuple[FactArea, ...]


def project_facts_seen(by: User, project: Project, on: date, known_by: date | None = None) -> ProjectFacts:
    """Return what is known of a visible project on a day, as known today or by the end of ``known_by``.

    What only those see who may see cost is HIDDEN from others.
    """
    found, with_cost = facts_at([project.pk], on, known_by).get(project.pk), sees_cost(by, project, on)
    stood = found.stands if found else {}
    areas = tuple(
        FactArea(
            str(area.label),
            str(area.source),
            tuple(_line(fact, stood.get(fact.name), with_cost) for fact in area.facts),
        )
        for area in (*AREAS, own_area(by, on))
    )
    if found is None:
        return ProjectFacts(on, known_by, None, None, "", areas)
    digest = found.digest if with_cost else ""  # of amounts a reader does not see, too
    return ProjectFacts(on, known_by, found.valid_on, found.recorded_at, digest, areas)


def plain_value(value: Known) -> bool | float | str | list[str] | None:
    """Return a value as JSON has it; days and lists of days as texts."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value.isoformat()


def value_words(value: Known) -> str:
    """Return a value in plain figures, as programs and terminals show it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(value_words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _line(fact: Fact, stand: Stand | None, with_cost: bool) -> FactLine:
    if stand is None:
        return FactLine(fact, False, None, UNKNOWN, "", None)
    if fact.cost and not with_cost:
        return FactLine(fact, True, None, Reason.HIDDEN.value, "", None)
    return FactLine(fact, True, stand.value, stand.reason, stand.currency, stand.since)
