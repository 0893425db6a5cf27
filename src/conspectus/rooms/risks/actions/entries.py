"""Register entries opened, one or many, and changed, one or many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from conspectus.kit.amounts import MOST, check_day
from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_line, clean_text
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import Line, audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.portfolio.models import Contract, Objective, Party, Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks.bridge import compute
from conspectus.rooms.risks.choices import RESPONSES, STEPS, Category, EntryKind, EntryState
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.rules import check_certain, check_state
from conspectus.rooms.schedule.actions import watch_task
from conspectus.rooms.schedule.bridge.watching import LONGEST_UID
from conspectus.rooms.schedule.models import WatchedTask

Place = Project | Programme | Portfolio
MOST_SHARED = 200
MOST_TASKS = 50
MOST_DAYS = 100_000


@dataclass(frozen=True, slots=True)
class Quantities:
    """Probability and impact by scale of five steps and by quantity; what is left out is not assessed."""

    probability: int | None = None
    impact_time: int | None = None
    impact_cost: int | None = None
    impact_quality: int | None = None
    percent: int | None = None
    cost_minor: int | None = None
    days: int | None = None
    residual_probability: int | None = None
    residual_impact: int | None = None
    residual_percent: int | None = None
    residual_cost_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is kept of an entry; ``also`` are further projects it reaches, the currency is the place's unless given."""

    kind: str
    title: str
    cause: str = ""
    effect: str = ""
    category: str = Category.OTHER
    quantities: Quantities = Quantities()
    currency: str = ""
    expected_on: date | None = None
    response: str = ""
    response_words: str = ""
    owner: Person | None = None
    review_on: date | None = None
    state: str = EntryState.OPEN
    outcome: str = ""
    also: tuple[Project, ...] = ()
    objectives: tuple[Objective, ...] = ()
    parties: tuple[Party, ...] = ()
    contracts: tuple[Contract, ...] = ()
    tasks: tuple[str, ...] = ()  # of its project's plan, by id or exact name
    key: str = ""


@deed("open_register_entry", "opened an entry of a register", needs=Ability.CONTRIBUTE)
def open_register_entry(*, place: Place, new: Particulars, by: User, at: datetime) -> RegisterEntry:
    """Enter a risk, opportunity, issue, assumption or decision of a project, a programme or a portfolio."""
    require(by, "open_register_entry", place, at.date())
    with audited("open_register_entry", by=by, at=at) as line:
        row = make(place, new, by, at)
        tell(line, row)
    return row


