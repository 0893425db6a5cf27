"""Kinds of fiscal calendar; states of a period with the table of what may follow what."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class CalendarKind(TextChoices):
    """How a fiscal year is cut into reporting periods."""

    MONTHS = "months", "Calendar months"
    WEEKS = "weeks", "Weeks 4-4-5"
    LISTED = "listed", "Listed one by one"


class Month(IntegerChoices):
    """The month a fiscal year begins with."""

    JANUARY = 1
    FEBRUARY = 2
    MARCH = 3
    APRIL = 4
    MAY = 5
    JUNE = 6
    JULY = 7
    AUGUST = 8
    SEPTEMBER = 9
    OCTOBER = 10
    NOVEMBER = 11
    DECEMBER = 12


class PeriodState(TextChoices):
    """Where a reporting period stands."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    FROZEN = "frozen", "Frozen"


NEXT_STATES: dict[PeriodState, tuple[PeriodState, ...]] = {
    PeriodState.PLANNED: (PeriodState.OPEN,),
    PeriodState.OPEN: (PeriodState.FROZEN,),
    PeriodState.FROZEN: (PeriodState.OPEN,),
}
