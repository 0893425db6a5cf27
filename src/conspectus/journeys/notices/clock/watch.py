"""What is looked out for by the clock: a sort of thing that falls due, and how it is found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from conspectus.rooms.outbox.actions import Due

OVERDUE = -1  # told on the day after


@dataclass(frozen=True, slots=True)
class Watch:
    """A sort of thing that falls due, told ``ahead`` days before its day.

    ``due`` returns what is open and due between two days, both counted in; ``still`` the day on which each of some
    things is due now, of those that are open. Either asks the database as often for one as for many.
    """

    name: str  # kept with what was told: never changed
    ahead: int
    words: Any  # lazy, with %(day)s
    due: Callable[[date, date], Iterable[Due]]
    still: Callable[[Collection[int]], Mapping[int, date]]
