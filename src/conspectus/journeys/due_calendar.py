"""What waits on somebody with its day, as an iCalendar feed that calendar programs read again and again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from conspectus.journeys.home.todo import Duties
from conspectus.journeys.home.views import Task
from conspectus.kit.manner import chosen, written_for
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import alone


def due_calendar(*, by: User, at: datetime, site: str = "conspectus") -> bytes:
    """Return what waits on ``by`` with a day, late or not, in their language, as an iCalendar.

    ``site`` makes the ids of its entries its own. What waits on people they stand in for is left out.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Conspectus//Due//EN")
    made.add("version", "2.0")
    with written_for(chosen(settings.USUAL_MANNER, language=by.language, region=by.region, zone=by.time_zone)):
        made.add("x-wr-calname", _("Due in Conspectus"))
        with only_reading():
            tasks = Duties(alone(by), [by.person_id], at.date()).mine()
        for task in tasks:
            if task.due_on is None:
                continue
            event = Event()
            event.add("uid", f"{_key(task)}@{site}")
            event.add("dtstamp", at.astimezone(UTC))
            event.add("dtstart", task.due_on)
            event.add("dtend", task.due_on + timedelta(days=1))
            event.add("summary", f"{task.subject}: {task.words}")
            event.add("transp", "TRANSPARENT")  # a due day takes nobody's time
            made.add_component(event)
    return bytes(made.to_ical())


def _key(task: Task) -> str:
    """Return what names a task among others: what of it, about which thing, for which day."""
    parts = (task.what, task.subject_kind, task.subject_id, task.period_id, task.document_id, task.action_id)
    return hashlib.sha256(repr((*parts, task.due_on, task.words)).encode()).hexdigest()[:32]
