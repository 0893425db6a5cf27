"""Projects: opened and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid, NotAllowed
from conspectus.kit.texts import clean_name, clean_text, fold
from conspectus.rooms.accounts.actions import audited, effective_day, lock_row
from conspectus.rooms.accounts.choices import Ability, Role
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.portfolio.actions.deputies import refuse_naming_oneself
from conspectus.rooms.portfolio.actions.field_values import Written, read_values, store_values
from conspectus.rooms.portfolio.actions.life import read_state, record_opening
from conspectus.rooms.portfolio.choices import PASSED_ON, PlaceKind, State
from conspectus.rooms.portfolio.models import Placement, Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import abilities_on, require, require_may_give

PARTICULARS = frozenset({"name", "summary"})
STEERED = frozenset({"code", "portfolio", "programme", "division", "manager", "sponsor"})


@dataclass(frozen=True, slots=True)
class NewProject:
    """The particulars a project is opened with; the currency is the portfolio's unless given."""

    portfolio: Portfolio
    code: str
    name: str
    programme: Programme | None = None
    division: Division | None = None
    manager: Person | None = None
    sponsor: Person | None = None
    currency: str = ""
    summary: str = ""
    state: str = State.PROPOSED
    fields: Mapping[str, Any] = field(default_factory=dict)  # of the organisation, by key


@deed("create_project", "opened a project", needs=Ability.STEER)
def create_project(*, new: NewProject, by: User, at: datetime) -> Project:
    """Open a project in a portfolio or one of its programmes.

    Refuses a code or name in use, a programme of another portfolio, and a
    sponsor who would get more say than the opener has and is the opener.
    """
    place = new.programme or new.portfolio
    require(by, "create_project", place, at.date())
    _check_sponsor(by, new.sponsor, place, at)
    refuse_naming_oneself(by, new.manager, place, at.date())
    wanted = {name: getattr(new, name) for name in sorted(PARTICULARS | STEERED)}
    row = Project(portfolio=new.portfolio, state=_opened(new.state), created_at=at, changed_at=at)
    row.currency = currency_code(new.currency or new.portfolio.currency)
    _fill(row, wanted)
    _refuse_taken(row)
    written = read_values(row, new.fields, by=by, at=at, opening=True)
    try:
        with audited("create_project", by=by, at=at) as line:
            row.save()
            held = store_values(row, written, by=by, at=at)
            told = _told(wanted) | ({"fields": held} if held else {})
            record_placement(row, PlaceKind.values, at.date(), by, at)
            record_opening(row, by, at)
            line.about("project", row.pk, **told, state=row.state, currency=row.currency)
    except IntegrityError:
        raise _taken("code") from None
    return row


