"""What is still open in projects, point by point: set-wise, so that many closures are asked like one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from conspectus.kit.many import of_these
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.changes.choices import ChangeState
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.closure.choices import Point
from conspectus.rooms.files.models import Document
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.governance.choices import OPEN_STATES, ConditionState, ExceptionState
from conspectus.rooms.governance.models import ExceptionReport, GateCondition
from conspectus.rooms.links.choices import OPEN as OPEN_LINKS
from conspectus.rooms.links.choices import Standing
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.choices import ContractState, ScopeKind
from conspectus.rooms.portfolio.models import Contract, Grant, ProjectRole
from conspectus.rooms.portfolio.rules import in_force
from conspectus.rooms.quality.choices import ConformityState
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.risks.choices import EntryKind, EntryState
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.scope.choices import DeliverableState
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.standards.choices import WaiverState
from conspectus.rooms.standards.queries.dated import waivers_at


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is still open: what it is, how it stands, who has it."""

    kind: str
    id: str
    name: str
    stands: str  # its state or kind, in words
    owner: str = ""
    due_on: date | None = None

    @property
    def reference(self) -> tuple[str, str]:
        """Kind and id."""
        return self.kind, self.id


Found = dict[int, list[Item]]


def open_items(projects: Sequence[int], on: date) -> dict[Point, Found]:
    """Return what is open in each project by point; asks the database as often for one project as for many."""
    return {point: found(projects, on) for point, found in _FINDERS.items()}


def _gathered(rows: QuerySet[Any], projects: Sequence[int], made: Callable[[Any], Item]) -> Found:
    found: Found = defaultdict(list)
    for row in of_these(rows, projects):
        found[row.project_id].append(made(row))
    return found


def _name(person: Any) -> str:
    return person.name if person is not None else ""


def _deliverables(projects: Sequence[int], on: date) -> Found:
    settled = (DeliverableState.ACCEPTED, DeliverableState.DROPPED)
    rows = Deliverable.objects.exclude(state__in=settled).select_related("owner")
    return _gathered(rows, projects, lambda row: _item(row, DeliverableState(row.state).label, due_on=row.due_on))


def _changes(projects: Sequence[int], on: date) -> Found:
    unsettled = (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.APPROVED)
    rows = ChangeRequest.objects.filter(state__in=unsettled)
    return _gathered(rows, projects, lambda row: _item(row, ChangeState(row.state).label))


def _registers(projects: Sequence[int], on: date) -> Found:
    rows = RegisterEntry.objects.filter(state=EntryState.OPEN).select_related("owner").order_by("kind", "-score", "pk")
    return _gathered(rows, projects, lambda row: _item(row, EntryKind(row.kind).label, due_on=row.review_on))


def _actions(projects: Sequence[int], on: date) -> Found:
    rows = Action.objects.filter(state=ActionState.OPEN).select_related("owner")
    return _gathered(rows, projects, lambda row: _item(row, ActionState(row.state).label, due_on=row.due_on))


def _quality(projects: Sequence[int], on: date) -> Found:
    unsettled = (ConformityState.OPEN, ConformityState.CORRECTED)
    rows = NonConformity.objects.filter(state__in=unsettled).select_related("owner").order_by("number")
    return _gathered(rows, projects, lambda row: _item(row, ConformityState(row.state).label, due_on=row.due_on))


def _conditions(projects: Sequence[int], on: date) -> Found:
    rows = GateCondition.objects.filter(state__in=(ConditionState.OPEN, ConditionState.MET))
    found: Found = defaultdict(list)
    for row in of_these(rows.select_related("owner", "review"), projects, "review__project"):
        label = str(ConditionState(row.state).label)
        item = Item("gatecondition", str(row.pk), str(row), label, _name(row.owner), row.due_on)
        found[row.review.project_id].append(item)
    return found


def _exceptions(projects: Sequence[int], on: date) -> Found:
    rows = ExceptionReport.objects.filter(state__in=OPEN_STATES).select_related("project")
    return _gathered(rows, projects, lambda row: _item(row, ExceptionState(row.state).label))


def _waivers(projects: Sequence[int], on: date) -> Found:
    running = (WaiverState.ASKED, WaiverState.GRANTED, WaiverState.IN_FORCE)
    found: Found = defaultdict(list)
    for project, views in waivers_at(projects, on, None).items():
        found[project] = [
            Item("waiver", str(one.waiver.pk), one.waiver.policy, str(one.state.label), _name(one.waiver.asked_by))
            for one in views
            if one.state in running
        ]
    return found


def _links(projects: Sequence[int], on: date) -> Found:
    rows = Link.objects.filter(state__in=OPEN_LINKS).exclude(standing=Standing.DONE).select_related("giver", "taker")
    found: Found = defaultdict(list)
    for side in ("giver", "taker"):
        for row in of_these(rows.order_by("pk"), projects, f"{side}__project"):
            end = getattr(row, side)
            if end is not None:
                item = Item("link", str(row.pk), str(row), str(Standing(row.standing).label), due_on=row.due_on)
                found[end.project_id].append(item)
    return found


def _contracts(projects: Sequence[int], on: date) -> Found:
    through = Contract.projects.through.objects.filter(contract__state=ContractState.IN_FORCE)
    found: Found = defaultdict(list)
    for row in of_these(through.select_related("contract__owner"), projects).order_by("contract__title", "contract"):
        one = row.contract
        item = Item("contract", str(one.pk), one.title, str(ContractState(one.state).label), _name(one.owner))
        found[row.project_id].append(item)
    return found


def _documents(projects: Sequence[int], on: date) -> Found:
    rows = Document.objects.filter(subject_kind=SubjectKind.PROJECT, withdrawn_at=None, review_on__lte=on)
    found: Found = defaultdict(list)
    for row in of_these(rows.select_related("owner"), [str(one) for one in projects], "subject_id"):
        item = Item("document", str(row.pk), row.title, row.get_kind_display(), _name(row.owner), row.review_on)
        found[int(row.subject_id)].append(item)
    return found


def _people(projects: Sequence[int], on: date) -> Found:
    found: Found = defaultdict(list)
    for part in of_these(ProjectRole.objects.select_related("person").order_by("person__name", "role"), projects):
        found[part.project_id].append(
            Item("role", str(part.pk), part.person.name, part.get_role_display(), part.person.name)
        )
    held = Grant.objects.filter(in_force(on), scope_kind=ScopeKind.PROJECT).select_related("person")
    for grant in of_these(held.order_by("person__name", "pk"), projects, "scope_id"):
        found[grant.scope_id].append(
            Item("grant", str(grant.pk), grant.person.name, grant.get_role_display(), grant.person.name)
        )
    return found


def _item(row: Any, stands: object, due_on: date | None = None) -> Item:
    kind, owner = type(row).__name__.lower(), _name(getattr(row, "owner", None))
    return Item(kind, str(row.pk), str(row), str(stands), owner, due_on)


_FINDERS: dict[Point, Callable[[Sequence[int], date], Found]] = {
    Point.DELIVERABLES: _deliverables,
    Point.CHANGES: _changes,
    Point.REGISTERS: _registers,
    Point.ACTIONS: _actions,
    Point.QUALITY: _quality,
    Point.CONDITIONS: _conditions,
    Point.EXCEPTIONS: _exceptions,
    Point.WAIVERS: _waivers,
    Point.LINKS: _links,
    Point.CONTRACTS: _contracts,
    Point.DOCUMENTS: _documents,
    Point.PEOPLE: _people,
}
