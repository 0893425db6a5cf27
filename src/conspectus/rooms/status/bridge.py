"""Snapshots as canonical text with a digest; ranks of levels and colours, and the gap between them; days of cycles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.status.choices import COMPUTED_RANK, SCALES, Level
from conspectus.rooms.status.models import ReportingRule


def of_subject(subject: Project | Programme) -> tuple[str, Project | Programme]:
    """Return which column of a report names a project or programme, with it."""
    return type(subject).__name__.lower(), subject


def level_of(scale: str, code: str) -> Level | None:
    """Return a level of a scale, if it has one of this code."""
    found = SCALES.get(scale)
    return next((level for level in found.levels if level.code == code), None) if found else None


def gap(declared: float | None, computed: str) -> float | None:
    """Return declared rank minus computed rank, above 0 where more was declared than the data say; else None."""
    rank = COMPUTED_RANK.get(computed)
    return None if declared is None or rank is None else declared - rank


def digest_of(body: str) -> str:
    """Return the digest of a snapshot's body."""
    return sha256(body.encode()).hexdigest()


def seal(digests: Mapping[str, str]) -> str:
    """Return the digest of a whole freeze: of every subject with its digest, in order."""
    lines = "\n".join(f"{subject} {digest}" for subject, digest in sorted(digests.items()))
    return sha256(lines.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CycleDays:
    """The days of one cycle: asked, due (the last in time), reminders in order, and when others are told."""

    opens_on: date
    due_on: date
    reminders: tuple[date, ...]
    escalates_on: date | None


def cycle_days(rule: ReportingRule, ends_on: date) -> CycleDays:
    """Return the days a rule gives the cycle of a period that ends before ``ends_on``."""
    last = ends_on - timedelta(days=1)
    due = last + timedelta(days=rule.due_day)
    return CycleDays(
        opens_on=last + timedelta(days=rule.opens_day),
        due_on=due,
        reminders=tuple(due + timedelta(days=one) for one in sorted(rule.reminder_days)),
        escalates_on=None if rule.escalate_day is None else due + timedelta(days=rule.escalate_day),
    )
