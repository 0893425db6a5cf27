"""What is still open at a closure handed over or closed, many by one deed; people released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.ids import row_id
from conspectus.kit.subjects import Reference, Subject, SubjectKind
from conspectus.kit.texts import clean_text
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.closure.actions.course import still_open
from conspectus.rooms.closure.choices import HANDED, Point, Way
from conspectus.rooms.closure.models import Closure, Handing
from conspectus.rooms.closure.queries.open import Item, open_items
from conspectus.rooms.followup.actions import ActionParticulars, change_action, close_action, open_action
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.portfolio.actions import ContractParticulars, change_contract, end_grant, take_project_role
from conspectus.rooms.portfolio.choices import ContractState
from conspectus.rooms.portfolio.models import Contract, Grant, Project, ProjectRole
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks.actions import BulkChange, change_register_entries, open_register_entry, particulars_of
from conspectus.rooms.risks.choices import EntryState
from conspectus.rooms.risks.models import RegisterEntry


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom things go, with another project or division where they belong from now on; or closed with a reason."""

    words: str
    way: str = Way.HANDED_OVER
    person: Person | None = None
    project: Project | None = None
    division: Division | None = None


@deed("hand_over_open_items", "handed over what was open at a closure", needs=Ability.PLAN)
def hand_over_open_items(
    *, closure: Closure, picked: Sequence[Reference], handover: Handover, by: User, at: datetime
) -> list[Handing]:
    """Hand over, or close, entries of registers, actions and contracts of a project that is being closed.

    All of them or none, each by the deed of its own room, so that it takes
    the right for that. To another project an entry or an action goes as a new
    one there; the old one ends with a word where it went.
    """
    require(by, "hand_over_open_items", closure.project, at.date())
    handover = _checked(closure, handover)
    with audited("hand_over_open_items", by=by, at=at) as line:
        row = still_open(closure)
        found = _open(row, at)
        made = all_or_none(
            picked, lambda one: _hand(row, found, one, handover, by, at), name=lambda one: _name(found, one)
        )
        told = {name: getattr(handover, name) for name in ("person", "project", "division")}
        to = {name: thing.pk for name, thing in told.items() if thing is not None}
        items = [(one.subject_kind, one.subject_id) for one in made]
        line.about("closure", row.pk, project=row.project_id, items=items, way=handover.way, to=to)
    return made


@deed("release_people", "released the people of a project", needs=Ability.STEER)
def release_people(*, closure: Closure, words: str, by: User, at: datetime) -> list[Handing]:
    """End every role in and over the project itself; its manager and its sponsor stay named."""
    require(by, "release_people", closure.project, at.date())
    words = clean_text(words, "words")
    with audited("release_people", by=by, at=at) as line:
        row = still_open(closure)
        people = open_items([row.project_id], at.date())[Point.PEOPLE].get(row.project_id, [])
        if not people:
            raise Invalid("people", "Nobody has a role in this project any more.")
        made = [_release(row, one, words, by, at) for one in people]
        line.about("closure", row.pk, project=row.project_id, released=len(made))
    return made


def _checked(closure: Closure, given: Handover) -> Handover:
    if given.way not in (Way.HANDED_OVER, Way.CLOSED):
        raise Invalid("way", "What is open is handed over or closed.", "way")
    words = clean_text(given.words, "words", required=True)
    if given.way == Way.CLOSED:
        return Handover(words, Way.CLOSED)
    if given.person is None or not given.person.is_active:
        raise Invalid("person", "Name who has it from now on.", "person")
    if given.project is not None and given.project.pk == closure.project_id:
        raise Invalid("project", "Choose another project.", "project")
    return replace(given, words=words)


def _open(row: Closure, at: datetime) -> dict[Reference, Item]:
    found = open_items([row.project_id], at.date())
    handed = set(row.handings.values_list("subject_kind", "subject_id"))
    points = (Point.REGISTERS, Point.ACTIONS, Point.CONTRACTS)
    items = [one for point in points for one in found[point].get(row.project_id, [])]
    return {one.reference: one for one in items if one.reference not in handed}


