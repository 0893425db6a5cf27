"""The reporting cycle by the clock and by hand: opened with its period, people reminded, others told."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from conspectus.kit.errors import Conflict, Refusal
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import users_of
from conspectus.rooms.periods.actions import open_period
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.status.actions import accept_report, chase_reports, open_cycle, return_report
from conspectus.rooms.status.bridge import cycle_days
from conspectus.rooms.status.choices import ReminderKind
from conspectus.rooms.status.models import Cycle, Report
from conspectus.rooms.status.queries.cycles import local_day, open_cycles, rules_of_the_clock

_log = logging.getLogger("conspectus.runs")


def begin_cycle(*, period: Period, revision: int, by: User, at: datetime) -> Cycle:
    """Ask for the reports of a period; one that is planned is opened with it."""
    require(by, "open_cycle", period.portfolio, at.date())
    with transaction.atomic():
        if period.state == PeriodState.PLANNED:
            period = open_period(period=period, revision=revision, by=by, at=at)
        return open_cycle(period=period, by=by, at=at)


def decide_reports(
    *, period: Period, chosen: Sequence[tuple[Report, int]], accept: bool, words: str = "", by: User, at: datetime
) -> list[Report]:
    """Accept some reports of a period, or return them with words: all or none, each at the revision it was read in."""

    def decide(one: tuple[Report, int]) -> Report:
        report, revision = one
        if report.period_id != period.pk:
            raise Conflict("other_period", "This report is of another period.")
        if accept:
            return accept_report(report=report, revision=revision, by=by, at=at)
        return return_report(report=report, words=words, revision=revision, by=by, at=at)

    return all_or_none(chosen, decide, name=lambda one: str(one[0].subject))


def keep_cycles(*, at: datetime) -> int:
    """Do what is due of all cycles: open those that open by themselves, remind, tell others; return how many were.

    Each happens once, whichever process comes first. What is refused now is tried again later.
    """
    return sum([*_open_due(at), *_remind_due(at)])


def _open_due(at: datetime) -> Iterator[bool]:
    for rule, period in rules_of_the_clock():
        today = local_day(period.portfolio, at)
        if cycle_days(rule, period.ends_on).opens_on > today or period.ends_on < today - timedelta(days=366):
            continue
        by = users_of([rule.set_by_id]).get(rule.set_by_id) if rule.set_by_id else None
        if by is None:
            continue  # whoever said so has left: the page says so, until somebody else does
        try:
            begin_cycle(period=period, revision=period.revision, by=by, at=at)
        except Refusal as refusal:
            _log.warning("the cycle of period %s waits: %s", period.pk, refusal.words)
            continue
        yield True


def _remind_due(at: datetime) -> Iterator[bool]:
    for cycle in open_cycles():
        today = local_day(cycle.period.portfolio, at)
        days = [day for day in map(date.fromisoformat, cycle.reminders) if day <= today]
        done, late = cycle.reminded_through, cycle.escalates_on
        if days and max(days) > cycle.opened_at.date() and (done is None or done < max(days)):
            yield _chased(cycle, ReminderKind.REMINDER, max(days), at)
        if late is not None and late <= today and (cycle.escalated_on is None or cycle.escalated_on < late):
            yield _chased(cycle, ReminderKind.ESCALATION, late, at)


def _chased(cycle: Cycle, kind: ReminderKind, day: date, at: datetime) -> bool:
    try:
        return bool(chase_reports(cycle=cycle, kind=kind, day=day, by=local_operator(), at=at))
    except Refusal as refusal:
        _log.warning("reminders of period %s wait: %s", cycle.period_id, refusal.words)
        return False
