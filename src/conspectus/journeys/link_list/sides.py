"""The two sides a row of a list names, however its columns are cut: giver and taker, or own and other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conspectus.formats.registers.values import word
from conspectus.journeys.link_list.words import OUTSIDE, gives
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold


@dataclass(frozen=True, slots=True)
class Side:
    """One side as it is written: a project by code or name with its task, or an event and whose it is."""

    project: str = ""
    task: str = ""
    owner: str = ""
    event: str = ""
    party: str = ""

    @property
    def outside(self) -> bool:
        """Whether it lies outside."""
        return bool(self.event)


def sides_of(texts: Mapping[str, str], own: str) -> tuple[Side, Side]:
    """Return giver and taker of a row; ``own`` is the project of a side that names none.

    Refuses a row that does not say who gives.
    """
    event = Side(event=texts.get("event", ""), party=texts.get("party", ""))
    if "task" in texts or "direction" in texts:
        mine = Side(texts.get("project", own), texts.get("task", ""), texts.get("giver_owner", ""))
        other = Side(texts.get("other", ""), texts.get("other_task", ""), texts.get("taker_owner", ""))
        if word(other.project) in OUTSIDE:
            other = Side(event=other.task, party=event.party)
        other = event if event.outside and not other.task else other
        if not texts.get("direction"):
            raise Invalid("direction", "Say whether the project gives or takes.", "direction")
        found = (mine, other) if gives(texts["direction"]) else (other, mine)
    else:
        found = (_side(texts, "giver", event), _side(texts, "taker", event))
        found = (_owned(found[0], found[1], own), _owned(found[1], found[0], own))
    gives_it, takes_it = found
    if not (gives_it.outside or gives_it.task):
        raise Invalid("giver", "The task that gives is empty.", "giver")
    if not (takes_it.outside or takes_it.task):
        raise Invalid("taker", "The task that takes is empty.", "taker")
    return found


def _side(texts: Mapping[str, str], name: str, event: Side) -> Side:
    project, called, task = (texts.get(f"{name}{part}", "") for part in ("", "_name", "_task"))
    if word(project) in OUTSIDE or word(called) in OUTSIDE:
        return Side(event=task or event.event, party=called if word(called) not in OUTSIDE else event.party)
    if event.outside and not task and not project:
        return event
    return Side(project or called, task, texts.get(f"{name}_owner", ""))


def _owned(side: Side, other: Side, own: str) -> Side:
    """Return a side that names no project as that of the place, where the other is another's."""
    if side.outside or side.project or not side.task or fold(other.project) == fold(own):
        return side
    return Side(own, side.task, side.owner)
