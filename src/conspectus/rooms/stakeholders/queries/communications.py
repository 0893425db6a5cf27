"""The communication plans of projects one may see, what was sent and what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import User
from conspectus.rooms.files.models import Document
from conspectus.rooms.packs.models import PackRun
from conspectus.rooms.packs.queries import sight_of
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.stakeholders.models import Communication, Sending

DUE = {"": None, "overdue": -1, "7": 7, "30": 30}
MOST_PACKS = 24


@dataclass(frozen=True, slots=True)
class CommunicationFilter:
    """What a list of communications is narrowed to; ``due`` is overdue, or 7 or 30 coming days."""

    text: str = ""
    project: int | None = None
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    due: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class CommunicationView:
    """A line of the plan on a day: how often it was sent, when last, how many days past due."""

    row: Communication
    sent: int = 0
    last: Sending | None = None
    days_late: int = 0


def find_communications(by: User, wanted: CommunicationFilter, on: date) -> QuerySet[Communication]:
    """Return the communication plans of every project ``by`` may see that the filter leaves, the first due first."""
    if wanted.due not in DUE:
        raise Invalid("due", "Ask for overdue, 7 or 30.", "due")
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    projects = find_projects(by, ProjectFilter(**places), on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = Communication.objects.filter(project__in=projects.values("pk")).select_related("project", "owner")
    if not wanted.ended:
        rows = rows.filter(is_ended=False)
    days = DUE[wanted.due]
    if days is not None:
        within = Q(next_on__lt=on) if days < 0 else Q(next_on__gte=on, next_on__lte=on + timedelta(days=days))
        rows = rows.filter(within, is_ended=False)
    if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
        return rows.none()
    if text := wanted.text.strip():
        named = Q(audience__icontains=text) | Q(what__icontains=text) | Q(project__code__icontains=text)
        rows = rows.filter(named)
    return rows.order_by(F("next_on").asc(nulls_last=True), "pk")


def get_communication(by: User, communication_id: object, on: date) -> Communication:
    """Return one line of the plan of a project ``by`` may see."""
    row = find_communications(by, CommunicationFilter(ended=True), on).filter(pk=row_id(communication_id)).first()
    if row is None:
        raise NotFound
    return row


def communication_views(rows: Sequence[Communication], on: date) -> list[CommunicationView]:
    """Return lines of the plan with what was sent, as often asking the database for one as for many."""
    sent: dict[int, list[Sending]] = defaultdict(list)
    for one in Sending.objects.filter(communication__in=[row.pk for row in rows]).order_by("on", "pk"):
        sent[one.communication_id].append(one)
    found = []
    for row in rows:
        known = sent[row.pk]
        late = (on - row.next_on).days if row.next_on is not None and not row.is_ended else 0
        found.append(CommunicationView(row, len(known), known[-1] if known else None, max(late, 0)))
    return found


def sendings_of(row: Communication) -> QuerySet[Sending]:
    """Return what was sent by a line of the plan the caller has shown to be visible, the newest first."""
    return row.sendings.select_related("sent_by", "document", "pack__period").order_by("-on", "-pk")


def documents_to_send(project: Project) -> list[Document]:
    """Return the documents of a project the caller has shown to be visible."""
    rows = Document.objects.filter(subject_kind=SubjectKind.PROJECT, subject_id=str(project.pk), withdrawn_at=None)
    return list(rows)


def packs_to_send(by: User, project: Project, *, at: datetime) -> list[PackRun]:
    """Return the newest board packs of the project's portfolio that ``by`` may open."""
    rows = PackRun.objects.filter(period__portfolio=project.portfolio_id).select_related("period", "made_by")
    sight = sight_of(by, at)
    return [row for row in rows.defer("file").order_by("-made_at", "-pk")[:MOST_PACKS] if sight.covers(row)]
