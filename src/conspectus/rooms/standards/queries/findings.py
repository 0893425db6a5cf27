"""Findings of compliance as their readers may see them: listed, counted, one with all that happened to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from conspectus.formats.methods import Policy
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.facts.models import Sheet
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, visible_projects
from conspectus.rooms.portfolio.rules import persons, projects_with
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.choices import Binding, FindingAnswer, FindingState
from conspectus.rooms.standards.models import (
    Adoption,
    ComplianceFinding,
    FindingsKept,
    FindingStep,
    Tailoring,
    WaiverStep,
)

WHOSE = ("", "mine", "projects")
SORTS = ("due", "opened", "project", "clause")
OLD_DAYS = 90
UNANSWERED = (FindingState.OPEN, FindingState.RETURNED)
_WITH = ("project__manager", "project__portfolio", "method", "version", "owner", "answered_by", "waiver")


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a list of findings is narrowed to; unless told otherwise those that are open."""

    text: str = ""
    whose: str = ""  # mine, projects (I manage)
    state: str = ""  # unanswered, answered, agreed, late, closed, all; empty: open
    severity: str = ""
    method: str = ""
    policy: str = ""
    least_days: int | None = None  # open for
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    project: int | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a list shows it; without an owner it waits on the project's manager."""

    finding_id: int
    project_id: int
    code: str
    project: str
    method: str
    policy: str
    clause: str
    title: str
    severity: str
    state: str
    first_seen_on: date
    opened_on: date
    age_days: int
    reopened: int
    waiver_ran_out: bool
    owner_id: int | None
    owner: str
    manager: str
    due_on: date | None
    late: bool
    answer: str
    words: str
    mend_by: date | None
    answered_by: str
    answered_on: date | None
    closing: str
    closed_on: date | None
    revision: int


