"""What is open of projects beside their reports: milestones, risks and issues, actions, as workbooks hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q

from conspectus.formats.collection.items import Value
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import projects_with
from conspectus.rooms.risks.choices import EntryKind, EntryState
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.schedule.models import Milestone

MILESTONES, REGISTER, ACTIONS = "milestones", "register", "actions"
KINDS = (EntryKind.THREAT, EntryKind.OPPORTUNITY, EntryKind.ISSUE)
STATES = (EntryState.OPEN, EntryState.OCCURRED, EntryState.CLOSED)
STEPS = ("probability", "impact_time", "impact_cost", "impact_quality")
WRITTEN: dict[str, tuple[str, ...]] = {  # what a row may change
    MILESTONES: ("finish_on", "done_on"),
    REGISTER: ("title", *STEPS, "state", "outcome", "owner", "review_on"),
    ACTIONS: ("title", "owner", "due_on", "state", "done_on", "answer"),
}
AHEAD = timedelta(days=92)  # milestones forecast later are left out
TABLES = ("workbook", "CSV", "editor")  # kinds of files that plans kept as a table come from


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as it stands: where it belongs, its id, its revision, what is kept of it by codes."""

    kind: str
    project_id: int
    ident: str
    revision: int
    values: Mapping[str, Value]
    row: Any
    shut: bool = False  # not to be changed here

    @property
    def key(self) -> str:
        """What the row of a workbook is known by, with the digest of what it began with."""
        return f"{self.project_id}.{self.revision}.{digest_of(self.kind, self.values)}.{self.ident}"


def told_of(kind: str, values: Mapping[str, Value]) -> dict[str, str]:
    """Return what a row may change as plain texts, so that what was made and what was read compare."""
    found = {name: values.get(name) for name in WRITTEN[kind]}
    if kind == MILESTONES and found["done_on"]:
        found["finish_on"] = found["done_on"]  # what is done is forecast no more
    return {name: "" if value is None else " ".join(str(value).split()) for name, value in found.items()}


def digest_of(kind: str, values: Mapping[str, Value]) -> str:
    """Return the digest of what a row may change."""
    return hashlib.sha256(repr(sorted(told_of(kind, values).items())).encode()).hexdigest()[:12]


class Writable:
    """Whose milestones, entries and actions ``by`` may write: who plans a project, and who contributes to it.

    Who was handed a report may write that report and nothing else.
    """

    def __init__(self, projects: Collection[int], by: User, on: date) -> None:
        contributing = frozenset() if by.reading_only else self._with(projects, by, Ability.CONTRIBUTE, on)
        planning = frozenset() if by.reading_only else self._with(projects, by, Ability.PLAN, on)
        self.projects = {MILESTONES: planning, REGISTER: contributing, ACTIONS: contributing}

    @staticmethod
    def _with(projects: Collection[int], by: User, ability: Ability, on: date) -> frozenset[int]:
        able = projects_with(by, ability, on)
        rows = Project.objects.all() if able is None else Project.objects.filter(able)
        return frozenset(of_these(rows.order_by(), projects, "pk").values_list("pk", flat=True)) & frozenset(projects)


def open_items(kind: str, projects: Collection[int], period: Period) -> list[Item]:
    """Return what is open of some projects, the next or gravest first; milestones up to three months ahead."""
    if kind == MILESTONES:
        near = Q(on=None) | Q(on__lt=period.ends_on + AHEAD)
        rows: Iterable[Any] = (
            _milestones(projects).filter(near, done=False).order_by(F("on").asc(nulls_last=True), "pk")
        )
    elif kind == REGISTER:
        rows = of_these(RegisterEntry.objects.filter(state=EntryState.OPEN, kind__in=KINDS), projects)
        rows = rows.select_related("owner").order_by("-score", "pk")
    else:
        rows = of_these(Action.objects.filter(state=ActionState.OPEN), projects)
        rows = rows.select_related("owner").order_by(F("due_on").asc(nulls_last=True), "pk")
    asked = frozenset(projects)
    return [one for row in rows if (one := _item(kind, row)).project_id in asked]


def items_named(kind: str, keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Item]:
    """Return what rows name by project and id, open or not; what is gone is missing."""
    wanted = set(keys)
    projects = {project for project, _ident in wanted}
    if kind == MILESTONES:
        rows: Iterable[Any] = _milestones(projects) if projects else ()
    else:
        model: Any = RegisterEntry if kind == REGISTER else Action
        ids = [int(ident) for _project, ident in wanted if ident.isascii() and ident.isdecimal() and len(ident) < 16]
        rows = of_these(model.objects.filter(project__isnull=False), ids, "pk").select_related("owner") if ids else ()
    found = (_item(kind, row) for row in rows)
    return {(one.project_id, one.ident): one for one in found if (one.project_id, one.ident) in wanted}


def _milestones(projects: Collection[int]) -> Any:
    rows = Milestone.objects.filter(revision__summary__is_current=True).select_related("revision")
    return of_these(rows, projects, "revision__project")


def _item(kind: str, row: Any) -> Item:
    if kind == MILESTONES:
        plan = row.revision
        values: dict[str, Value] = {"title": row.name, "baseline_on": row.baseline_on, "finish_on": row.on}
        values["done_on"] = row.on if row.done else None
        return Item(kind, plan.project_id, row.uid, plan.number, values, row, plan.source_kind not in TABLES)
    names = [one for one in WRITTEN[kind] if one not in ("owner", "done_on")]
    values = {name: getattr(row, "words" if name == "title" and kind == ACTIONS else name) for name in names}
    values["owner"] = row.owner.name if row.owner else ""
    if kind == ACTIONS:
        values["done_on"] = row.closed_on
    else:
        values["kind"] = row.kind
    return Item(kind, row.project_id, str(row.pk), row.revision, values, row)


def opened_already(kind: str, projects: Collection[int]) -> set[tuple[int, str, str]]:
    """Return project, kind and folded words of what is there, open or not, so that nothing is entered twice."""
    from conspectus.kit.texts import fold

    if kind == REGISTER:
        rows = of_these(RegisterEntry.objects.order_by(), projects).values_list("project", "kind", "title")
        return {(project, what, fold(title)) for project, what, title in rows if project is not None}
    told = of_these(Action.objects.order_by(), projects).values_list("project", "words")
    return {(project, "", fold(words)) for project, words in told if project is not None}
