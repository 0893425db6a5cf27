"""Compliance of a portfolio's projects as a freeze keeps it: the counts of each, waivers in force, open findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.standards.choices import FindingStepKind, Standing
from conspectus.rooms.standards.models import ComplianceFinding, FindingStep, Waiver
from conspectus.rooms.standards.queries.compliance import Counts, ProjectCompliance, compliance_at

MOST_WORDS = 300  # letters of a reason that are kept


@dataclass(frozen=True, slots=True)
class KeptWaiver:
    """A waiver in force, with the clause it is of."""

    clause: str
    title: str
    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class KeptCompliance:
    """How a project stood to the method it followed; without a method there are no counts."""

    project_id: int
    programme_id: int | None
    within: tuple[int, ...]
    place: str
    code: str
    method: str  # its name; empty: it follows none
    number: str
    tier: str
    counts: Counts
    waivers: tuple[KeptWaiver, ...]


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding that was open."""

    finding_id: int
    project_id: int
    programme_id: int | None
    within: tuple[int, ...]
    place: str
    clause: str
    title: str
    severity: str
    opened_on: date
    first_seen_on: date
    reopened: int
    owner: str
    due_on: date | None


def kept_compliance(portfolio: Portfolio, on: date) -> tuple[KeptCompliance, ...]:
    """Return how the projects that go on stood at the end of a day, by code; asks as often for one as for many."""
    projects = list(Project.objects.filter(portfolio=portfolio).exclude(state__in=ENDED).order_by("code", "pk"))
    stood = compliance_at([one.pk for one in projects], on, known_by=None)
    ids = {one.waiver for each in stood.values() for one in each.clauses if one.standing == Standing.WAIVED}
    waivers = {row.pk: row for row in of_these(Waiver.objects.order_by(), [pk for pk in ids if pk], "pk")}
    return tuple(_kept(one, stood.get(one.pk), waivers) for one in projects)


def _kept(project: Project, stood: ProjectCompliance | None, waivers: dict[int, Waiver]) -> KeptCompliance:
    version = stood.version if stood else None
    return KeptCompliance(
        project_id=project.pk,
        programme_id=None,
        within=(),
        place=str(project),
        code=project.code,
        method=version.name if version else "",
        number=version.number if version else "",
        tier=stood.tier if stood else "",
        counts=stood.counts if stood else Counts(),
        waivers=tuple(_waivers(stood, waivers)) if stood else (),
    )


def _waivers(stood: ProjectCompliance, waivers: dict[int, Waiver]) -> Iterator[KeptWaiver]:
    for one in stood.clauses:
        row = waivers.get(one.waiver or 0) if one.standing == Standing.WAIVED else None
        if row is not None:
            yield KeptWaiver(one.policy.clause, one.policy.title, row.ends_on, row.reason[:MOST_WORDS])


def kept_findings(portfolio: Portfolio, on: date) -> tuple[KeptFinding, ...]:
    """Return the findings that were open at the end of a day, the oldest first; asks as often for one as for many."""
    turns = (FindingStepKind.OPENED, FindingStepKind.REOPENED, FindingStepKind.CLOSED)
    steps = FindingStep.objects.filter(finding__project__portfolio=portfolio, kind__in=turns, on__lte=on)
    last: dict[int, tuple[str, date]] = {}
    back: dict[int, int] = {}
    for finding, kind, day in steps.order_by("pk").values_list("finding", "kind", "on"):
        last[finding] = (kind, day)
        back[finding] = back.get(finding, 0) + (kind == FindingStepKind.REOPENED)
    rows = ComplianceFinding.objects.filter(project__portfolio=portfolio).select_related("project__manager", "owner")
    found = [
        _finding(row, last[row.pk][1], back[row.pk])
        for row in rows.order_by("pk")
        if row.pk in last and last[row.pk][0] != FindingStepKind.CLOSED
    ]
    return tuple(sorted(found, key=lambda one: (one.opened_on, one.finding_id)))


def _finding(row: ComplianceFinding, opened_on: date, reopened: int) -> KeptFinding:
    person = row.owner or row.project.manager
    return KeptFinding(
        finding_id=row.pk,
        project_id=row.project_id,
        programme_id=None,
        within=(),
        place=str(row.project),
        clause=row.clause,
        title=row.title,
        severity=row.severity,
        opened_on=opened_on,
        first_seen_on=row.first_seen_on,
        reopened=reopened,
        owner=person.name if person else "",
        due_on=row.due_on,
    )
