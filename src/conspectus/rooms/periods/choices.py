"""Kinds of fiscal calendar; states of a period with the table of what may follow what."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class CalendarKind(TextChoices):
    """How a fiscal year is cut into reporting periods."""

    MONTHS = "months", _("Calendar months")
    WEEKS = "weeks", _("Weeks 4-4-5")
    LISTED = "listed", _("Listed one by one")


class Month(IntegerChoices):
    """The month a fiscal year begins with."""

    JANUARY = 1, _("January")
    FEBRUARY = 2, _("February")
    MARCH = 3, _("March")
    APRIL = 4, _("April")
    MAY = 5, _("May")
    JUNE = 6, _("June")
    JULY = 7, _("July")
    AUGUST = 8, _("August")
    SEPTEMBER = 9, _("September")
    OCTOBER = 10, _("October")
    NOVEMBER = 11, _("November")
    DECEMBER = 12, _("December")


class PeriodState(TextChoices):
    """Where a reporting period stands."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    FROZEN = "frozen", _("Frozen")


NEXT_STATES: dict[PeriodState, tuple[PeriodState, ...]] = {
    PeriodState.PLANNED: (PeriodState.OPEN,),
    PeriodState.OPEN: (PeriodState.FROZEN,),
    PeriodState.FROZEN: (PeriodState.OPEN,),
}
