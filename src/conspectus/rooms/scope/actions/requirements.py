"""Needs and requirements of a project: entered one or many at once, changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_name, clean_text, fold
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.scope.choices import Priority, RequirementKind, RequirementState
from conspectus.rooms.scope.models import Requirement


@dataclass(frozen=True, slots=True)
class RequirementParticulars:
    """What is kept of a need or requirement; ``need`` is the need of the same project that a requirement serves."""

    title: str
    kind: str = RequirementKind.REQUIREMENT
    code: str = ""
    words: str = ""
    need: Requirement | None = None
    priority: str = Priority.SHOULD
    state: str = RequirementState.DRAFT
    party: Party | None = None
    source: str = ""
    owner: Person | None = None


@deed("enter_requirements", "entered requirements", needs=Ability.PLAN)
def enter_requirements(
    *, project: Project, new: Sequence[RequirementParticulars], by: User, at: datetime
) -> list[Requirement]:
    """Enter needs and requirements of a project, all or none; refuses a code the project has already."""
    require(by, "enter_requirements", project, at.date())

    def enter(one: RequirementParticulars) -> Requirement:
        row = _filled(Requirement(project=project), one)
        refuse_code_twice(row)
        row.save()
        return row

    with audited("enter_requirements", by=by, at=at) as line:
        made = all_or_none(new, enter)
        line.about("project", project.pk, requirements={row.pk: str(row) for row in made})
    return made


@deed("change_requirement", "changed a requirement", needs=Ability.PLAN)
def change_requirement(
    *, requirement: Requirement, new: RequirementParticulars, revision: int, by: User, at: datetime
) -> Requirement:
    """Change the particulars of a need or requirement, its state too."""
    require(by, "change_requirement", requirement.project, at.date())
    try:
        with audited("change_requirement", by=by, at=at) as line:
            row = _filled(lock_row(requirement, revision), new)
            if row.kind != RequirementKind.NEED and row.requirements.exists():
                raise Conflict("serving", "Requirements serve this need. Let them serve another first.")
            refuse_code_twice(row)
            row.save()
            told = {"title": row.title, "state": row.state, "priority": row.priority}
            line.about("requirement", row.pk, project=row.project_id, code=row.code, **told)
    except IntegrityError:
        raise twice(new.code) from None
    return row


def refuse_code_twice(row: Requirement) -> None:
    """Refuse a code that another row of the project has."""
    others = Requirement.objects.filter(project=row.project_id, code_key=row.code_key).exclude(pk=row.pk)
    if row.code_key and others.exists():
        raise twice(row.code)


def twice(code: str) -> Invalid:
    """Return the refusal of a code that is taken."""
    return Invalid("taken", "This project has the code %(taken)s already. Give it another.", "code", taken=code)


def one_of(value: str, kinds: type[RequirementKind | Priority | RequirementState], words: str, field: str) -> str:
    """Return a value that is one of some words."""
    if value not in kinds.values:
        raise Invalid(field, words, field)
    return value


def _filled(row: Requirement, new: RequirementParticulars) -> Requirement:
    row.kind = one_of(new.kind, RequirementKind, "It is a need or a requirement.", "kind")
    row.priority = one_of(new.priority, Priority, "The priority is must, should, could or will_not.", "priority")
    row.state = one_of(new.state, RequirementState, "The state is draft, agreed, met or dropped.", "state")
    row.title = clean_name(new.title, "title")
    row.code = clean_name(new.code, "code", most=40, required=False)
    row.code_key = fold(row.code)
    row.words = clean_text(new.words, "words")
    row.source = clean_name(new.source, "source", required=False)
    row.need, row.party, row.owner = new.need, new.party, new.owner
    _check_places(row)
    return row


def _check_places(row: Requirement) -> None:
    if row.need is not None:
        if row.kind == RequirementKind.NEED:
            raise Invalid("need", "A need serves no other need.", "need")
        if row.need.project_id != row.project_id or row.need.kind != RequirementKind.NEED:
            raise Invalid("need", "A requirement serves a need of its own project.", "need")
    if row.party is not None and row.party.portfolio_id != row.project.portfolio_id:
        raise Invalid("party", "This party belongs to another portfolio.", "party")