@deed("change_register_entry", "changed an entry of a register", needs=Ability.CONTRIBUTE)
def change_register_entry(
    *, entry: RegisterEntry, new: Particulars, revision: int, by: User, at: datetime
) -> RegisterEntry:
    """Change what is kept of an entry; its kind stays, for that there is conversion."""
    require(by, "change_register_entry", entry.place, at.date())
    if new.kind != entry.kind:
        raise Invalid("kind", "The kind stays. Convert the entry instead: link and history are kept.", "kind")
    with audited("change_register_entry", by=by, at=at) as line:
        row = lock_row(entry, revision)
        before = {"before": row.state, "owner_before": row.owner_id}
        reached = reaching(row)
        fill(row, new, at)
        keep(row, new)
        tell(line, row, reached, **before)
    return row


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One of several entries to change alike, read at its revision; what is left out stays.

    How it ended goes with a state other than open, and is kept as it was where the entry is in that state already.
    """

    entry: RegisterEntry
    revision: int
    state: str = ""
    outcome: str = ""
    owner: Person | None = None
    review_on: date | None = None
    category: str = ""


@deed("change_register_entries", "changed entries of a register", needs=Ability.CONTRIBUTE)
def change_register_entries(*, changes: Sequence[BulkChange], by: User, at: datetime) -> list[RegisterEntry]:
    """Change state, owner, category or day of review of several entries alike: all of them or none."""
    refuse_reading_only(by)
    with audited("change_register_entries", by=by, at=at) as line:
        rows = all_or_none(changes, lambda one: _change(one, by, at), name=lambda one: one.entry.reference)
        line.about("register", rows[0].portfolio_id, entries=[row.pk for row in rows])
    return rows


def particulars_of(row: RegisterEntry, **changed: Any) -> Particulars:
    """Return what is kept of an entry, with some of it changed; for who says only what changes."""
    names = (
        "kind", "title", "cause", "effect", "category", "currency", "expected_on", "response", "response_words",
        "owner", "review_on", "state", "outcome", "key",
    )  # fmt: skip
    kept: dict[str, Any] = {name: changed.get(name, getattr(row, name)) for name in names}
    amounts = {one.name: changed.get(one.name, getattr(row, one.name)) for one in fields(Quantities)}
    several = ("also", "objectives", "parties", "contracts")
    linked: dict[str, Any] = {name: changed.get(name, tuple(getattr(row, name).all())) for name in several}
    linked["tasks"] = changed.get("tasks", tuple(one.uid for one in row.tasks.all()))
    return Particulars(**kept, **linked, quantities=Quantities(**amounts))


def make(place: Place, new: Particulars, by: User, at: datetime) -> RegisterEntry:
    """Write a checked new row of a place; the caller has asked for the right and holds the transaction."""
    row = RegisterEntry(kind=new.kind, opened_by=by.person, opened_on=at.date())
    if isinstance(place, Project):
        row.project, row.programme, row.portfolio = place, None, place.portfolio
    elif isinstance(place, Programme):
        row.programme, row.portfolio = place, place.portfolio
    else:
        row.portfolio = place
    if new.kind not in EntryKind.values:
        raise Invalid("kind", "An entry is a threat, an opportunity, an issue, an assumption or a decision.", "kind")
    fill(row, new, at)
    keep(row, new)
    return row


def reaching(row: RegisterEntry) -> set[int]:
    """Return the other projects an entry reaches."""
    return set(row.also.order_by().values_list("pk", flat=True))


def tell(line: Line, row: RegisterEntry, reached: Collection[int] = (), **more: object) -> None:
    """Say in the audit log what an entry is now, and what other projects it reaches, or did before."""
    names = ("title", "state", "owner_id", "review_on", "score", "exposure_minor", "escalated_to")
    told = {"entry_kind": row.kind} | {name.removesuffix("_id"): getattr(row, name) for name in names}
    reaches = sorted(reaching(row) | set(reached))
    told |= {"reaches": reaches} if reaches else {}
    line.about("registerentry", row.pk, project=row.project_id, **told, **more)


def _change(one: BulkChange, by: User, at: datetime) -> RegisterEntry:
    require(by, "change_register_entries", one.entry.place, at.date())
    if one.outcome and one.state in ("", EntryState.OPEN):
        raise Invalid("outcome", "Say in which state they end as well; how an entry ended is kept with it.", "outcome")
    row = lock_row(one.entry, one.revision)
    state = one.state or row.state
    ended = one.outcome if state != row.state else ""
    _set_state(row, state, ended or row.outcome, at)
    if one.category and one.category not in Category.values:
        raise Invalid("category", "There is no such category.", "category")
    row.category, row.owner = one.category or row.category, one.owner or row.owner
    row.review_on = row.review_on if one.review_on is None else check_day(one.review_on, "review_on")
    row.save()
    return row


def fill(row: RegisterEntry, new: Particulars, at: datetime) -> None:
    """Put checked values into the row."""
    row.title = clean_line(new.title, "title", most=300)
    row.key = clean_line(new.key, "key", most=60) if new.key else ""
    row.cause, row.effect = clean_text(new.cause, "cause"), clean_text(new.effect, "effect")
    row.response_words = clean_text(new.response_words, "response_words")
    if new.category not in Category.values:
        raise Invalid("category", "There is no such category.", "category")
    if new.response and new.response not in RESPONSES.get(row.kind, ()):
        raise Invalid("response", "This response does not fit what the entry is.", "response")
    row.category, row.response, row.owner = new.category, new.response, new.owner
    row.expected_on = None if new.expected_on is None else check_day(new.expected_on, "expected_on")
    row.review_on = None if new.review_on is None else check_day(new.review_on, "review_on")
    usual = row.project.currency if row.project else row.portfolio.currency
    row.currency = currency_code(new.currency or row.currency or usual)
    _fill_quantities(row, new.quantities)
    _set_state(row, new.state, new.outcome, at)
    if len(new.also) > MOST_SHARED or any(one.portfolio_id != row.portfolio_id for one in new.also):
        raise Invalid("also", "The projects an entry reaches belong to its portfolio.", "also")
    for name in ("objectives", "parties", "contracts"):
        if any(one.portfolio_id != row.portfolio_id for one in getattr(new, name)):
            raise Invalid(name, "Objectives, suppliers and contracts of an entry belong to its portfolio.", name)
    if new.tasks and row.project is None:
        raise Invalid("tasks", "Tasks belong to a plan, and this entry to no project.", "tasks")
    if any(len(one) > LONGEST_UID or "\0" in one for one in new.tasks):
        raise Invalid("tasks", "A task is named by at most %(most)s letters.", "tasks", most=LONGEST_UID)
    if len(new.tasks) > MOST_TASKS:
        raise Invalid("tasks", "An entry names at most %(most)s tasks.", "tasks", most=MOST_TASKS)


def _fill_quantities(row: RegisterEntry, given: Quantities) -> None:
    names = [field.name for field in fields(Quantities)]
    check_certain(row.kind, {name: value for name in names if (value := getattr(given, name)) != getattr(row, name)})
    for name in names:
        value = getattr(given, name)
        scaled = name.endswith("probability") or "impact" in name
        most = STEPS if scaled else 100 if name.endswith("percent") else MOST_DAYS if name == "days" else MOST
        least = 1 if scaled else 0
        whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (whole and least <= value <= most):
            raise Invalid("number", "This is a whole number from %(least)s to %(most)s.", name, least=least, most=most)
        setattr(row, name, value)
    compute(row)


def _set_state(row: RegisterEntry, state: str, outcome: str, at: datetime) -> None:
    check_state(row.kind, state)
    closing = state != EntryState.OPEN
    row.outcome = clean_text(outcome, "outcome")
    if closing and row.state == EntryState.OPEN and not row.outcome:
        raise Invalid("outcome", "Say in a sentence how it ended.", "outcome")
    row.closed_on = (row.closed_on or at.date()) if closing else None
    row.state = state


def keep(row: RegisterEntry, new: Particulars) -> None:
    """Store a row with what it is linked to."""
    opened = row.pk is None
    row.save()
    linked = {
        "also": [one for one in new.also if one.pk != row.project_id],
        "objectives": new.objectives,
        "parties": new.parties,
        "contracts": new.contracts,
        "tasks": _tasks(row, new.tasks),
    }
    for name, found in linked.items():
        if found or not opened:
            getattr(row, name).set(found)


def _tasks(row: RegisterEntry, named: Sequence[str]) -> list[WatchedTask]:
    """Return the tasks of its project an entry names; one it named before may be gone from the plan."""
    if row.project is None or not named:
        return []
    gone = WatchedTask.objects.filter(project=row.project, uid__in=named, gone=True)
    held = {name: one for one in (*row.tasks.all(), *gone) for name in (one.name, one.uid)}
    if set(named) <= held.keys():
        return [held[text] for text in dict.fromkeys(named)]
    Project.objects.select_for_update().get(pk=row.project.pk)  # no other plan comes in meanwhile
    try:
        return [held.get(text) or watch_task(project=row.project, task=text) for text in dict.fromkeys(named)]
    except Invalid as refusal:
        refusal.field = "tasks"
        raise
