"""Register entries one may see, narrowed and in order; one with its history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OrderBy, Q, QuerySet

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    find_contracts,
    find_parties,
    find_projects,
    programmes_within,
    visible_objectives,
    visible_portfolios,
    visible_programmes,
    visible_projects,
)
from conspectus.rooms.portfolio.rules import may, may_everywhere, persons, projects_with, projects_with_cost, sees_cost
from conspectus.rooms.risks.bridge import band
from conspectus.rooms.risks.choices import MIDDLE_SCORE, TOP_SCORE, Category, EntryKind, EntryState
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.schedule.models import WatchedTask

SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "score": ("score", "pk"),
    "-score": ("-score", "pk"),
    "residual": ("residual_score", "pk"),
    "-residual": ("-residual_score", "pk"),
    "review": (F("review_on").asc(nulls_last=True), "pk"),
    "-review": (F("review_on").desc(nulls_last=True), "pk"),
    "age": ("-opened_on", "-pk"),
    "-age": ("opened_on", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "exposure": (F("exposure_minor").asc(nulls_last=True), "pk"),
    "-exposure": (F("exposure_minor").desc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What a register is narrowed to; the same object for page, API, command and file.

    ``state`` empty is open, ``all`` every one; ``band`` top, middle or low; ``cell`` is probability and impact such as
    4x5, with ``r`` before it of what remains; ``late`` are those whose review is due.
    """

    text: str = ""
    kind: str = ""
    state: str = ""
    category: str = ""
    band: str = ""
    cell: str = ""
    whose: str = ""  # mine, nobody
    late: bool = False
    escalated: bool = False
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    project: int | None = None
    objective: int | None = None
    party: int | None = None
    contract: int | None = None
    task: int | None = None  # a watched task
    sort: str = "-score"


@dataclass(frozen=True, slots=True)
class RegisterView:
    """An entry as it is shown; money is left out where its reader may not see that, places where not those."""

    entry_id: int
    kind: str
    title: str
    portfolio_id: int
    programme_id: int | None
    programme: str
    project_id: int | None
    code: str
    place: str
    category: str
    probability: int | None
    impact: int
    score: int
    band: str
    residual_probability: int | None
    residual_impact: int | None
    residual_score: int
    percent: int | None
    cost_minor: int | None
    exposure_minor: int | None
    currency: str
    amounts_hidden: bool
    expected_on: date | None
    response: str
    owner_id: int | None
    owner: str
    review_on: date | None
    review_due: bool
    state: str
    escalated_to: str
    opened_on: date
    age_days: int
    revision: int


def visible_entries(by: User, on: date) -> QuerySet[RegisterEntry]:
    """Return the entries of the places ``by`` may see, and those that reach a project they may see."""
    rows = RegisterEntry.objects.select_related("project", "programme", "portfolio", "owner")
    if may_everywhere(by, Ability.READ, on):
        return rows
    if not by.is_active:
        return rows.none()
    seen = visible_projects(by, on).order_by().values("pk")
    shared = RegisterEntry.also.through.objects.filter(project__in=seen).values("registerentry")
    programmes = list(visible_programmes(by, on).order_by().values_list("pk", flat=True))
    portfolios = list(visible_portfolios(by, on).order_by().values_list("pk", flat=True))
    own = Q(project=None, programme__in=programmes) | Q(project=None, programme=None, portfolio__in=portfolios)
    return rows.filter(Q(project__in=seen) | own | Q(pk__in=shared))


def get_entry(by: User, entry_id: object, on: date) -> RegisterEntry:
    """Return one entry ``by`` may see."""
    row = visible_entries(by, on).filter(pk=row_id(entry_id)).first()
    if row is None:
        raise NotFound
    return row


