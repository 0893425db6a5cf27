"""Links one may see: how each stands, what was said of it, what happened to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import get_division
from conspectus.rooms.links.choices import ALARMING, OPEN, LinkState, Side, Standing, Step
from conspectus.rooms.links.models import Link, LinkStep
from conspectus.rooms.links.rules import visible
from conspectus.rooms.portfolio.choices import ENDED, State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import programmes_within, visible_projects
from conspectus.rooms.schedule.models import WatchedTask

ORDERS = {
    "": ("rank", "slack_days", "pk"),
    "slack": ("slack_days", "pk"),
    "-slack": ("-slack_days", "-pk"),
    "agreed": ("agreed_on", "pk"),
    "-agreed": ("-agreed_on", "-pk"),
    "given": ("given_on", "pk"),
    "-given": ("-given_on", "-pk"),
}
_PLACES = ("portfolio", "programme", "division", "project")


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """What a list of links is narrowed to; the same object for page, API, command and export.

    ``standing`` is one of the standings, or ``alarming``: gone, broken or late. Without ``state`` those are listed that
    are proposed or agreed; ``all`` lists every one. A place is that of either side.
    """

    text: str = ""
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    project: int | None = None
    giver: int | None = None  # the project that gives
    taker: int | None = None  # the project that takes
    standing: str = ""
    state: str = ""
    mine: bool = False  # links ``by`` owns a side of
    sort: str = ""


@dataclass(frozen=True, slots=True)
class EndView:
    """One side of a link; of a project the reader may not see nothing is told but its dates."""

    outside: bool
    hidden: bool
    project_id: int | None
    code: str
    project: str
    programme: str
    uid: str
    task: str  # of an outside event its name
    party: str
    owner: str
    owner_id: int | None
    said: bool  # agreed to what is asked
    on: date | None  # by its newest plan
    gone: bool
    done: bool
    ended: str = ""  # how its project ended, where it did

    @property
    def ended_label(self) -> str:
        """How its project ended, in words."""
        return str(State(self.ended).label) if self.ended else ""


@dataclass(frozen=True, slots=True)
class ProjectLinkView:
    """A link as its reader may have it; days are working days."""

    link_id: int
    words: str
    kind: str
    lag_days: int
    giver: EndView
    taker: EndView
    state: str
    standing: str
    agreed_on: date | None
    asked_on: date | None
    slack_days: float | None
    late_days: float | None
    revision: int
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing that happened to a link."""

    what: str
    side: str
    on: date | None
    standing: str
    words: str
    by: str
    at: datetime

    @property
    def label(self) -> str:
        """What happened, in words."""
        return str(Step(self.what).label)


def find_links(by: User, wanted: LinkFilter = LinkFilter(), on: date | None = None) -> QuerySet[Link]:
    """Return the visible links a filter leaves, in its order: without one the worst come first."""
    _check(wanted)
    rows = Link.objects.filter(visible(by, on))
    if wanted.state not in ("", "all"):
        rows = rows.filter(state=wanted.state)
    elif not wanted.state:
        rows = rows.filter(state__in=OPEN)
    if wanted.standing:
        rows = rows.filter(standing__in=ALARMING if wanted.standing == "alarming" else [wanted.standing])
    if wanted.mine:
        rows = rows.filter(_owned(by.person_id))
    for side in Side.values:
        if (number := getattr(wanted, side)) is not None:
            rows = rows.filter(**{f"{side}__project__in": visible_projects(by, on).order_by().filter(pk=number)})
    places = _projects(by, wanted, on)
    if places is not None:
        rows = rows.filter(Q(giver__project__in=places) | Q(taker__project__in=places))
    if wanted.text:
        rows = rows.filter(_said(by, wanted.text, on)) if "\0" not in wanted.text else rows.none()
    rank = Case(
        *(When(standing=one, then=Value(place)) for place, one in enumerate(Standing.values)),
        output_field=IntegerField(),
    )
    return _whole(rows).annotate(rank=rank).order_by(*ORDERS[wanted.sort])


def link_views(by: User, rows: Iterable[Link], on: date | None = None) -> list[ProjectLinkView]:
    """Return found links as ``by`` may have them; asks the database as often for one as for many."""
    found = list(rows)
    projects = {end.project_id for row in found for end in (row.giver, row.taker) if end is not None}
    shown = of_these(visible_projects(by, on).order_by(), projects, "pk") if projects else None
    seen = set() if shown is None else set(shown.values_list("pk", flat=True))
    return [_view(row, seen) for row in found]


def get_link(by: User, link_id: object, on: date | None = None) -> Link:
    """Return one link ``by`` may see."""
    row = _whole(Link.objects.filter(visible(by, on), pk=row_id(link_id))).first()
    if row is None:
        raise NotFound
    return row


def link_view(by: User, row: Link, on: date | None = None) -> ProjectLinkView:
    """Return one link that was shown to be visible."""
    return link_views(by, [row], on)[0]


def steps_of(row: Link) -> list[StepView]:
    """Return what happened to a visible link, the newest last."""
    steps = LinkStep.objects.filter(link=row).select_related("by")
    return [
        StepView(one.what, one.side, one.on, one.standing, one.words, one.by.name if one.by else "", one.at)
        for one in steps
    ]


