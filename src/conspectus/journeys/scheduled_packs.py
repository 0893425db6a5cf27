"""Packs made by themselves: begun when their day has come, each once, in the name of who said so."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from conspectus.journeys.long_work import start_pack
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.queries import users_of
from conspectus.rooms.packs.actions import begin_scheduled
from conspectus.rooms.packs.queries import due_packs

_log = logging.getLogger("conspectus.runs")


def begin_due_packs(*, at: datetime) -> int:
    """Put the packs into the queue whose day has come; return how many. What is refused now is tried again later."""
    begun = 0
    for freeze, schedule in due_packs(at):
        by = users_of([schedule.set_by_id]).get(schedule.set_by_id) if schedule.set_by_id else None
        if by is None:
            continue  # whoever said so has left: the page says so, until somebody else does
        period, kinds = freeze.period, schedule.kinds
        start = partial(start_pack, period=period, version=freeze.version, kinds=kinds, scheduled=True, by=by, at=at)
        try:
            begun += begin_scheduled(period=period, version=freeze.version, start=start, at=at) is not None
        except Refusal as refusal:
            _log.warning("the pack of period %s waits: %s", period.pk, refusal.words)
    return begun
