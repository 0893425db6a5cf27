"""A backlog as it stands on a day: items with the days they moved, and the sprints they were in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class ItemState(StrEnum):
    """Where an item stands, whatever its tool calls it."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ACCEPTED = "accepted"
    REMOVED = "removed"


class Unit(StrEnum):
    """What a backlog is counted in."""

    ITEMS = "items"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work; ``points`` is None where nobody estimated it, a day where the tool does not tell it."""

    key: str
    kind: str
    title: str
    state: ItemState
    epic: str = ""
    sprint: str = ""
    points: float | None = None
    created_on: date | None = None
    started_on: date | None = None
    done_on: date | None = None
    accepted_on: date | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint by its name; the days as far as the tool tells them."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Backlog:
    """Everything a team means to do and did; epics are named apart, as what they hold is counted."""

    items: tuple[Item, ...]
    as_of: date
    sprints: tuple[Sprint, ...] = ()
    epics: tuple[tuple[str, str], ...] = ()  # key and title

    @cached_property
    def scope(self) -> tuple[Item, ...]:
        """The items that were not removed."""
        return tuple(item for item in self.items if item.state is not ItemState.REMOVED)

    @cached_property
    def usual_points(self) -> float:
        """The mean estimate, which stands in for those that are missing."""
        known = [item.points for item in self.scope if item.points is not None]
        return sum(known) / len(known) if known else 0.0

    @cached_property
    def estimated_share(self) -> float:
        """The share of the items that have an estimate."""
        return sum(item.points is not None for item in self.scope) / len(self.scope) if self.scope else 0.0

    def weight(self, item: Item, unit: Unit) -> float:
        """Return what an item counts."""
        if unit is Unit.ITEMS:
            return 1.0
        return self.usual_points if item.points is None else item.points

    def amount(self, unit: Unit, *states: ItemState) -> float:
        """Return what the items in some states count together; all that were not removed where none is named."""
        return sum(self.weight(item, unit) for item in self.scope if not states or item.state in states)