def links_of(numbers: Iterable[int]) -> dict[int, Link]:
    """Return links by number, whoever asks, with what their owners follow from."""
    rows = Link.objects.filter(pk__in=list(numbers))
    return {row.pk: row for row in rows.select_related("giver__project", "taker__project")}


def open_links_of(projects: Collection[int]) -> list[Link]:
    """Return the open links of some projects that are not handed over, whoever asks."""
    rows = Link.objects.filter(state__in=OPEN).exclude(standing=Standing.DONE)
    rows = rows.filter(Q(giver__project__in=projects) | Q(taker__project__in=projects))
    return list(rows.select_related("giver__project", "taker__project").order_by("pk"))


def alarms_of(causes: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Link]]:
    """Return the links that plans left gone, broken or late, by the project and revision that did it."""
    rows = LinkStep.objects.filter(project__in={one for one, _number in causes}, standing__in=ALARMING)
    found: dict[tuple[int, int], list[Link]] = {}
    for step in rows.select_related("link__giver__project", "link__taker__project"):
        key = (step.project_id or 0, step.revision_number or 0)
        if key in causes:
            found.setdefault(key, []).append(step.link)
    return found


def visible_links(by: User, on: date | None = None) -> QuerySet[Link]:
    """Return every link ``by`` may see."""
    return Link.objects.filter(visible(by, on))


def _whole(rows: QuerySet[Link]) -> QuerySet[Link]:
    """Return the same with all that is shown of them."""
    ends = [f"{side}__project__{more}" for side in Side.values for more in ("manager", "programme")]
    return rows.select_related(*ends, "giver_owner", "taker_owner", "event_party", "proposed_by")


def _check(wanted: LinkFilter) -> None:
    if wanted.sort not in ORDERS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
    if wanted.standing not in ("", "alarming", *Standing.values):
        raise Invalid("standing", "There is no such standing of a link.", "standing")
    if wanted.state not in ("", "all", *LinkState.values):
        raise Invalid("state", "A link is proposed, agreed, declined or withdrawn.", "state")


def _owned(person: int) -> Q:
    """Return the condition of links a person owns a side of: named, or by managing its project."""
    found = Q()
    for side in Side.values:
        unnamed = Q(**{f"{side}_owner": None, f"{side}__project__manager": person})
        found |= Q(**{f"{side}_owner": person}) | unnamed
    return found


def _projects(by: User, wanted: LinkFilter, on: date | None) -> QuerySet[Project] | None:
    """Return the visible projects of the places asked for; None where none is."""
    if all(getattr(wanted, name) is None for name in _PLACES):
        return None
    rows = visible_projects(by, on).order_by()
    if wanted.division is not None:
        rows = rows.filter(division__path__startswith=get_division(wanted.division).path)
    if wanted.programme is not None:
        rows = rows.filter(programme__in=programmes_within([wanted.programme]))
    if wanted.portfolio is not None:
        rows = rows.filter(portfolio=wanted.portfolio)
    return rows if wanted.project is None else rows.filter(pk=wanted.project)


def _said(by: User, text: str, on: date | None) -> Q:
    """Return the condition of links that hold a text where ``by`` may read it."""
    seen = visible_projects(by, on).order_by()
    found = Q(words__icontains=text) | Q(event_name__icontains=text)
    for side in Side.values:
        held = Q()
        for name in ("name", "project__name", "project__code"):
            held |= Q(**{f"{side}__{name}__icontains": text})
        found |= held & Q(**{f"{side}__project__in": seen})
    return found


def _view(row: Link, seen: set[int]) -> ProjectLinkView:
    names = ("words", "kind", "lag_days", "state", "standing", "agreed_on", "asked_on", "slack_days", "late_days")
    told: dict[str, Any] = {name: getattr(row, name) for name in (*names, "revision", "proposed_at")}
    return ProjectLinkView(
        link_id=row.pk,
        giver=_end(row, row.giver, row.given_on, row.giver_owner, row.giver_said, seen),
        taker=_end(row, row.taker, row.taken_on, row.taker_owner, row.taker_said, seen),
        proposed_by=row.proposed_by.name,
        **told,
    )


def _end(
    row: Link, task: WatchedTask | None, day: date | None, owner: Person | None, said: bool, seen: set[int]
) -> EndView:
    if task is None:
        party = row.event_party.name if row.event_party else ""
        return EndView(
            True, False, None, "", "", "", "", row.event_name, party, owner.name if owner else "",
            owner.pk if owner else None, said, day, False, False,
        )  # fmt: skip
    project = task.project
    if project.pk not in seen:
        return EndView(False, True, None, "", "", "", "", "", "", "", None, said, day, task.gone, task.done)
    owner = owner or project.manager
    return EndView(
        outside=False,
        hidden=False,
        project_id=project.pk,
        code=project.code,
        project=project.name,
        programme=project.programme.name if project.programme else "",
        uid=task.uid,
        task=task.name,
        party="",
        owner=owner.name if owner else "",
        owner_id=owner.pk if owner else None,
        said=said,
        on=day,
        gone=task.gone,
        done=task.done,
        ended=project.state if State(project.state) in ENDED else "",
    )
