"""What judges a portfolio, a programme or a project, and every tolerance recorded for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import get_scope
from conspectus.rooms.schedule.bridge.tolerances import Held, LimitView, ToleranceView, limits_of, scope_of
from conspectus.rooms.schedule.models import Tolerance


@dataclass(frozen=True, slots=True)
class RecordedTolerance:
    """A tolerance as recorded; without limits it follows the set of ``name``, or the portfolio."""

    id: int
    name: str
    limits: tuple[LimitView, ...]
    from_on: date
    reason: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ToleranceHistory:
    """What judges a thing on a day, the sets of its portfolio, and what was recorded for it, newest first."""

    now: ToleranceView
    sets: tuple[ToleranceView, ...]
    recorded: tuple[RecordedTolerance, ...]


def tolerance_subject(by: User, kind: str, number: object, on: date | None = None) -> Portfolio | Programme | Project:
    """Return the visible portfolio, programme or project of this number."""
    found = get_scope(by, kind, number, on) if kind != "division" else None
    if not isinstance(found, Portfolio | Programme | Project):
        raise Invalid("scope", "A tolerance is of a portfolio, a programme or a project.", "scope")
    return found


def tolerances_of(subject: Portfolio | Programme | Project, on: date) -> ToleranceHistory:
    """Return what judges a thing the caller has shown to be visible, and all that was recorded for it."""
    place = subject.pk if isinstance(subject, Portfolio) else subject.portfolio_id
    held = Held([place], on)
    if isinstance(subject, Portfolio):
        now = held.of_portfolio(place)
    else:
        now = held.of(type(subject).__name__.lower(), subject.pk, place)
    rows = Tolerance.objects.filter(**scope_of(subject)).select_related("recorded_by")
    return ToleranceHistory(now, tuple(held.sets(place)), tuple(_recorded(row) for row in rows))


def _recorded(row: Tolerance) -> RecordedTolerance:
    limits = limits_of(row.limits) if row.limits else ()
    return RecordedTolerance(row.pk, row.name, limits, row.from_on, row.reason, row.recorded_by.name, row.recorded_at)
