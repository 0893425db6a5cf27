"""What a comparison of two revisions gives back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from conspectus.engine.earned.timing import EPOCH
from conspectus.engine.measure import Measure
from conspectus.engine.plan import DAY, NONE

KINDS = (
    "added", "removed", "renamed", "moved", "longer", "shorter", "link_added", "link_removed", "link_changed",
    "constraint", "calendar", "cost", "progress", "baseline", "status_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``delta`` is in working days, minor units or percent points, as ``unit`` says, else None."""

    kind: str
    uid: str  # of the task, "" for the plan as a whole
    name: str
    before: str
    after: str
    delta: float | None
    unit: str  # "days", "money", "%", ""
    words: str


@dataclass(frozen=True, slots=True)
class Cause:
    """One task (or the plan itself, uid "") that moved the finish.

    ``days`` is how much earlier the finish would be without its changes; ``measured`` says whether that was found
    by scheduling again or read off the path.
    """

    uid: str
    name: str
    days: float
    what: tuple[str, ...]  # kinds of changes
    measured: bool
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of a plan compared."""

    old_name: str
    new_name: str
    finish_before: int
    finish_after: int
    finish_moved: Measure  # working days of the newer plan's calendar, later is positive
    cost_before: Measure
    cost_after: Measure
    changes: tuple[Change, ...]
    causes: tuple[Cause, ...]
    words: str

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """Return the changes of some kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind, all kinds named."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    @property
    def same(self) -> bool:
        """Whether nothing was changed."""
        return not self.changes

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the changes as plain rows for JSON and tables."""
        return [
            {
                "kind": c.kind, "uid": c.uid, "name": c.name, "before": c.before, "after": c.after,
                "delta": c.delta, "unit": c.unit, "words": c.words,
            }
            for c in self.changes
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        causes = [
            {
                "uid": c.uid,
                "name": c.name,
                "days": c.days,
                "what": list(c.what),
                "measured": c.measured,
                "words": c.words,
            }
            for c in self.causes
        ]
        return {
            "words": self.words,
            "finish_before": stamp(self.finish_before) or None,
            "finish_after": stamp(self.finish_after) or None,
            "finish_moved_days": self.finish_moved.value,
            "cost_before": self.cost_before.value,
            "cost_after": self.cost_after.value,
            "counts": self.counts,
            "causes": causes,
            "changes": self.to_rows(),
        }


def stamp(instant: int) -> str:
    """Return an instant as text to the minute, "" where there is none."""
    if instant == NONE:
        return ""
    day, minute = divmod(int(instant), DAY)
    date = EPOCH.fromordinal(EPOCH.toordinal() + day)
    return f"{date.isoformat()}T{minute // 60:02d}:{minute % 60:02d}"


def day_of(instant: int) -> str:
    """Return the date of an instant as text; midnight ends the day before."""
    return stamp(instant - 1)[:10] if instant != NONE else "no date"


def days(amount: float) -> str:
    """Return an amount of working days in words, without its sign."""
    size = round(abs(amount), 1)
    return "1 working day" if size == 1 else f"{size:g} working days"
