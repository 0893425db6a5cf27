"""Compliance as its readers see it: of one project with its past, of all one may see by method, clause and division."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from conspectus.formats.methods import Policy
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, visible_projects
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Adoption, Tailoring, Version, Waiver
from conspectus.rooms.standards.queries.compliance import (
    Counts,
    ProjectCompliance,
    compliance_at,
    counts_of,
    month_ends,
    trend_of,
)
from conspectus.rooms.standards.queries.dated import WaiverView, adoptions_at, undecided, waiver_views, waivers_at
from conspectus.rooms.standards.queries.methods import newest_version, newest_versions

MONTHS = 12
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class ComplianceFilter:
    """What compliance is asked of: narrowing as for lists of projects, the day, and by what was known when."""

    projects: ProjectFilter
    on: date
    as_known_today: bool = False
    method: str = ""

    @property
    def known_by(self) -> date | None:
        """Return the day by whose end something must have been known; None for today."""
        return None if self.as_known_today else self.on


def asked_day(on: date | None, today: date) -> date:
    """Return the day that is asked, today where none is; refuses one that is yet to come, or long before computers."""
    if on is None:
        return today
    if not EARLIEST <= on <= today:
        raise Invalid("on", "Compliance is asked for a day up to today.", "on")
    return on


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of a version over the projects that follow it."""

    version_id: int
    method: str
    number: str
    policy: str
    clause: str
    title: str
    severity: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Compliance of what belongs together: a method's projects, a division's."""

    id: int | None
    name: str
    projects: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with what it follows."""

    project_id: int
    code: str
    name: str
    division: str
    method: str
    number: str
    tier: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Overview:
    """Compliance of the projects one may see, on a day."""

    on: date
    counts: Counts
    projects: tuple[ProjectRow, ...]
    clauses: tuple[ClauseRow, ...]
    methods: tuple[GroupRow, ...]
    divisions: tuple[GroupRow, ...]
    without: int  # projects that follow no method


def compliance_overview(by: User, wanted: ComplianceFilter) -> Overview:
    """Return the compliance of the projects ``by`` sees; projects stand by their code, in no order of merit."""
    projects = list(find_projects(by, replace(wanted.projects, archived=True)))
    stood = compliance_at([one.pk for one in projects], wanted.on, known_by=wanted.known_by)
    if wanted.method:
        stood = {pk: one for pk, one in stood.items() if one.version.method.key == wanted.method}
    projects, total = [one for one in projects if one.pk in stood], len(projects)
    counts = {pk: one.counts for pk, one in stood.items()}
    methods = ((stood[one.pk].version.method_id, stood[one.pk].version.name, counts[one.pk]) for one in projects)
    divisions = ((one.division_id, one.division.name if one.division else "", counts[one.pk]) for one in projects)
    return Overview(
        wanted.on,
        sum(counts.values(), Counts()),
        tuple(_row(one, stood[one.pk], counts[one.pk]) for one in projects),
        _clauses(stood.values()),
        _groups(methods),
        _groups(divisions),
        0 if wanted.method else total - len(stood),
    )


def compliance_trend(by: User, wanted: ComplianceFilter, months: int = MONTHS) -> list[tuple[date, Counts]]:
    """Return what the clauses of all projects ``by`` sees came to at the ends of months, oldest first."""
    whole: list[tuple[date, Counts]] = []
    for day, stood, _projects in _stood_monthly(by, wanted, months):
        whole.append((day, sum((one.counts for one in stood.values()), Counts())))
    return whole


@dataclass(frozen=True, slots=True)
class DivisionTrend:
    """What the clauses of a division's projects came to at the ends of months; those projects belong to it today."""

    division_id: int | None
    name: str
    counts: tuple[Counts, ...]


def division_trends(by: User, wanted: ComplianceFilter, months: int = MONTHS) -> tuple[DivisionTrend, ...]:
    """Return the trend of each division of the projects ``by`` sees, by name; as many counts each as there are days."""
    found: list[tuple[GroupRow, ...]] = []
    for _day, stood, projects in _stood_monthly(by, wanted, months):
        mine = ((one, stood[one.pk].counts if one.pk in stood else Counts()) for one in projects)
        found.append(_groups((one.division_id, one.division.name if one.division else "", told) for one, told in mine))
    return tuple(
        DivisionTrend(rows[0].id, rows[0].name, tuple(one.counts for one in rows)) for rows in zip(*found, strict=True)
    )


def _stood_monthly(
    by: User, wanted: ComplianceFilter, months: int
) -> Iterator[tuple[date, dict[int, ProjectCompliance], list[Project]]]:
    """Yield the ends of months with how projects stood then to the method that is asked for, oldest first."""
    projects = list(find_projects(by, replace(wanted.projects, archived=True)))
    ids = [one.pk for one in projects]
    for day in month_ends(wanted.on, months):
        stood = compliance_at(ids, day, known_by=None if wanted.as_known_today else day)
        if wanted.method:
            stood = {pk: one for pk, one in stood.items() if one.version.method.key == wanted.method}
        yield day, dict(stood), projects


