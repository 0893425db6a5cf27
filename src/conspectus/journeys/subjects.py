"""The one register of things people talk about: how each kind is found among what its reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.manner import written_day
from conspectus.kit.subjects import LONGEST_ID, Reference, Subject, SubjectKind
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.queries import ChangeFilter, find_changes
from conspectus.rooms.governance.queries import visible_exceptions, visible_gate_reviews, visible_reviews
from conspectus.rooms.links.queries import visible_links
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import (
    find_contracts,
    find_parties,
    visible_divisions,
    visible_objectives,
    visible_portfolios,
    visible_programmes,
    visible_projects,
)
from conspectus.rooms.quality.queries import ConformityFilter, find_nonconformities
from conspectus.rooms.risks.queries.entries import visible_entries
from conspectus.rooms.schedule.queries.todo import current_milestones, milestone_names
from conspectus.rooms.scope.queries import DeliverableFilter, find_deliverables
from conspectus.rooms.stakeholders.queries import find_stakeholders
from conspectus.rooms.standards.queries.findings import visible_findings
from conspectus.rooms.status.queries.reports import visible_reports

_ROWS: dict[str, Callable[[User, date], QuerySet[Any]]] = {
    SubjectKind.PROJECT: visible_projects,
    SubjectKind.PROGRAMME: visible_programmes,
    SubjectKind.PORTFOLIO: visible_portfolios,
    SubjectKind.DIVISION: visible_divisions,
    SubjectKind.CONTRACT: lambda by, on: find_contracts(by, on=on),
    SubjectKind.PARTY: lambda by, on: find_parties(by, on=on),
    SubjectKind.OBJECTIVE: visible_objectives,
    SubjectKind.REGISTERENTRY: visible_entries,
    SubjectKind.REPORT: visible_reports,
    SubjectKind.CHANGE_REQUEST: lambda by, on: find_changes(by, ChangeFilter(), on),
    SubjectKind.DELIVERABLE: lambda by, on: find_deliverables(by, DeliverableFilter(), on),
    SubjectKind.STAKEHOLDER: lambda by, on: find_stakeholders(by, on, gone=True),
    SubjectKind.NONCONFORMITY: lambda by, on: find_nonconformities(by, ConformityFilter(), on),
    SubjectKind.LINK: visible_links,
    SubjectKind.EXCEPTION: visible_exceptions,
    SubjectKind.ASSURANCE: visible_reviews,
    SubjectKind.FINDING: visible_findings,
    SubjectKind.GATE_REVIEW: visible_gate_reviews,
}

# What lists name a thing of a project by, beside what it is called: its number or its name alone.
_NAMED: dict[str, tuple[str, ...]] = {
    SubjectKind.REGISTERENTRY: ("key",),
    SubjectKind.GATE_REVIEW: ("name",),
    SubjectKind.CHANGE_REQUEST: ("title",),
    SubjectKind.DELIVERABLE: ("code", "name"),
    SubjectKind.NONCONFORMITY: ("code", "title"),
    SubjectKind.EXCEPTION: (),
    SubjectKind.ASSURANCE: (),
}


def find_subject(by: User, kind: str, subject_id: str, on: date) -> Subject:
    """Return one thing ``by`` may see; an unknown kind is not found, like what may not be seen."""
    found = seen_subjects(by, [(kind, subject_id)], on)
    if not found:
        raise NotFound
    return next(iter(found.values()))


def seen_subjects(by: User, references: Iterable[Reference], on: date) -> dict[Reference, Subject]:
    """Return those of some things that ``by`` may see, as often asking the database for one as for many of a kind."""
    wanted: dict[str, list[str]] = {}
    for kind, subject_id in references:
        if kind in SubjectKind.values and 0 < len(subject_id) <= LONGEST_ID and "\0" not in subject_id:
            wanted.setdefault(kind, []).append(subject_id)
    found = (
        one
        for kind, ids in wanted.items()
        for one in (_milestones if kind == SubjectKind.MILESTONE else _rows)(by, kind, ids, on)
    )
    return {one.reference: one for one in found}


def things_in(by: User, project: Project, on: date) -> Iterator[tuple[str, Subject]]:
    """Yield the things of a project that ``by`` may see, by each name that lists call them by."""
    for kind, names in _NAMED.items():
        for row in _ROWS[kind](by, on).filter(project=project):
            subject = subject_of(row)
            for name in dict.fromkeys((subject.name, *(str(getattr(row, one, "")) for one in names))):
                if name:
                    yield name, subject
    for uid, name in current_milestones(project.pk):
        if len(identity := f"{project.pk}-{uid}") <= LONGEST_ID:
            yield name, Subject(SubjectKind.MILESTONE.value, identity, name, project.pk)


def subject_of(row: Any) -> Subject:
    """Return the subject a row is that its reader may see."""
    kind = SubjectKind(type(row).__name__.lower())
    if kind is SubjectKind.REPORT:
        given = {"subject": row.project.code if row.project else row.programme.name, "period": row.period.name}
        name = _("Report of %(subject)s for %(period)s") % given
        return Subject(kind.value, str(row.pk), name, row.project_id)
    if kind is SubjectKind.ASSURANCE:
        told = {"subject": row.project.code, "day": written_day(row.reviewed_on)}
        return Subject(kind.value, str(row.pk), _("Assurance review of %(subject)s, %(day)s") % told, row.project_id)
    if kind is SubjectKind.GATE_REVIEW:
        return Subject(kind.value, str(row.pk), f"{row.name}, {row.project.code or row.project.name}", row.project_id)
    if kind is SubjectKind.EXCEPTION:
        name = _("Exception of %(subject)s") % {"subject": row.project.code if row.project else row.programme.name}
        return Subject(kind.value, str(row.pk), name, row.project_id)
    return Subject(
        kind.value, str(row.pk), str(row), row.pk if kind is SubjectKind.PROJECT else getattr(row, "project_id", None)
    )


def _rows(by: User, kind: str, ids: Sequence[str], on: date) -> Iterable[Subject]:
    numbers = _numbers(ids)
    return [subject_of(row) for row in _ROWS[kind](by, on).filter(pk__in=numbers)] if numbers else []


def _milestones(by: User, kind: str, ids: Sequence[str], on: date) -> Iterable[Subject]:
    """Find milestones by project and uid, in whichever revision held them last."""
    parts = [one.partition("-") for one in ids]
    projects = visible_projects(by, on).filter(pk__in=_numbers([number for number, _, _ in parts]))
    seen = {str(pk): pk for pk in projects.order_by().values_list("pk", flat=True)}
    asked = {(seen[number], uid) for number, _, uid in parts if uid and number in seen}
    names = milestone_names(asked) if asked else {}
    return [Subject(kind, f"{project}-{uid}", name, project) for (project, uid), name in names.items()]


def _numbers(ids: Iterable[str]) -> list[int]:
    found = []
    for one in ids:
        try:
            found.append(row_id(one))
        except NotFound:
            continue
    return found
