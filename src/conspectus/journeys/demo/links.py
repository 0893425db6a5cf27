"""What the projects of the demo hand over to each other: agreed, some late, one broken, one from outside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from conspectus.journeys.demo.organisation import Organisation
from conspectus.kit.errors import Refusal
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms, agree_link, propose_link
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries import MilestoneFilter, MilestoneRow, milestones

# Who gives, who takes, what; days the agreed day lies from the giver's forecast, and in the taker which of the open
# milestones that come after it: below zero one that comes before, so that the link is broken.
WANTED = (
    ("RN-03", "RN-04", "Busbar energised for the cable landing", 0, 0),
    ("RN-01", "RN-02", "Trunk main tested and flushed", -12, 0),
    ("RN-02", "RN-05", "Control signals of the works", 3, 0),
    ("NC-06", "NC-02", "Depots ready for chilled goods", 0, -1),
    ("NC-01", "NC-03", "Quay ready for the crane rails", -8, 0),
    ("NC-03", "NC-06", "Siding open for the first train", 0, 1),
    ("NC-04", "NC-01", "Yard system for the first vessel", 5, 0),
    ("NC-05", "NC-04", "Customs messages tested end to end", 0, 0),
    ("CO-01", "CO-03", "Fuel demand of the fleet confirmed", 0, 0),
    ("RN-03", "CO-02", "Supply for the heat pumps", -15, 0),
    ("NC-01", "CO-02", "Pipe trench through the terminal", 0, 0),
)
OUTSIDE = ("RN-04", "Sea-bed licence from the coastal authority", "Licence in hand before the vessel sails", 20)
PROPOSED = ("RN-05", "CO-02", "Power for the new pumping stations")


class Wanted(NamedTuple):
    """What is handed over, how many days off the forecast, and to which of the taker's milestones."""

    words: str
    days: int = 0
    which: int = 0


def link_projects(organisation: Organisation, today: date, at: datetime) -> None:
    """Propose the links as the office and let both managers agree."""
    codes, dated = _by_code(organisation), _dated(organisation, at)
    for giver, taker, words, days, which in WANTED:
        _between(organisation, (giver, taker), Wanted(words, days, which), dated, at, agreed=True)
    code, event, words, days = OUTSIDE
    if code in codes and codes[code].pk in dated:
        end, on = LinkEnd(codes[code], dated[codes[code].pk][0].uid), today + timedelta(days=days)
        _propose(organisation, OutsideEvent(event, on), end, Terms(words, on), at, agreed=True)


def propose_one_more(organisation: Organisation, at: datetime) -> None:
    """Propose a link that still waits for both managers."""
    giver, taker, words = PROPOSED
    _between(organisation, (giver, taker), Wanted(words), _dated(organisation, at), at, agreed=False)


def _by_code(organisation: Organisation) -> dict[str, Project]:
    return {one.code: one for one in organisation.projects}


def _dated(organisation: Organisation, at: datetime) -> dict[int, list[MilestoneRow]]:
    """Return the milestones of each project that have a day."""
    dated: dict[int, list[MilestoneRow]] = {}
    for row in milestones(organisation.director, MilestoneFilter(), at=at):
        if row.on is not None:
            dated.setdefault(row.project_id, []).append(row)
    return dated


def _between(
    organisation: Organisation,
    pair: tuple[str, str],
    wanted: Wanted,
    dated: dict[int, list[MilestoneRow]],
    at: datetime,
    *,
    agreed: bool,
) -> None:
    codes = _by_code(organisation)
    giver, taker = pair
    ends = _ends(codes[giver], codes[taker], dated, wanted.which) if giver in codes and taker in codes else None
    if ends is not None:
        first, then, on = ends
        terms = Terms(wanted.words, on + timedelta(days=wanted.days))
        _propose(organisation, first, then, terms, at, agreed=agreed)


def _ends(
    giver: Project, taker: Project, dated: dict[int, list[MilestoneRow]], which: int
) -> tuple[LinkEnd, LinkEnd, date] | None:
    """Return a milestone of the giver and one of the taker that comes after it, or before where ``which`` says so."""
    gives, takes = dated.get(giver.pk, []), dated.get(taker.pk, [])
    for one in gives:
        assert one.on is not None
        after = [row for row in takes if row.on is not None and (row.on > one.on) is (which >= 0)]
        if after:
            chosen = after[min(max(which, 0), len(after) - 1)]
            return LinkEnd(giver, one.uid), LinkEnd(taker, chosen.uid), one.on
    return None


def _propose(
    organisation: Organisation,
    giver: LinkEnd | OutsideEvent,
    taker: LinkEnd | OutsideEvent,
    terms: Terms,
    at: datetime,
    *,
    agreed: bool,
) -> None:
    by = organisation.director
    try:
        row = propose_link(giver=giver, taker=taker, terms=terms, by=by, at=at)
    except Refusal:
        return  # plans are drawn anew each day: today these two would wait in a circle
    for side, end in (("giver", giver), ("taker", taker)):
        if agreed and isinstance(end, LinkEnd) and row.asked_on is not None:
            manager = end.project.manager
            who = organisation.people[manager.name] if manager else by
            row = agree_link(link=row, side=side, revision=row.revision, by=who, at=at)