def find_entries(by: User, wanted: RegisterFilter, on: date) -> QuerySet[RegisterEntry]:
    """Return the entries a filter leaves, in its order; refuses what it does not know."""
    rows = placed(visible_entries(by, on), by, wanted, on)
    if wanted.state != "all":
        if wanted.state and wanted.state not in EntryState.values:
            raise Invalid("state", "There is no such state.", "state")
        rows = rows.filter(state=wanted.state or EntryState.OPEN)
    for name, known in (("kind", EntryKind.values), ("category", Category.values)):
        value = getattr(wanted, name)
        if value and value not in known:
            raise Invalid(name, "There is no such %(name)s.", name, name=name)
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.text:
        rows = rows.none() if "\0" in wanted.text else rows.filter(_words(wanted.text))
    rows = touching(_of_band(_of_cell(rows, wanted.cell), wanted.band), by, wanted, on)
    if wanted.whose not in ("", "mine", "nobody"):
        raise Invalid("whose", "Whose entries: mine, or nobody's.", "whose")
    if wanted.whose:
        rows = rows.filter(owner__in=persons(by, on)) if wanted.whose == "mine" else rows.filter(owner=None)
    if wanted.late:
        rows = rows.filter(review_on__lt=on)
    if wanted.escalated:
        rows = rows.exclude(escalated_to="")
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
    return rows.order_by(*SORTS[wanted.sort])


def placed(rows: QuerySet[RegisterEntry], by: User, wanted: RegisterFilter, on: date) -> QuerySet[RegisterEntry]:
    """Return the entries of a place, with those that reach into it; one that reaches twice counts once."""
    if wanted.project is not None:
        rows = rows.filter(_of_projects([wanted.project]))
    if wanted.division is not None:
        rows = rows.filter(_of_projects(find_projects(by, ProjectFilter(division=wanted.division), on)))
    if wanted.programme is not None:
        inside = programmes_within([wanted.programme])
        projects = find_projects(by, ProjectFilter(programme=wanted.programme), on)
        rows = rows.filter(_of_projects(projects) | Q(project=None, programme__in=inside))
    if wanted.portfolio is not None:
        rows = rows.filter(portfolio=wanted.portfolio)
    return rows


def _of_projects(projects: QuerySet[Project] | Collection[int]) -> Q:
    ids: Any = projects.order_by().values("pk") if isinstance(projects, QuerySet) else projects
    shared = RegisterEntry.also.through.objects.filter(project__in=ids).values("registerentry")
    return Q(project__in=ids) | Q(pk__in=shared)


def touching(rows: QuerySet[RegisterEntry], by: User, wanted: RegisterFilter, on: date) -> QuerySet[RegisterEntry]:
    """Return the entries that touch an objective, a supplier, a contract or a task, as far as ``by`` may see that."""
    if wanted.objective is not None:
        rows = rows.filter(objectives__in=_only(visible_objectives(by, on), wanted.objective))
    if wanted.party is not None:
        rows = rows.filter(parties__in=_only(find_parties(by, on=on), wanted.party))
    if wanted.contract is not None:
        rows = rows.filter(contracts__in=_only(find_contracts(by, on=on), wanted.contract))
    if wanted.task is not None:
        projects = visible_projects(by, on).order_by().values("pk")
        rows = rows.filter(tasks__in=_only(WatchedTask.objects.filter(project__in=projects), wanted.task))
    return rows


