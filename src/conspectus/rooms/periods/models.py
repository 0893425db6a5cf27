"""Rows of fiscal calendars, reporting periods and their freezes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.periods.choices import CalendarKind, Month, PeriodState
from conspectus.rooms.portfolio.models import Portfolio


class FiscalCalendar(models.Model):
    """How a portfolio's fiscal years are cut into periods, and the zone its days are counted in."""

    portfolio = models.OneToOneField(Portfolio, models.CASCADE, related_name="fiscal_calendar")
    kind = models.CharField(max_length=10, choices=CalendarKind.choices, default=CalendarKind.MONTHS)
    first_month = models.PositiveSmallIntegerField(choices=Month.choices, default=Month.JANUARY)
    zone = models.CharField(max_length=60, default="UTC")
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.kind} of {self.portfolio_id}"


class Period(models.Model):
    """A reporting period, from its first day until before ``ends_on``; ``version`` counts its freezes."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="periods")
    name = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()  # the calendar year in which the fiscal year begins
    number = models.PositiveSmallIntegerField()  # within the fiscal year, from 1
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=PeriodState.choices, default=PeriodState.PLANNED)
    version = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """In order of time; one period begins on a day."""

        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["portfolio", "starts_on"], name="period_start"),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="period_has_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Freeze(models.Model):
    """One freezing of a period: by whom, when, the digest of all it holds, and why the one before was opened again."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="freezes")
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    subjects = models.PositiveIntegerField()  # snapshots it holds
    frozen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        """Newest first; a version is frozen once."""

        ordering: ClassVar = ["period", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "version"], name="freeze_version")]

    def __str__(self) -> str:
        return f"{self.period_id} version {self.version}"


class Reopening(models.Model):
    """A frozen period opened again: by whom, when and why. The version it was frozen in stays."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="reopenings")
    version = models.PositiveSmallIntegerField()
    reason = models.TextField()
    reopened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["period", "-reopened_at"]

    def __str__(self) -> str:
        return f"{self.period_id} version {self.version} reopened"
