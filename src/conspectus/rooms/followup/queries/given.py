"""Actions of any register: those one may see, narrowed and in order; those of one thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.kit.subjects import Subject
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.choices import SOON_DAYS, ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    find_projects,
    visible_portfolios,
    visible_programmes,
    visible_projects,
)
from conspectus.rooms.portfolio.rules import may_everywhere, persons

WHOSE = ("", "mine", "projects", "given")


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What a list of actions is narrowed to; unless told otherwise those that are open."""

    text: str = ""
    whose: str = ""  # mine, projects (I manage), given (by me)
    state: str = ""  # late, soon, done, dropped, all; empty: open
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    project: int | None = None


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action as it is shown; ``subject`` names what it is about, empty where its reader may not see that."""

    action_id: int
    subject_kind: str
    subject_id: str
    subject: str
    project_id: int | None
    code: str
    project: str
    words: str
    owner_id: int | None
    owner: str
    due_on: date | None
    first_due_on: date | None
    state: str
    late: bool
    opened_on: date
    opened_by: str
    answer: str
    closed_on: date | None
    closed_by: str
    revision: int


def visible_actions(by: User, on: date) -> QuerySet[Action]:
    """Return the actions of what ``by`` may see, and those they own or gave."""
    rows = Action.objects.select_related("project", "owner", "opened_by", "closed_by")
    if may_everywhere(by, Ability.READ, on):
        return rows
    if not by.is_active:
        return rows.none()
    whose = persons(by, on)
    seen = Q(project__in=visible_projects(by, on).order_by().values("pk"))
    for kind, places in (("programme", visible_programmes(by, on)), ("portfolio", visible_portfolios(by, on))):
        ids = [str(pk) for pk in places.order_by().values_list("pk", flat=True)]
        seen |= Q(project=None, subject_kind=kind, subject_id__in=ids)
    return rows.filter(seen | Q(owner__in=whose) | Q(opened_by__in=whose))


def actions_in(by: User, place: Project | Programme | Portfolio, on: date) -> QuerySet[Action]:
    """Return the actions, closed ones too, about a place and what lies in it, as far as ``by`` may see them."""
    rows = visible_actions(by, on)
    if isinstance(place, Project):
        return rows.filter(project=place)
    return rows.filter(_of_places(by, {type(place).__name__.lower(): place.pk}, on))


def _of_places(by: User, places: dict[str, int | None], on: date) -> Q:
    """Return what leaves the actions of projects in some places; without a division those about the places, too."""
    found = Q(project__in=find_projects(by, ProjectFilter(**places), on=on).order_by().values("pk"))  # type: ignore[arg-type]
    portfolio, programme = places.get("portfolio"), places.get("programme")
    if places.get("division") is not None:
        return found
    if programme is not None:
        return found | Q(project=None, subject_kind="programme", subject_id=str(programme))
    own = [str(pk) for pk in Programme.objects.filter(portfolio=portfolio).order_by().values_list("pk", flat=True)]
    found |= Q(project=None, subject_kind="programme", subject_id__in=own)
    return found | Q(project=None, subject_kind="portfolio", subject_id=str(portfolio))


def stored_action(action_id: object) -> Action:
    """Return an action, whatever it is about: the caller checks that it may be seen."""
    row = actions_by_id([row_id(action_id)]).first()
    if row is None:
        raise NotFound
    return row


def actions_by_id(ids: Collection[int]) -> QuerySet[Action]:
    """Return some actions, whatever they are about: the caller checks that they may be seen."""
    return Action.objects.select_related("project", "owner", "opened_by", "closed_by").filter(pk__in=list(ids))


def find_actions(by: User, wanted: ActionFilter, on: date) -> QuerySet[Action]:
    """Return the actions a filter leaves: open ones first, those longest overdue before the rest."""
    rows = visible_actions(by, on).filter(_of_state(wanted.state, on))
    if wanted.whose not in WHOSE:
        raise Invalid("whose", "Whose actions: mine, projects or given.", "whose")
    whose = persons(by, on)
    if wanted.whose == "mine":
        rows = rows.filter(owner__in=whose)
    elif wanted.whose == "projects":
        rows = rows.filter(project__manager__in=whose)
    elif wanted.whose == "given":
        rows = rows.filter(opened_by__in=whose)
    if wanted.text:
        rows = rows.filter(
            Q(words__icontains=wanted.text)
            | Q(owner__name__icontains=wanted.text)
            | Q(project__code__icontains=wanted.text)
            | Q(project__name__icontains=wanted.text)
        )
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    if any(one is not None for one in places.values()):
        rows = rows.filter(_of_places(by, places, on))
    if wanted.project is not None:
        rows = rows.filter(project=wanted.project)
    closed = Case(When(state=ActionState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    undated = Case(When(due_on=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(closed, undated, "due_on", "pk")


def _of_state(state: str, on: date) -> Q:
    is_open = Q(state=ActionState.OPEN)
    known = {
        "": is_open,
        "late": is_open & Q(due_on__lt=on),
        "soon": is_open & Q(due_on__lte=on + timedelta(days=SOON_DAYS)),
        "done": Q(state=ActionState.DONE),
        "dropped": Q(state=ActionState.DROPPED),
        "all": Q(),
    }
    if state not in known:
        raise Invalid("state", "Narrow actions to late, soon, done, dropped or all.", "state")
    return known[state]


def actions_of(subject: Subject, on: date) -> tuple[ActionView, ...]:
    """Return the actions of a subject its caller has shown to be visible, open ones first."""
    rows = Action.objects.select_related("project", "owner", "opened_by", "closed_by")
    rows = rows.filter(subject_kind=subject.kind, subject_id=subject.id)
    found = sorted(rows, key=lambda row: (row.state != ActionState.OPEN, row.due_on or date.max, row.pk))
    return tuple(action_view(row, on, subject.name) for row in found)


def action_view(row: Action, on: date, name: str) -> ActionView:
    """Return an action on something its reader may see, or that is theirs; ``name`` is the subject's, if it is seen."""
    is_open = row.state == ActionState.OPEN
    return ActionView(
        action_id=row.pk,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject=name,
        project_id=row.project_id,
        code=row.project.code if row.project and name else "",
        project=row.project.name if row.project and name else "",
        words=row.words,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner else "",
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        state=row.state,
        late=is_open and row.due_on is not None and row.due_on < on,
        opened_on=row.opened_at.date(),
        opened_by=row.opened_by.name,
        answer=row.answer,
        closed_on=row.closed_on,
        closed_by=row.closed_by.name if row.closed_by else "",
        revision=row.revision,
    )


def actions_waiting(whose: Collection[int], on: date) -> QuerySet[Action]:
    """Return the open actions of some people that are due within a week or overdue, or have no day."""
    rows = Action.objects.select_related("project").filter(owner__in=list(whose), state=ActionState.OPEN)
    return rows.filter(Q(due_on=None) | Q(due_on__lte=on + timedelta(days=SOON_DAYS))).order_by("due_on", "pk")


def actions_due(first: date, last: date) -> QuerySet[Action]:
    """Return the open actions due between two days, both counted in, whoever may see them."""
    return Action.objects.filter(state=ActionState.OPEN, due_on__range=(first, last)).order_by("due_on", "pk")


def action_days(ids: Collection[int]) -> dict[int, date]:
    """Return until when some actions are to be done, of those that are open."""
    rows = Action.objects.filter(state=ActionState.OPEN, due_on__isnull=False).order_by()
    return dict(of_these(rows, ids, "pk").values_list("pk", "due_on"))


def actions_left(person: int) -> QuerySet[Action]:
    """Return the open actions of one person."""
    return Action.objects.filter(owner=person, state=ActionState.OPEN).order_by("pk")
