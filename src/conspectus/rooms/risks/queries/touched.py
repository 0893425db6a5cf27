"""What entries touch beside projects: objectives, suppliers, contracts and tasks, as far as one may see those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import find_contracts, find_parties, visible_objectives
from conspectus.rooms.risks.choices import EntryState
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import (
    RegisterFilter,
    RegisterView,
    entry_views,
    find_entries,
    visible_entries,
)
from conspectus.rooms.schedule.bridge.figures import day_of

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Touched:
    """An objective, a supplier or a contract."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class TouchedTask:
    """A task as the newest plan has it; ``gone`` where that plan has it no more."""

    id: int
    uid: str
    name: str
    finish: date | None
    done: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Touches:
    """What an entry touches."""

    objectives: tuple[Touched, ...]
    parties: tuple[Touched, ...]
    contracts: tuple[Touched, ...]
    tasks: tuple[TouchedTask, ...]


def linked_rows(by: User, on: date) -> dict[str, QuerySet[Any]]:
    """Return what entries may be linked to and ``by`` may see, by the name of the link."""
    return {
        "objectives": visible_objectives(by, on),
        "parties": find_parties(by, on=on),
        "contracts": find_contracts(by, on=on),
    }


def touches_of(by: User, row: RegisterEntry, on: date, *, named: bool) -> Touches:
    """Return what a visible entry touches; its tasks where its project may be seen (``named``)."""
    found = {
        name: tuple(Touched(one.pk, str(one)) for one in rows.filter(register=row))
        for name, rows in linked_rows(by, on).items()
    }
    tasks = tuple(
        TouchedTask(
            id=one.pk,
            uid=one.uid,
            name=one.name,
            finish=None if one.finish_minute is None else day_of(one.finish_minute, end=True),
            done=one.done,
            gone=one.gone,
        )
        for one in (row.tasks.order_by("finish_minute", "pk") if named else ())
    )
    return Touches(**found, tasks=tasks)


def open_entries_on(by: User, wanted: RegisterFilter, on: date) -> tuple[list[RegisterView], int]:
    """Return the gravest open entries that touch a thing, and how many there are."""
    rows = find_entries(by, wanted, on)
    return entry_views(by, list(rows[:SHOWN]), on), rows.count()


def entries_by_task(by: User, project: Project, on: date) -> dict[str, list[tuple[int, str]]]:
    """Return number and event of the open entries of a visible project by the uid of the tasks they touch."""
    rows = visible_entries(by, on).filter(project=project, state=EntryState.OPEN, tasks__isnull=False)
    found: dict[str, list[tuple[int, str]]] = {}
    for pk, title, uid in rows.order_by("-score", "pk").values_list("pk", "title", "tasks__uid"):
        found.setdefault(uid, []).append((pk, title))
    return found