def _name(found: dict[Reference, Item], one: Reference) -> str:
    item = found.get(one)
    return "" if item is None else f"{item.id} {item.name[:80]}"


def _hand(row: Closure, found: dict[Reference, Item], one: Reference, to: Handover, by: User, at: datetime) -> Handing:
    item = found.get(one)
    if item is None or item.kind not in HANDED:
        raise Invalid("gone", "This is not open any more, or was handed over already.", "picked")
    reads: dict[str, Any] = {"registerentry": _entry, "action": _action, "contract": _contract}
    reads[item.kind](row, item, to, by, at)
    return Handing.objects.create(
        closure=row,
        subject_kind=item.kind,
        subject_id=item.id,
        name=item.name,
        way=to.way,
        person=to.person,
        project=to.project,
        division=to.division,
        words=to.words,
        by=by.person,
        at=at,
    )


def _entry(row: Closure, item: Item, to: Handover, by: User, at: datetime) -> None:
    entry = RegisterEntry.objects.select_related("project", "portfolio").get(pk=row_id(item.id))
    if to.way == Way.HANDED_OVER and to.project is None:
        changed = BulkChange(entry, entry.revision, owner=to.person)
    else:
        outcome = to.words if to.project is None else f"{to.project.code}: {to.words}"
        changed = BulkChange(entry, entry.revision, state=EntryState.CLOSED, outcome=outcome)
    if to.project is not None:
        new = particulars_of(entry, owner=to.person)
        if to.project.portfolio_id != entry.portfolio_id:
            new = replace(new, also=(), objectives=(), parties=())
        open_register_entry(place=to.project, new=new, by=by, at=at)
    change_register_entries(changes=[changed], by=by, at=at)


def _action(row: Closure, item: Item, to: Handover, by: User, at: datetime) -> None:
    action = Action.objects.get(pk=row_id(item.id))
    new = ActionParticulars(action.words, to.person, action.due_on)
    if to.way == Way.HANDED_OVER and to.project is None:
        change_action(action=action, new=new, revision=action.revision, by=by, at=at)
        return
    if to.project is not None:
        subject = Subject(SubjectKind.PROJECT.value, str(to.project.pk), str(to.project), to.project.pk)
        open_action(subject=subject, new=new, by=by, at=at)
    answer = to.words if to.project is None else f"{to.project.code}: {to.words}"
    close_action(action=action, state=ActionState.DROPPED, answer=answer, revision=action.revision, by=by, at=at)


def _contract(row: Closure, item: Item, to: Handover, by: User, at: datetime) -> None:
    contract = Contract.objects.select_related("portfolio", "supplier", "owner").get(pk=row_id(item.id))
    projects = list(contract.projects.all())
    if to.project is not None and to.project not in projects:
        projects.append(to.project)
    new = ContractParticulars(
        supplier=contract.supplier,
        title=contract.title,
        value_minor=contract.value_minor,
        currency=contract.currency,
        reference=contract.reference,
        projects=tuple(projects),
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        owner=to.person or contract.owner,
        state=ContractState.ENDED if to.way == Way.CLOSED else contract.state,
    )
    change_contract(contract=contract, new=new, revision=contract.revision, by=by, at=at)


def _release(row: Closure, item: Item, words: str, by: User, at: datetime) -> Handing:
    held: Grant | ProjectRole
    if item.kind == "grant":
        held = Grant.objects.select_related("person").get(pk=row_id(item.id))
        end_grant(grant=held, by=by, at=at)
    else:
        held = ProjectRole.objects.select_related("person", "project").get(pk=row_id(item.id))
        take_project_role(project_role=held, by=by, at=at)
    return Handing.objects.create(
        closure=row,
        subject_kind=item.kind,
        subject_id=item.id,
        name=item.name,
        way=Way.RELEASED,
        person=held.person,
        words=words,
        by=by.person,
        at=at,
    )