@dataclass(frozen=True, slots=True)
class FindingStepRow:
    """What happened to a finding; without a name, by itself."""

    kind: str
    on: date
    who: str
    version: str
    owner: str
    day: date | None
    answer: str
    closing: str
    waiver: int | None
    words: str


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings are open, and how many of them how."""

    open: int
    unanswered: int
    late: int
    old: int
    returned: int  # came back after they were closed


def visible_findings(by: User, on: date) -> QuerySet[ComplianceFinding]:
    """Return the findings of the projects ``by`` sees."""
    rows = ComplianceFinding.objects.select_related(*_WITH).defer("version__text", "version__words")
    return rows.filter(project__in=visible_projects(by, on).order_by().values("pk"))


def clause_of(finding: ComplianceFinding) -> tuple[Policy, str]:
    """Return the clause a finding is about as the version said it by which it was found, and in which language."""
    method = method_of(finding.version)
    policy = method.policy(finding.policy)
    if policy is None:
        raise NotFound
    return policy, method.language


def get_finding(by: User, finding_id: object, on: date) -> ComplianceFinding:
    """Return a finding of a project ``by`` sees."""
    row = visible_findings(by, on).filter(pk=row_id(finding_id)).first()
    if row is None:
        raise NotFound
    return row


def find_findings(by: User, wanted: FindingFilter, on: date) -> QuerySet[ComplianceFinding]:
    """Return the findings a filter leaves, in its order: what is due first before the rest."""
    rows = visible_findings(by, on).filter(_of_state(wanted.state, on), _of_whom(by, wanted.whose, on))
    if wanted.text:
        rows = rows.filter(
            Q(title__icontains=wanted.text)
            | Q(clause__iexact=wanted.text)
            | Q(owner__name__icontains=wanted.text)
            | Q(project__code__icontains=wanted.text)
            | Q(project__name__icontains=wanted.text)
        )
    if wanted.severity:
        if wanted.severity not in Binding.values:
            raise Invalid("severity", "A clause binds as must, should or may.", "severity")
        rows = rows.filter(severity=wanted.severity)
    if wanted.method:
        rows = rows.filter(method__key=wanted.method)
    if wanted.policy:
        rows = rows.filter(policy=wanted.policy)
    if wanted.least_days is not None:
        rows = rows.filter(opened_on__lte=on - timedelta(days=min(max(wanted.least_days, 0), 36_500)))
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    if any(one is not None for one in places.values()):
        rows = rows.filter(project__in=find_projects(by, ProjectFilter(**places), on=on).order_by().values("pk"))
    if wanted.project is not None:
        rows = rows.filter(project=wanted.project)
    return _sorted(rows, wanted.sort)


def _of_state(state: str, on: date) -> Q:
    is_open = ~Q(state=FindingState.CLOSED)
    known = {
        "": is_open,
        "unanswered": Q(state__in=UNANSWERED),
        "answered": Q(state=FindingState.ANSWERED),
        "agreed": Q(state=FindingState.AGREED),
        "late": is_open & Q(due_on__lt=on),
        "closed": Q(state=FindingState.CLOSED),
        "all": Q(),
    }
    if state not in known:
        raise Invalid("state", "Narrow findings to unanswered, answered, agreed, late, closed or all.", "state")
    return known[state]


def _of_whom(by: User, whose: str, on: date) -> Q:
    if whose not in WHOSE:
        raise Invalid("whose", "Whose findings: mine or projects.", "whose")
    return {"": Q(), "mine": waiting_on(persons(by, on)), "projects": Q(project__manager__in=persons(by, on))}[whose]


def waiting_on(whose: Collection[int]) -> Q:
    """Return the condition of findings that are given to some people, or to nobody in a project they manage."""
    return Q(owner__in=whose) | Q(owner=None, project__manager__in=whose)


def _sorted(rows: QuerySet[ComplianceFinding], sort: str) -> QuerySet[ComplianceFinding]:
    name, down = sort.removeprefix("-") or "due", sort.startswith("-")
    if name not in SORTS:
        raise Invalid("sort", "Sort by due, opened, project or clause.", "sort")
    if name == "due":
        day = F("due_on")
        return rows.order_by(day.desc(nulls_last=True) if down else day.asc(nulls_last=True), "opened_on", "pk")
    paths = {"opened": ("opened_on",), "project": ("project__code", "clause"), "clause": ("clause", "project__code")}
    return rows.order_by(*(f"-{path}" if down else path for path in paths[name]), "pk")


def finding_counts(by: User, wanted: FindingFilter, on: date) -> FindingCounts:
    """Return how many of the findings a filter leaves are open, unanswered, overdue, old; asks once."""
    rows = find_findings(by, wanted, on).order_by()
    is_open, late = ~Q(state=FindingState.CLOSED), Q(due_on__lt=on)
    told = {
        "open": is_open,
        "unanswered": Q(state__in=UNANSWERED),
        "late": is_open & late,
        "old": is_open & Q(opened_on__lt=on - timedelta(days=OLD_DAYS)),
        "returned": is_open & Q(reopened__gt=0),
    }
    return FindingCounts(**rows.aggregate(**{name: Count("pk", filter=what) for name, what in told.items()}))


def finding_rows(rows: Iterable[ComplianceFinding], on: date) -> list[FindingRow]:
    """Return findings as lists show them; they come with what ``visible_findings`` brings."""
    return [finding_row(row, on) for row in rows]


def finding_row(row: ComplianceFinding, on: date) -> FindingRow:
    """Return one finding as lists show it on a day."""
    is_open, project = row.state != FindingState.CLOSED, row.project
    ended = on if is_open or row.closed_on is None else row.closed_on
    return FindingRow(
        finding_id=row.pk,
        project_id=project.pk,
        code=project.code,
        project=project.name,
        method=row.method.key,
        policy=row.policy,
        clause=row.clause,
        title=row.title,
        severity=row.severity,
        state=row.state,
        first_seen_on=row.first_seen_on,
        opened_on=row.opened_on,
        age_days=(ended - row.opened_on).days,
        reopened=row.reopened,
        waiver_ran_out=row.waiver_id is not None and row.answer != FindingAnswer.WAIVER,
        owner_id=row.owner_id,
        owner=_name(row.owner),
        manager=_name(project.manager),
        due_on=row.due_on,
        late=is_open and row.due_on is not None and row.due_on < on,
        answer=row.answer,
        words=row.words,
        mend_by=row.mend_by,
        answered_by=_name(row.answered_by),
        answered_on=row.answered_at.date() if row.answered_at else None,
        closing=row.closing,
        closed_on=row.closed_on,
        revision=row.revision,
    )


def steps_of(finding: ComplianceFinding) -> list[FindingStepRow]:
    """Return what happened to a visible finding, oldest first."""
    rows = FindingStep.objects.filter(finding=finding).select_related("version", "owner", "taken_by")
    return [
        FindingStepRow(
            kind=row.kind,
            on=row.on,
            who=_name(row.taken_by),
            version=f"{row.version.name} {row.version.number}" if row.version else "",
            owner=_name(row.owner),
            day=row.day,
            answer=row.answer,
            closing=row.closing,
            waiver=row.waiver_id,
            words=row.words,
        )
        for row in rows.order_by("pk")
    ]


def findings_of(project: Project) -> dict[tuple[int, str], ComplianceFinding]:
    """Return the open findings of a visible project by method and clause."""
    rows = ComplianceFinding.objects.filter(project=project).exclude(state=FindingState.CLOSED)
    return {(row.method_id, row.policy): row for row in rows}


@dataclass(frozen=True, slots=True)
class FindingsWaiting:
    """How many findings of a project wait on somebody's answer or day, and which day is the first."""

    project: Project
    unanswered: int
    late: int
    due_on: date | None


