"""What quality and communication ask of people: see to what does not conform, send what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from conspectus.journeys.home.views import Task
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import User
from conspectus.rooms.quality.choices import ConformityState
from conspectus.rooms.quality.queries import ConformityFilter, find_nonconformities
from conspectus.rooms.stakeholders.queries import CommunicationFilter, find_communications

SOON = timedelta(days=14)  # what is due later waits on nobody yet


def registered(by: User, persons: Collection[int], on: date) -> Iterator[Task]:
    """Yield what waits on these people of the non-conformities and communication plans that ``by`` sees."""
    wanted = ConformityFilter(state=ConformityState.OPEN, sort="due")
    for row in find_nonconformities(by, wanted, on).filter(owner__in=persons, due_on__lte=on + SOON):
        told = (SubjectKind.NONCONFORMITY.value, str(row.pk), f"{row.project.code} {row}")
        words = _("Correct what does not conform")
        yield Task("nonconformity", words, *told, due_on=row.due_on, late=_past(row.due_on, on))
    for line in find_communications(by, CommunicationFilter(), on).filter(owner__in=persons, next_on__lte=on + SOON):
        words = _("Communicate: %(what)s") % {"what": line.what}
        told = ("communication", str(line.pk), f"{line.project.code} {line.audience}")
        yield Task("communication", words, *told, due_on=line.next_on, late=_past(line.next_on, on))


def _past(day: date | None, on: date) -> bool:
    return day is not None and day < on