def _only(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
    return rows.filter(pk=number).order_by().values("pk")


def _words(text: str) -> Q:
    found = Q(title__icontains=text) | Q(cause__icontains=text) | Q(effect__icontains=text)
    return found | Q(owner__name__icontains=text)


def _of_band(rows: QuerySet[RegisterEntry], name: str) -> QuerySet[RegisterEntry]:
    bands = {
        "": Q(),
        "top": Q(score__gte=TOP_SCORE),
        "middle": Q(score__gte=MIDDLE_SCORE, score__lt=TOP_SCORE),
        "low": Q(score__gt=0, score__lt=MIDDLE_SCORE),
        "none": Q(score=0),
    }
    if name not in bands:
        raise Invalid("band", "Narrow a register to the bands top, middle, low or none.", "band")
    return rows.filter(bands[name])


def _of_cell(rows: QuerySet[RegisterEntry], cell: str) -> QuerySet[RegisterEntry]:
    """Return the entries of a cell of the heat map: of equal probability, and of this score by it."""
    if not cell:
        return rows
    first, cross, second = cell.removeprefix("r").partition("x")
    if not (cross and first in "12345" and second in "12345" and len(first) == len(second) == 1):
        raise Invalid("cell", "A cell is a probability and an impact from 1 to 5, such as 4x5.", "cell")
    probability, impact = int(first), int(second)
    if cell.startswith("r"):
        return rows.filter(residual_probability=probability, residual_impact=impact)
    return rows.filter(probability=probability, score=probability * impact)


def entry_views(by: User, rows: Sequence[RegisterEntry], on: date) -> list[RegisterView]:
    """Return some entries ``by`` may see, in their order; asks as often for one as for many."""
    seen = _seen_projects(by, {row.project_id for row in rows if row.project_id is not None}, on)
    with_cost = projects_with_cost(by, on)
    above = {row.place: sees_cost(by, row.place, on) for row in rows if row.project_id is None}

    def amounts(row: RegisterEntry) -> bool:
        if row.project_id is None:
            return above[row.place]
        return with_cost is None or row.project_id in with_cost

    return [entry_view(row, on, amounts=amounts(row), named=row.project_id in seen) for row in rows]


def entries_to_change(by: User, rows: Sequence[RegisterEntry], on: date) -> frozenset[int]:
    """Return which of some entries ``by`` may change; asks as often for one as for many."""
    able = projects_with(by, Ability.CONTRIBUTE, on)
    ids = () if by.reading_only else {row.project_id for row in rows if row.project_id is not None}
    projects = Project.objects.filter(*(() if able is None else (able,)), pk__in=ids).order_by()
    inside = frozenset(projects.values_list("pk", flat=True)) if ids else frozenset()
    above = {row.place for row in rows if row.project_id is None}
    places = {one for one in above if may(by, "change_register_entries", one, on)}
    return frozenset(row.pk for row in rows if row.project_id in inside or row.place in places)


def _seen_projects(by: User, ids: set[int], on: date) -> set[int | None]:
    if not ids or may_everywhere(by, Ability.READ, on):
        return {None, *ids}
    return {None, *visible_projects(by, on).order_by().filter(pk__in=ids).values_list("pk", flat=True)}


def entry_view(row: RegisterEntry, on: date, *, amounts: bool, named: bool) -> RegisterView:
    """Return an entry its reader may see: its money where ``amounts``, its place where ``named``."""
    names = (
        "kind", "title", "portfolio_id", "category", "probability", "score", "residual_probability",
        "residual_impact", "residual_score", "percent", "currency", "expected_on", "response", "owner_id",
        "review_on", "state", "escalated_to", "opened_on", "revision",
    )  # fmt: skip
    project = row.project if named else None
    return RegisterView(
        entry_id=row.pk,
        **{name: getattr(row, name) for name in names},
        programme_id=row.programme_id,
        programme=row.programme.name if row.programme else "",
        project_id=project.pk if project else None,
        code=project.code if project else "",
        place=str(row.place) if named else "",
        impact=max(row.impact_time or 0, row.impact_cost or 0, row.impact_quality or 0),
        band=band(row.score),
        cost_minor=row.cost_minor if amounts else None,
        exposure_minor=row.exposure_minor if amounts else None,
        amounts_hidden=not amounts,
        owner=row.owner.name if row.owner else "",
        review_due=row.state == EntryState.OPEN and row.review_on is not None and row.review_on < on,
        age_days=((row.closed_on or on) - row.opened_on).days,
    )
