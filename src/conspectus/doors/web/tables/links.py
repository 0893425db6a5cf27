"""Lists of links: what the address asks for, in which groups a project's links stand, what the columns mean."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.links.choices import LinkState, Standing
from conspectus.rooms.links.queries import LinkFilter, ProjectLinkView

from .portfolio import asked_id

NARROWING = ("text", "portfolio", "programme", "division", "standing", "state", "mine", "giver", "taker")
STANDINGS = (("", _("any standing")), ("alarming", _("gone, broken or late")), *Standing.choices)
STATES = (("", _("proposed and agreed")), *LinkState.choices, ("all", _("all")))
SORTED = (
    ("", _("the worst first")),
    ("slack", _("least slack")),
    ("agreed", _("agreed date")),
    ("given", _("forecast")),
)
MEANINGS = (
    (_("Agreed"), _("The day both owners agreed on for the hand-over. A day asked for counts once both have agreed.")),
    (_("Forecast"), _("When the giver’s task ends, or starts, by its project’s newest plan.")),
    (_("Late"), _("Working days of the giver’s calendar from the agreed day to the forecast. Plus is late.")),
    (
        _("Slack"),
        _("Working days of the taker’s calendar until its task has to move; below zero it begins before it can."),
    ),
    (
        _("Standing"),
        _(
            "Task gone: a plan no longer has the task; broken: the taker’s plan begins before what it waits for comes, "
            "or the giver’s project has ended; late: the forecast lies after the agreed day; "
            "on time: all others with dates."
        ),
    ),
)


def read_link_filter(query: dict[str, str], project: int | None = None) -> LinkFilter:
    """Return what the address asks for; refuses what is no number."""
    return LinkFilter(
        text=query.get("text", ""),
        portfolio=asked_id(query, "portfolio"),
        programme=asked_id(query, "programme"),
        division=asked_id(query, "division"),
        project=project,
        giver=asked_id(query, "giver"),
        taker=asked_id(query, "taker"),
        standing=query.get("standing", ""),
        state=query.get("state", ""),
        mine=query.get("mine", "") == "yes",
        sort=query.get("sort", ""),
    )


def by_direction(rows: Iterable[ProjectLinkView], project: int) -> tuple[list[ProjectLinkView], list[ProjectLinkView]]:
    """Return what a project gives, and what it takes."""
    found = list(rows)
    gives = [one for one in found if one.giver.project_id == project]
    return gives, [one for one in found if one.taker.project_id == project]
