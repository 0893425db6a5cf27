"""How a promise stands on a day: computed from its day and the day it was done, never entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conspectus.rooms.governance.choices import Outcome
from conspectus.rooms.governance.models import Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promises were kept, missed, are open or were moved in time; ``missed`` counts those replaced late."""

    kept: int = 0
    missed: int = 0
    open: int = 0
    moved: int = 0


def outcome(promise: Promise, on: date) -> Outcome:
    """Return how a promise stands: kept where done by its day, missed where its day passed first, moved where not.

    The promise comes with ``done`` and ``replaced_by``.
    """
    done, after = getattr(promise, "done", None), getattr(promise, "replaced_by", None)
    if done is not None:
        return Outcome.KEPT if done.done_on <= promise.promised_on else Outcome.MISSED
    if after is not None:
        return Outcome.MOVED if after.made_at.date() <= promise.promised_on else Outcome.MISSED
    return Outcome.OPEN if on <= promise.promised_on else Outcome.MISSED


def late_days(promise: Promise, on: date) -> int:
    """Return by how many days a promise is missed: until it was done, was replaced, or today."""
    done, after = getattr(promise, "done", None), getattr(promise, "replaced_by", None)
    end = done.done_on if done is not None else after.made_at.date() if after is not None else on
    return max(0, (end - promise.promised_on).days)


def counted(promises: Iterable[Promise], on: date) -> Kept:
    """Return how some promises stand together."""
    found = dict.fromkeys(Outcome, 0)
    for one in promises:
        found[outcome(one, on)] += 1
    return Kept(found[Outcome.KEPT], found[Outcome.MISSED], found[Outcome.OPEN], found[Outcome.MOVED])