def findings_waiting(by: User, whose: Collection[int], on: date) -> list[FindingsWaiting]:
    """Return what waits on some people in each project ``by`` sees: findings without an answer, and overdue ones."""
    rows = visible_findings(by, on).filter(waiting_on(whose)).exclude(state=FindingState.CLOSED)
    found: dict[int, list[ComplianceFinding]] = defaultdict(list)
    for row in rows.filter(Q(state__in=UNANSWERED) | Q(due_on__lt=on)).order_by("project__code", "pk"):
        found[row.project_id].append(row)
    return [
        FindingsWaiting(
            each[0].project,
            sum(row.state in UNANSWERED for row in each),
            sum(row.due_on is not None and row.due_on < on for row in each),
            min((row.due_on for row in each if row.due_on is not None), default=None),
        )
        for each in found.values()
    ]


def answers_waiting(by: User, on: date) -> list[tuple[Project, int]]:
    """Return the projects ``by`` steers in which others gave answers that nobody decided on yet, and how many."""
    steered = projects_with(by, Ability.STEER, on)
    rows = visible_findings(by, on).filter(state=FindingState.ANSWERED).exclude(answer=FindingAnswer.WAIVER)
    if steered is not None:
        rows = rows.filter(project__in=visible_projects(by, on).filter(steered).order_by().values("pk"))
    found: dict[int, tuple[Project, int]] = {}
    for row in rows.exclude(answered_by=by.person_id).order_by("project__code", "pk"):
        found[row.project_id] = row.project, found.get(row.project_id, (row.project, 0))[1] + 1
    return list(found.values())


def kept_up() -> FindingsKept | None:
    """Return how far findings were kept up; None where they never were."""
    return FindingsKept.objects.first()


def newest_rows() -> dict[str, int]:
    """Return the newest row of each kind that may change how a project stands."""
    rows: dict[str, QuerySet[Any]] = {
        "sheet": Sheet.objects.order_by(),
        "adoption": Adoption.objects.order_by(),
        "tailoring": Tailoring.objects.order_by(),
        "waiver_step": WaiverStep.objects.order_by(),
    }
    return {name: one.aggregate(newest=Max("pk"))["newest"] or 0 for name, one in rows.items()}


def reached_since(kept: FindingsKept) -> set[int]:
    """Return the projects whose facts, adoption, tailoring or waivers are newer than what was looked at."""
    found: set[int] = set()
    for rows, path in (
        (Sheet.objects.filter(pk__gt=kept.sheet), "project"),
        (Adoption.objects.filter(pk__gt=kept.adoption), "project"),
        (Tailoring.objects.filter(pk__gt=kept.tailoring), "project"),
        (WaiverStep.objects.filter(pk__gt=kept.waiver_step), "waiver__project"),
    ):
        found.update(rows.order_by().values_list(path, flat=True).distinct())
    return found


def _name(person: Person | None) -> str:
    return person.name if person else ""
