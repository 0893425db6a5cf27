"""Non-conformities across projects, each as far as its project may be seen; money only to those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.rules import persons, projects_with_cost
from conspectus.rooms.quality.choices import UNSETTLED, ConformityState, Origin, Severity
from conspectus.rooms.quality.models import NonConformity, NonConformityStep

DUE = {"": None, "overdue": -1, "30": 30, "90": 90}
_GRAVITY = Case(*(When(severity=one, then=Value(place)) for place, one in enumerate(Severity)))
SORTS: dict[str, tuple[Any, ...]] = {
    "due": (F("due_on").asc(nulls_last=True), "pk"),
    "-due": (F("due_on").desc(nulls_last=True), "-pk"),
    "age": ("-found_on", "-pk"),
    "-age": ("found_on", "pk"),
    "severity": (_GRAVITY.asc(), "found_on", "pk"),
    "project": ("project__code", "number"),
}


@dataclass(frozen=True, slots=True)
class ConformityFilter:
    """What a list of non-conformities is narrowed to; the same object for page, API, command and export.

    ``state`` may be ``unsettled``: neither closed nor dropped; ``due`` is overdue, or 30 or 90 coming days.
    """

    text: str = ""
    project: int | None = None
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    state: str = ""
    severity: str = ""
    origin: str = ""
    due: str = ""
    whose: str = ""  # mine, nobody
    sort: str = "severity"


@dataclass(frozen=True, slots=True)
class ConformityView:
    """A non-conformity on a day: its age until it was settled, days past due, cost of rework as far as it shows."""

    row: NonConformity
    planned: Measure
    spent: Measure
    age_days: int
    days_late: int = 0
    settled_on: date | None = None


def find_nonconformities(by: User, wanted: ConformityFilter, on: date) -> QuerySet[NonConformity]:
    """Return the non-conformities of every project ``by`` may see that the filter leaves, in its order."""
    _check(wanted)
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    projects = find_projects(by, ProjectFilter(**places), on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = NonConformity.objects.filter(project__in=projects.values("pk"))
    rows = rows.select_related("project__portfolio", "deliverable__project", "party", "owner")
    if wanted.state:
        rows = rows.filter(state__in=UNSETTLED if wanted.state == "unsettled" else (wanted.state,))
    for name in ("severity", "origin"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.whose:
        rows = rows.filter(owner__in=persons(by, on)) if wanted.whose == "mine" else rows.filter(owner=None)
    if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
        return rows.none()
    if text := wanted.text.strip():
        named = Q(title__icontains=text) | Q(place__icontains=text) | Q(party__name__icontains=text)
        rows = rows.filter(named | Q(project__code__icontains=text))
    days = DUE[wanted.due]
    if days is not None:
        within = Q(due_on__lt=on) if days < 0 else Q(due_on__gte=on, due_on__lte=on + timedelta(days=days))
        rows = rows.filter(within, state__in=UNSETTLED)
    return rows.order_by(*SORTS[wanted.sort])


def get_nonconformity(by: User, number: object, on: date) -> NonConformity:
    """Return one non-conformity of a project ``by`` may see."""
    row = find_nonconformities(by, ConformityFilter(), on).filter(pk=row_id(number)).first()
    if row is None:
        raise NotFound
    return row


def conformity_view(by: User, row: NonConformity, on: date) -> ConformityView:
    """Return one non-conformity as it stands on a day, as far as its reader may see."""
    return conformity_views(by, [row], on)[0]


def conformity_views(by: User, rows: Sequence[NonConformity], on: date) -> list[ConformityView]:
    """Return non-conformities as they stand on a day, as often asking the database for one as for many."""
    seen = projects_with_cost(by, on)
    ended = [row.pk for row in rows if row.state not in UNSETTLED]
    steps = NonConformityStep.objects.filter(nonconformity__in=ended).order_by("pk")
    settled = dict(steps.values_list("nonconformity", "on"))
    found = []
    for row in rows:
        shown = seen is None or row.project_id in seen
        end = settled.get(row.pk)
        late = (on - row.due_on).days if row.due_on is not None and end is None else 0
        amounts = (_amount(row.planned_minor, shown), _amount(row.spent_minor, shown))
        found.append(ConformityView(row, *amounts, max(((end or on) - row.found_on).days, 0), max(late, 0), end))
    return found


def steps_of(row: NonConformity) -> QuerySet[NonConformityStep]:
    """Return what became of a non-conformity the caller has shown to be visible, the newest first."""
    return row.steps.select_related("recorded_by").order_by("-pk")


def _amount(minor: int | None, shown: bool) -> Measure:
    if not shown:
        return missing(Reason.HIDDEN)
    return missing(Reason.NO_DATA) if minor is None else value(minor)


def _check(wanted: ConformityFilter) -> None:
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
    if wanted.state not in ("", "unsettled", *ConformityState.values):
        raise Invalid("state", "There is no such state.", "state")
    if wanted.severity not in ("", *Severity.values):
        raise Invalid("severity", "A severity is critical, major or minor.", "severity")
    if wanted.origin not in ("", *Origin.values):
        raise Invalid("origin", "There is no such cause.", "origin")
    if wanted.due not in DUE:
        raise Invalid("due", "Ask for overdue, 30 or 90.", "due")
    if wanted.whose not in ("", "mine", "nobody"):
        raise Invalid("whose", "Whose: mine, or nobody's.", "whose")