def _row(project: Project, stood: ProjectCompliance, counts: Counts) -> ProjectRow:
    version = stood.version
    division = project.division.name if project.division else ""
    return ProjectRow(
        project.pk, project.code, project.name, division, version.name, version.number, stood.tier, counts
    )


def _clauses(stood: Iterable[ProjectCompliance]) -> tuple[ClauseRow, ...]:
    """Return every clause of every version that is followed, in the order of the text."""
    by_version: dict[int, list[ProjectCompliance]] = defaultdict(list)
    for one in stood:
        by_version[one.version.pk].append(one)
    rows = []
    for found in by_version.values():
        version = found[0].version
        for at, clause in enumerate(found[0].clauses):
            policy = clause.policy
            told = counts_of(one.clauses[at] for one in found)
            named = (version.pk, version.name, version.number)
            rows.append(ClauseRow(*named, policy.key, policy.clause, policy.title, policy.severity, told))
    return tuple(sorted(rows, key=lambda row: (row.method, row.number, -row.version_id)))


def _groups(rows: Iterable[tuple[int | None, str, Counts]]) -> tuple[GroupRow, ...]:
    names: dict[int | None, str] = {}
    held: dict[int | None, list[Counts]] = defaultdict(list)
    for key, name, counts in rows:
        names[key] = name
        held[key].append(counts)
    found = (GroupRow(key, names[key], len(each), sum(each, Counts())) for key, each in held.items())
    return tuple(sorted(found, key=lambda row: (row.id is None, row.name)))


@dataclass(frozen=True, slots=True)
class ProjectView:
    """How a project stands to the method it follows, with all that was decided for it."""

    on: date
    stood: ProjectCompliance | None
    adoptions: tuple[Adoption, ...]
    tailorings: tuple[Tailoring, ...]
    waivers: tuple[WaiverView, ...]
    newer: Version | None  # of the method it follows


def project_view(project: Project, on: date, *, known_by: date | None) -> ProjectView:
    """Return how a visible project stood on a day."""
    stood = compliance_at([project.pk], on, known_by=known_by).get(project.pk)
    adoptions = Adoption.objects.filter(project=project).select_related("version__method", "adopted_by")
    tailorings = Tailoring.objects.filter(project=project).select_related("method", "approved_by")
    waivers = waivers_at([project.pk], on, known_by).get(project.pk, [])
    newer = None
    if stood is not None:
        last = Version.objects.filter(method=stood.version.method_id).order_by("-pk").defer("text").first()
        newer = last if last is not None and last.pk != stood.version.pk else None
    return ProjectView(
        on,
        stood,
        tuple(adoptions.defer("version__text").order_by("-starts_on", "-pk")),
        tuple(tailorings.order_by("-starts_on", "-pk")),
        tuple(reversed(waivers)),
        newer,
    )


def project_trend(project: Project, on: date, *, as_known_then: bool = True) -> list[tuple[date, Counts]]:
    """Return what a visible project's clauses came to at the ends of months, oldest first."""
    return trend_of([project.pk], on, months=MONTHS, as_known_then=as_known_then)


def followed_version(project: Project, on: date) -> Version | None:
    """Return the version a visible project follows."""
    found = adoptions_at([project.pk], on, None).get(project.pk)
    return found.version if found else None


def visible_waivers(by: User, on: date) -> QuerySet[Waiver]:
    """Return the waivers of the projects ``by`` sees, the newest first."""
    rows = Waiver.objects.select_related("project", "method", "asked_by")
    return rows.filter(project__in=visible_projects(by, on).order_by()).order_by("-pk")


def waivers_to_decide(by: User, on: date) -> list[WaiverView]:
    """Return the waivers that wait for a decision in the projects ``by`` sees, oldest first."""
    return waiver_views(visible_waivers(by, on).filter(undecided(on)).order_by("pk"), on, None)


def waived_titles(waivers: Sequence[Waiver], on: date) -> dict[int, str]:
    """Return the number and title of each waiver's clause, of what is followed, else of the newest of its method."""
    followed = adoptions_at([one.project_id for one in waivers], on, None)
    newest = {row.method_id: row.pk for row in newest_versions()} if waivers else {}
    wanted = {row.version_id for row in followed.values()} | set(newest.values())
    versions = {row.pk: row for row in Version.objects.filter(pk__in=wanted)}
    found = {}
    for one in waivers:
        held = followed.get(one.project_id)
        same = held is not None and held.version.method_id == one.method_id
        version = versions.get(held.version_id if held is not None and same else newest.get(one.method_id, 0))
        policy = method_of(version).policy(one.policy) if version is not None else None
        found[one.pk] = f"{policy.clause} {policy.title}" if policy is not None else one.policy
    return found


def waived_policy(waiver: Waiver, on: date) -> Policy | None:
    """Return the clause a waiver is of, as the version says that is followed, else the newest of its method."""
    held = followed_version(waiver.project, on)
    if held is None or held.method_id != waiver.method_id:
        held = newest_version(waiver.method)
    return method_of(held).policy(waiver.policy) if held is not None else None


def get_waiver(by: User, waiver_id: object, on: date) -> Waiver:
    """Return a waiver of a project ``by`` sees."""
    row = visible_waivers(by, on).filter(pk=row_id(waiver_id)).first()
    if row is None:
        raise NotFound
    return row
