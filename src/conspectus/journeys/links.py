"""Links brought up to the newest plans, then asked; and the list of them to take along."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import renew_standings
from conspectus.rooms.links.choices import LinkState, Standing
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries import (
    EndView,
    LinkFilter,
    Matrix,
    ProjectLinkView,
    SlipView,
    find_links,
    get_link,
    link_matrix,
    link_views,
    plan_preview,
)
from conspectus.rooms.links.queries.roadmap import with_links
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import Said, plan_to_come
from conspectus.rooms.schedule.bridge.said import NOTHING
from conspectus.rooms.schedule.queries import GridFilter, Roadmap, roadmap
from conspectus.rooms.schedule.queries.roadmap import PROJECTS

HEADS = (
    "Link", "What", "Giver", "Giver project", "Giver task", "Giver owner", "Taker", "Taker project", "Taker task",
    "Taker owner", "Type", "Lag, d", "State", "Agreed", "Asked for", "Given (forecast)", "Taken (forecast)", "Late, d",
    "Slack, d", "Standing",
    "Event on",
)  # fmt: skip


def links_now(by: User, wanted: LinkFilter, *, at: datetime) -> QuerySet[Link]:
    """Return the visible links a filter leaves as the newest plans make them stand."""
    renew_standings(at=at)
    return find_links(by, wanted, at.date())


def link_now(by: User, link_id: object, *, at: datetime) -> Link:
    """Return one visible link as the newest plans make it stand."""
    renew_standings(at=at)
    return get_link(by, link_id, at.date())


def matrix_now(by: User, wanted: LinkFilter, *, grouped: str, at: datetime) -> Matrix:
    """Return who gives to whom among the links a filter leaves, as the newest plans make them stand."""
    renew_standings(at=at)
    return link_matrix(by, wanted, grouped=grouped, on=at.date())


def roadmap_now(
    by: User,
    wanted: GridFilter,
    *,
    milestones: bool = True,
    at: datetime,
    offset: int = 0,
    most: int = PROJECTS,
) -> Roadmap:
    """Return the roadmap with the links between its projects as the newest plans make them stand."""
    renew_standings(at=at)
    return with_links(roadmap(by, wanted, milestones=milestones, at=at, offset=offset, most=most))


def plan_slip(
    *, project: Project, data: bytes, name: str, plan_choice: str = "", said: Said = NOTHING, by: User, at: datetime
) -> SlipView:
    """Return what a plan that is handed in would move in all projects if it became the newest; nothing is stored.

    Refuses a file that holds no plan, a project that has none yet, and a house whose links run in a circle.
    """
    require(by, "import_plan", project, at.date())
    plan = plan_to_come(project=project, data=data, name=name, plan_choice=plan_choice or None, said=said)
    return plan_preview(by, project, plan, on=at.date())


@written_for(PLAIN)
def links_csv(*, by: User, wanted: LinkFilter, at: datetime) -> bytes:
    """Return the links the filter leaves as CSV; no text in it can become a formula."""
    from conspectus.formats.packs.delimited import write_delimited

    rows = tuple(_cells(one) for one in link_views(by, links_now(by, wanted, at=at), at.date()))
    return write_delimited(Grid(caption="", columns=tuple(Column(head, 1.0, False) for head in HEADS), rows=rows))


def _cells(one: ProjectLinkView) -> tuple[Cell, ...]:
    days = (one.agreed_on, one.asked_on, one.giver.on, one.taker.on)
    texts = (
        str(one.link_id),
        one.words,
        *_end(one.giver),
        *_end(one.taker),
        one.kind.upper(),
        str(one.lag_days),
        str(LinkState(one.state).label),
        *("" if day is None else day.isoformat() for day in days),
        *("" if days is None else f"{days:g}" for days in (one.late_days, one.slack_days)),
        str(Standing(one.standing).label),
        next((end.on.isoformat() for end in (one.giver, one.taker) if end.outside and end.on), ""),
    )
    return tuple(Cell(text) for text in texts)


def _end(end: EndView) -> tuple[str, str, str, str]:
    if end.outside:
        return "outside", end.party, end.task, end.owner
    if end.hidden:
        return "not visible to you", "", "", ""
    return end.code, end.project, end.task, end.owner
