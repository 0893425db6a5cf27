"""The clock kept: once a day what falls due is looked for and kept, so that people are told of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from conspectus.journeys.notices.clock.watch import Watch
from conspectus.journeys.notices.clock.watches import WATCHES
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.outbox.actions import Due, remind_people
from conspectus.rooms.outbox.queries import reminded, reminders_told

FROM_HOUR = 6  # by the clock of the house, before the mail of the morning goes
LOOKED_BACK = timedelta(days=7)  # what should have been told while nobody looked, or before it was moved to its day


def keep_reminders(*, at: datetime) -> int:
    """Remind people of what falls due, once a day from six o'clock; return how many things were due.

    A house that never did begins with what is to be told on this day.
    """
    local = at.astimezone(ZoneInfo(settings.USUAL_MANNER.zone))
    on, known = local.date(), reminded()
    if local.hour < FROM_HOUR or (known is not None and known.through >= on):
        return 0
    since = known.since if known is not None else on
    first = max(since, on - LOOKED_BACK)
    due = {name: _due(watch, first, on) for name, watch in WATCHES.items()}
    return remind_people(due=due, since=since, on=on, by=local_operator(), at=at)


def _due(watch: Watch, first: date, last: date) -> list[Due]:
    ahead = timedelta(days=watch.ahead)
    found = list(watch.due(first + ahead, last + ahead))
    told = reminders_told(watch.name, [one.thing for one in found]) if found else set()
    return [one for one in found if (one.thing, one.day) not in told]
