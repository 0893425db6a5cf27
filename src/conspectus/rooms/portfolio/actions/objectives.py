"""Strategic objectives: set, changed, retired; and what each project contributes to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

from django.db import IntegrityError

from conspectus.engine.apportion import WHOLE
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_line, clean_name, clean_text, fold
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.portfolio.actions.dated import make_room
from conspectus.rooms.portfolio.models import Contribution, Objective, Portfolio, Project
from conspectus.rooms.portfolio.rules import require

DEEPEST = 8
MOST_WEIGHT = 1000
FIELDS = frozenset(
    {"name", "parent", "owner", "division", "measure", "unit", "target", "weight", "starts_on", "ends_on"}
)


@dataclass(frozen=True, slots=True)
class NewObjective:
    """What an objective is set with; ``weight`` counts against those beside it."""

    name: str
    parent: Objective | None = None
    owner: Person | None = None
    division: Division | None = None
    measure: str = ""
    unit: str = ""
    target: float | None = None
    weight: int = 1
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Serves:
    """The part of a project, in basis points, that serves an objective, and how."""

    objective: Objective
    basis_points: int
    words: str = ""


@deed("create_objective", "set a strategic objective", needs=Ability.STEER)
def create_objective(*, portfolio: Portfolio, new: NewObjective, by: User, at: datetime) -> Objective:
    """Set an objective of a portfolio, below another or at the top; refuses a name in force beside it."""
    require(by, "create_objective", portfolio, at.date())
    row = Objective(portfolio=portfolio)
    wanted = {name: getattr(new, name) for name in FIELDS}
    try:
        with audited("create_objective", by=by, at=at) as line:
            one_at_a_time("objectives")
            _fill(row, wanted)
            _refuse_taken(row)
            row.save()
            _place(row)
            line.about("objective", row.pk, portfolio=portfolio.pk, **_told(wanted))
    except IntegrityError:
        raise _taken() from None
    return row


@deed("change_objective", "changed a strategic objective", needs=Ability.STEER)
def change_objective(
    *, objective: Objective, changes: Mapping[str, Any], revision: int, by: User, at: datetime
) -> Objective:
    """Change some of what an objective is, or move it with all below it; refuses what ``create_objective`` does."""
    require(by, "change_objective", objective.portfolio, at.date())
    unknown = sorted(set(changes) - FIELDS)
    if unknown:
        raise Invalid("unknown_field", "'%(unknown)s' cannot be changed.", unknown[0], unknown=unknown[0][:60])
    try:
        with audited("change_objective", by=by, at=at) as line:
            one_at_a_time("objectives")  # two moves at once could each put one below the other
            row = lock_row(objective, revision)
            _refuse_retired(row)
            _fill(row, changes)
            _refuse_taken(row)
            row.save()
            _place(row)
            line.about("objective", row.pk, **_told(changes))
    except IntegrityError:
        raise _taken() from None
    return row


@deed("retire_objective", "retired a strategic objective", needs=Ability.STEER)
def retire_objective(*, objective: Objective, revision: int, by: User, at: datetime) -> Objective:
    """Retire an objective with all below it: from today nothing counts toward it; what was stays readable."""
    require(by, "retire_objective", objective.portfolio, at.date())
    with audited("retire_objective", by=by, at=at) as line:
        row = lock_row(objective, revision)
        _refuse_retired(row)
        row.retired_on = at.date()
        row.save()
        below = Objective.objects.filter(path__startswith=row.path, retired_on=None)
        others = list(below.values_list("pk", flat=True))
        below.update(retired_on=at.date())
        line.about("objective", row.pk, name=row.name, below=others)
    return row


@deed("set_contributions", "said which objectives a project serves", needs=Ability.PLAN)
def set_contributions(
    *,
    project: Project,
    contributions: Sequence[Serves],
    starting: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Project:
    """Say which objectives a project serves from a day on (today unless given); what held before stays.

    Refuses objectives of another portfolio or retired, one named twice, and
    parts that add to more than the whole project; less is allowed.
    """
    require(by, "set_contributions", project, at.date())
    starting = starting or at.date()
    _check(project, contributions)
    with audited("set_contributions", by=by, at=at) as line:
        row = lock_row(project, revision)
        row.changed_at = at
        row.save()
        make_room(Contribution.objects.filter(project=row), starting)
        Contribution.objects.bulk_create(
            Contribution(
                project=row,
                objective=one.objective,
                basis_points=one.basis_points,
                words=clean_text(one.words, "words"),
                starts_on=starting,
            )
            for one in contributions
        )
        told = {str(one.objective.pk): one.basis_points for one in contributions}
        line.about("project", row.pk, starting=starting.isoformat(), objectives=told)
    return row


def _check(project: Project, contributions: Sequence[Serves]) -> None:
    seen = [one.objective.pk for one in contributions]
    if len(seen) != len(set(seen)):
        raise Invalid("twice", "An objective is named twice. Name each once.", "contributions")
    for one in contributions:
        if one.objective.portfolio_id != project.portfolio_id:
            raise Invalid(
                "objective",
                "This objective belongs to another portfolio. A project serves objectives of its own.",
                "contributions",
            )
        if one.objective.retired_on is not None:
            raise Invalid("retired", "%(name)s is retired. Leave it out.", "contributions", name=one.objective.name)
        check_part(one.basis_points, "contributions")
    total = sum(one.basis_points for one in contributions)
    if total > WHOLE:
        raise Invalid(
            "more_than_whole",
            "The parts add to %(total)s %%. They may add to 100 %% at most.",
            "contributions",
            total=f"{total / 100:g}",
        )


def check_part(basis_points: object, field: str) -> None:
    """Refuse what is no part of a project between 0.01 and 100 %."""
    if isinstance(basis_points, bool) or not isinstance(basis_points, int) or not 1 <= basis_points <= WHOLE:
        raise Invalid("part", "A part lies between 0.01 % and 100 %.", field)


def _fill(row: Objective, wanted: Mapping[str, Any]) -> None:
    """Put checked values into the row."""
    if "name" in wanted:
        row.name = clean_name(wanted["name"], "name")
        row.name_key = fold(row.name)
    if "measure" in wanted:
        row.measure = clean_line(wanted["measure"], "measure", required=False)
    if "unit" in wanted:
        row.unit = clean_line(wanted["unit"], "unit", most=40, required=False)
    if "target" in wanted:
        row.target = _number(wanted["target"])
    if "weight" in wanted:
        row.weight = _weight(wanted["weight"])
    if "parent" in wanted:
        _check_parent(row, wanted["parent"])
    for name in ("parent", "owner", "division", "starts_on", "ends_on"):
        if name in wanted:
            setattr(row, name, wanted[name])
    if row.starts_on and row.ends_on and row.ends_on <= row.starts_on:
        raise Invalid("ends_on", "The objective must end after it begins.", "ends_on")


def _number(target: object) -> float | None:
    if target is None:
        return None
    if isinstance(target, bool) or not isinstance(target, int | float) or not isfinite(target) or abs(target) > 1e15:
        raise Invalid("target", "The target is a number, such as 95 or 2.5.", "target")
    return float(target)


def _weight(weight: object) -> int:
    if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= weight <= MOST_WEIGHT:
        raise Invalid("weight", "The weight is a whole number from 1 to %(most)s.", "weight", most=MOST_WEIGHT)
    return weight


def _check_parent(row: Objective, parent: Objective | None) -> None:
    if parent is None:
        return
    if parent.portfolio_id != row.portfolio_id:
        raise Invalid("parent", "This objective belongs to another portfolio.", "parent")
    if parent.retired_on is not None:
        raise Invalid("parent", "%(parent)s is retired. Choose another place.", "parent", parent=parent.name)
    if row.pk is not None and parent.path.startswith(row.path):
        raise Invalid("own_parent", "An objective cannot lie below itself. Choose another place.", "parent")


def _place(row: Objective) -> None:
    """Give a row its path, and all below it theirs."""
    above = Objective.objects.get(pk=row.parent_id).path if row.parent_id else "/"
    before, after = row.path, f"{above}{row.pk}/"
    if before == after:
        return
    below = list(Objective.objects.filter(path__startswith=before).exclude(pk=row.pk)) if before else []
    deepest = max([0, *(one.path.count("/") - before.count("/") for one in below)])
    if after.count("/") - 1 + deepest > DEEPEST:
        raise Invalid(
            "too_deep", "Objectives go %(deepest)s levels deep. Choose a place further up.", "parent", deepest=DEEPEST
        )
    row.path = after
    row.save(update_fields=["path"])
    for one in below:
        one.path = after + one.path[len(before) :]
        one.save(update_fields=["path"])


def _refuse_retired(row: Objective) -> None:
    if row.retired_on is not None:
        raise Conflict("retired", "%(name)s is retired. Set a new objective instead.", name=row.name)


def _refuse_taken(row: Objective) -> None:
    beside = Objective.objects.filter(portfolio=row.portfolio_id, parent=row.parent_id, retired_on=None)
    if beside.exclude(pk=row.pk).filter(name_key=row.name_key).exists():
        raise _taken()


def _taken() -> Invalid:
    return Invalid("name_taken", "An objective with this name exists here.", "name")


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the audit log keeps them: rows by their number, days in their one form."""
    return {
        name: value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)
        for name, value in sorted(values.items())
    }
