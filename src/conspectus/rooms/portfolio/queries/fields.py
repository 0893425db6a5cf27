"""Fields of the organisation: which there are, which a reader may know of, and of which things they see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.portfolio.bridge.graph import Graph, graph_of
from conspectus.rooms.portfolio.bridge.typed import in_force
from conspectus.rooms.portfolio.choices import FieldRight, FieldSubject
from conspectus.rooms.portfolio.models import Contract, Field, Objective, Party, Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries.objectives import get_objective
from conspectus.rooms.portfolio.queries.parties import get_contract, get_party
from conspectus.rooms.portfolio.queries.projects import (
    get_portfolio,
    get_programme,
    get_project,
    visible_divisions,
)
from conspectus.rooms.portfolio.rules import abilities_on, projects_with

Subject = Portfolio | Programme | Project | Division | Objective | Party | Contract
ABILITY = {
    FieldRight.COST: Ability.SEE_COST,
    FieldRight.PEOPLE: Ability.SEE_PEOPLE,
    FieldRight.ADMINISTRATORS: Ability.ADMINISTER,
}

# Whoever may change the particulars of a thing fills in its fields.
_CHANGED_BY = {
    FieldSubject.PROJECT: "set_field_values",
    FieldSubject.PROGRAMME: "change_programme",
    FieldSubject.PORTFOLIO: "change_portfolio",
    FieldSubject.DIVISION: "change_division",
    FieldSubject.OBJECTIVE: "change_objective",
    FieldSubject.PARTY: "change_party",
    FieldSubject.CONTRACT: "change_contract",
}
_FOUND: dict[FieldSubject, Callable[[User, object, date | None], Subject]] = {
    FieldSubject.PROJECT: get_project,
    FieldSubject.PROGRAMME: get_programme,
    FieldSubject.PORTFOLIO: get_portfolio,
    FieldSubject.OBJECTIVE: get_objective,
    FieldSubject.PARTY: get_party,
    FieldSubject.CONTRACT: get_contract,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """Of which things a reader has which right: by right the ids, None for all; a right that is not there, none."""

    ids: dict[str, frozenset[int] | None]

    def covers(self, needs: Iterable[str], subject_id: int) -> bool:
        """Return whether the reader sees, of this thing, what takes these rights."""
        found = (self.ids.get(need, frozenset()) for need in needs)
        return all(ids is None or subject_id in ids for ids in found)


ALL_SEEN = Sight(dict.fromkeys((right.value for right in ABILITY), None))


def fields_of(kind: str) -> list[Field]:
    """Return every field of a kind of subject with its options, retired ones included."""
    return list(Field.objects.filter(subject_kind=kind).prefetch_related("options"))


def all_fields(kind: str) -> tuple[list[Field], Graph]:
    """Return every field of a kind of subject, and how they hang together."""
    fields = fields_of(kind)
    return fields, graph_of(fields)


def kind_of(subject: Subject) -> str:
    """Return which kind of subject a thing is."""
    return type(subject).__name__.lower()


def known_fields(by: User, kind: str, on: date, *, retired: bool = False) -> tuple[list[Field], Graph]:
    """Return the fields ``by`` may know of, in force on the day unless ``retired`` too, and how all hang together."""
    fields, graph = all_fields(kind)
    open_to = _rights_somewhere(by, on, {need for row in fields for need in graph.needs[row.key]})
    seen = [row for row in fields if graph.needs[row.key] <= open_to and (retired or in_force(row, on))]
    return seen, graph


def readable_fields(by: User, kind: str, on: date) -> list[Field]:
    """Return the fields in force on the day whose values ``by`` may see of some thing."""
    return known_fields(by, kind, on)[0]


def get_field(by: User, field_id: object, on: date) -> Field:
    """Return one field ``by`` may know of, retired or not."""
    row = Field.objects.filter(pk=row_id(field_id)).prefetch_related("options").first()
    if row is None or row.pk not in {one.pk for one in known_fields(by, row.subject_kind, on, retired=True)[0]}:
        raise NotFound
    return row


def get_subject(by: User, kind: str, subject_id: object, on: date) -> Subject:
    """Return the thing whose fields are asked for."""
    if kind == FieldSubject.DIVISION:  # the name alone of others is open
        return _seen_division(by, subject_id, on)
    if kind not in _FOUND:
        raise NotFound
    return _FOUND[FieldSubject(kind)](by, subject_id, on)


def _seen_division(by: User, division_id: object, on: date) -> Division:
    found = visible_divisions(by, on).filter(pk=row_id(division_id)).first()
    if found is None:
        raise NotFound
    return found


def changed_by(subject: Subject) -> str:
    """Return the deed whose right fills in the fields of a thing."""
    return _CHANGED_BY[FieldSubject(kind_of(subject))]


def ruled_by(subject: Subject) -> Portfolio | Programme | Project | Division:
    """Return what the rights over a thing hang on: itself, or the portfolio whose register it stands in."""
    return subject.portfolio if isinstance(subject, Objective | Party | Contract) else subject


def sight_of(by: User, kind: str, subjects: Sequence[Subject], on: date, needs: Iterable[str]) -> Sight:
    """Return of which of these things ``by`` has the rights that are needed; asks once a right."""
    if kind == FieldSubject.PROJECT:
        return project_sight(by, [row.pk for row in subjects], on, needs)
    found: dict[str, frozenset[int] | None] = {}
    for need in sorted(set(needs)):
        ability = ABILITY[FieldRight(need)]
        found[need] = frozenset(row.pk for row in subjects if ability in abilities_on(by, ruled_by(row), on))
    return Sight(found)


def project_sight(by: User, ids: Sequence[int], on: date, needs: Iterable[str] = tuple(ABILITY)) -> Sight:
    """Return of which of these projects ``by`` has the rights that are needed; asks once a right."""
    found: dict[str, frozenset[int] | None] = {}
    for need in sorted(set(needs)):
        seen = right_of(by, need, on)
        rows = of_these(Project.objects.all(), ids, "pk")
        found[need] = None if seen is None else frozenset(rows.filter(seen).values_list("pk", flat=True))
    return Sight(found)


def right_of(by: User, need: str, on: date) -> Q | None:
    """Return the condition of projects of which ``by`` has a right; None where of all."""
    return projects_with(by, ABILITY[FieldRight(need)], on)


def unknown_field(key: str) -> Invalid:
    """Return the refusal of a field that is not there, or not for the asker: the two look alike."""
    return Invalid("unknown_field", "There is no field called '%(key)s'.", f"fields.{key[:60]}", key=key[:60])


def options_offered(field: Field, on: date) -> list[tuple[int, str, str]]:
    """Return the depth, key and label of what a field offers on a day, each node of a tree below its parent."""
    rows = list(field.options.all())
    shown: list[tuple[int, str, str]] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in rows:
            if row.parent_id == parent:
                if in_force(row, on):
                    shown.append((depth, row.key, row.label))
                walk(row.pk, depth + 1)

    walk(None, 0)
    return shown


def _rights_somewhere(by: User, on: date, needs: set[str]) -> set[str]:
    """Return which of these rights ``by`` has over anything at all."""
    return {need for need in needs if _has_somewhere(by, ABILITY[FieldRight(need)], on)}


def _has_somewhere(by: User, ability: Ability, on: date) -> bool:
    seen = projects_with(by, ability, on)
    if seen is None or Project.objects.filter(seen).exists():
        return True
    return any(ability in abilities_on(by, row, on) for row in _places(by, on))


def _places(by: User, on: date) -> Iterable[Portfolio | Programme]:
    """Yield the programmes and portfolios ``by`` may see, which may hold no project yet."""
    from conspectus.rooms.portfolio.queries.projects import visible_portfolios, visible_programmes

    yield from visible_portfolios(by, on)
    yield from visible_programmes(by, on)


def definitions(by: User, on: date) -> QuerySet[Field]:
    """Return the fields of every kind of subject that ``by`` may know of, retired ones included."""
    ids = [row.pk for kind in FieldSubject for row in known_fields(by, kind, on, retired=True)[0]]
    return Field.objects.filter(pk__in=ids).prefetch_related("options")