@deed("change_project", "changed a project's particulars", needs=Ability.PLAN)
def change_project(
    *,
    project: Project,
    changes: Mapping[str, Any],
    effective_on: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Project:
    """Change some particulars of a project.

    ``changes`` may name name and summary and, for those who steer, code,
    portfolio, programme, division, manager and sponsor; ``fields`` are those
    of the organisation, by key, from today on. Another programme, division or
    manager holds from ``effective_on`` (today unless given, never later); days
    before keep theirs. Refuses other names, a stale revision and what
    ``create_project`` refuses.
    """
    wanted = check_changes(project, changes, effective_on, by=by, at=at)
    try:
        with audited("change_project", by=by, at=at) as line:
            row = lock_row(project, revision)
            line.about("project", row.pk, **write_changes(row, wanted, by=by, at=at))
    except IntegrityError:
        raise _taken("code") from None
    return row


@dataclass(frozen=True, slots=True)
class Wanted:
    """Changes of a project that were read and may be made."""

    changes: Mapping[str, Any]
    written: Written
    day: date


def check_changes(
    project: Project, changes: Mapping[str, Any], effective_on: date | None, *, by: User, at: datetime
) -> Wanted:
    """Return what ``change_project`` was asked for; refuse what can be refused without the project's lock."""
    require(by, "change_project", project, at.date())
    day, changes = effective_day(effective_on, at), dict(changes)
    written = read_values(project, changes.pop("fields", {}), by=by, at=at)
    unknown = sorted(set(changes) - PARTICULARS - STEERED)
    if unknown:
        raise Invalid("unknown_field", "'%(unknown)s' cannot be changed.", unknown[0], unknown=unknown[0][:60])
    if set(changes) & STEERED:
        _require_steering(by, project, changes, at)
    return Wanted(changes, written, day)


def write_changes(row: Project, wanted: Wanted, *, by: User, at: datetime) -> dict[str, Any]:
    """Write checked changes into a locked project; return them as the log keeps them."""
    before = {kind: getattr(row, f"{kind}_id") for kind in PlaceKind.values}
    _fill(row, wanted.changes)
    _refuse_taken(row)
    row.changed_at = at
    row.save()
    held = store_values(row, wanted.written, by=by, at=at)
    moved = [kind for kind in before if getattr(row, f"{kind}_id") != before[kind]]
    record_placement(row, moved, wanted.day, by, at)
    told = _told(wanted.changes) | ({"fields": held} if held else {})
    return told | ({"effective_on": wanted.day.isoformat()} if moved else {})


def _require_steering(by: User, project: Project, changes: Mapping[str, Any], at: datetime) -> None:
    """Refuse what only those may change who steer the project, and steer where it is to go."""
    if Ability.STEER not in abilities_on(by, project, at.date()):
        raise NotAllowed("Only those who steer the portfolio may change this. Ask your PMO.")
    for name in ("portfolio", "programme"):
        target = changes.get(name)
        if target is not None and target.pk != getattr(project, f"{name}_id"):
            require(by, "create_project", target, at.date())
    _check_sponsor(by, changes.get("sponsor"), project, at)
    if getattr(changes.get("manager"), "pk", None) != project.manager_id:
        refuse_naming_oneself(by, changes.get("manager"), project, at.date())
    parts = [name for name in ("manager", "sponsor") if name in changes]
    if any(getattr(changes[name], "pk", None) != getattr(project, f"{name}_id") for name in parts):
        require_fresh_sign_in(by, at)  # whoever is named may approve, or change the plan, from now on


def _check_sponsor(by: User, sponsor: Person | None, subject: Any, at: datetime) -> None:
    """Refuse to make oneself the sponsor, who approves, without the right to approve."""
    if sponsor is not None and sponsor.pk == by.person_id:
        require_may_give(by, Role.SPONSOR, subject, at.date())


def _fill(row: Project, wanted: Mapping[str, Any]) -> None:
    """Put checked values into the row."""
    if "code" in wanted:
        row.code = clean_name(wanted["code"], "code", most=40)
        row.code_key = fold(row.code)
    if "name" in wanted:
        row.name = clean_name(wanted["name"], "name")
        row.name_key = fold(row.name)
    if "summary" in wanted:
        row.summary = clean_text(wanted["summary"], "summary")
    if "portfolio" in wanted:
        if wanted["portfolio"] is None:
            raise Invalid("empty", "A project belongs to a portfolio; name one.", "portfolio")
        row.portfolio = wanted["portfolio"]
    if "programme" in wanted:
        row.programme = wanted["programme"]
    if "division" in wanted:
        row.division = wanted["division"]
    if "manager" in wanted:
        row.manager = wanted["manager"]
    if "sponsor" in wanted:
        row.sponsor = wanted["sponsor"]
    if row.programme is not None and row.programme.portfolio_id != row.portfolio_id:
        raise Invalid("programme", "This programme belongs to another portfolio.", "programme")


def record_placement(row: Project, kinds: Iterable[str], day: date, by: User, at: datetime) -> None:
    """Keep from which day a project has its programme, division or manager."""
    Placement.objects.bulk_create(
        Placement(
            project=row,
            kind=kind,
            from_on=day,
            recorded_at=at,
            recorded_by_id=by.person_id,
            **{f"{kind}_id": getattr(row, f"{kind}_id")},
        )
        for kind in kinds
    )


def _refuse_taken(row: Project) -> None:
    """Refuse a code or a name that another project has."""
    others = Project.objects.exclude(pk=row.pk)
    if others.filter(code_key=row.code_key).exists():
        raise _taken("code")
    if others.filter(name_key=row.name_key).exists():
        raise _taken("name")


def _taken(field: str) -> Invalid:
    """Return the refusal of a code or name in use."""
    return Invalid(f"{field}_taken", "A project with this %(asked)s exists.", field, asked=field)


def _opened(wanted: str) -> State:
    """Return the state a project is opened in; nothing begins by going on in others or in the archive."""
    state = read_state(wanted)
    if state in (*PASSED_ON, State.ARCHIVED):
        raise Invalid("state", "A project is not opened as %(state)s.", "state", state=state.label.lower())
    return state


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the audit log keeps them: rows by their number."""
    return {name: getattr(value, "pk", value) for name, value in values.items()}
