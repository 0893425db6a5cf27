"""Rows of pack templates, and of packs with their bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.formats.packs import KINDS
from conspectus.formats.packs.page import ACCENT
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.packs.choices import KIND_CHOICES, PackPage, Unit
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.runs.models import Run


def usual_pages() -> list[str]:
    """Return all pages in their usual order."""
    return list(PackPage.values)


def usual_kinds() -> list[str]:
    """Return all kinds of file."""
    return list(KINDS)


class PackTemplate(models.Model):
    """How a portfolio's packs look and which pages they hold, in which order."""

    portfolio = models.OneToOneField(Portfolio, models.CASCADE, related_name="pack_template")
    organisation = models.CharField(max_length=120, blank=True, default="")
    logo = models.BinaryField(default=bytes, blank=True)  # PNG, checked; empty: none
    accent = models.CharField(max_length=6, default=ACCENT)  # of headings
    second = models.CharField(max_length=6, default=ACCENT)  # of the title page's band
    pages = models.JSONField(default=usual_pages)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.ONE)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"template of {self.portfolio_id}"


class PackFile(models.Model):
    """The bytes of a pack, addressed by their digest; never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:12]


class PackRun(models.Model):
    """A pack as it was made from a version of a period; never changed.

    ``sight`` lists the projects it shows, and those whose money it shows: it opens to nobody who may see less.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField()
    template_revision = models.PositiveIntegerField()  # 0: the usual look
    kind = models.CharField(max_length=4, choices=KIND_CHOICES)
    inputs = models.CharField(max_length=64)  # digest of all it was made from
    file = models.ForeignKey(PackFile, models.PROTECT, related_name="runs")
    size = models.PositiveIntegerField()
    sight = models.JSONField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Newest first; the same inputs make one file of a kind."""

        ordering: ClassVar = ["period", "-made_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["inputs", "kind"], name="pack_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.period_id} version {self.version}"


class PackSchedule(models.Model):
    """That a portfolio's packs are made by themselves: of which kinds, when, and who is told."""

    portfolio = models.OneToOneField(Portfolio, models.CASCADE, related_name="pack_schedule")
    is_on = models.BooleanField(default=False)
    kinds = models.JSONField(default=usual_kinds)
    working_days = models.PositiveSmallIntegerField(default=0)  # after the period's last day, before which none is made
    readers = models.ManyToManyField(Person, related_name="+", blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # made in their name
    since = models.DateTimeField(null=True)  # freezes from then on count
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"schedule of {self.portfolio_id}"


class ScheduledPack(models.Model):
    """That the pack of a version of a period was begun by itself; once for a version."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="scheduled_packs")
    version = models.PositiveSmallIntegerField()
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "version"], name="scheduled_once")]

    def __str__(self) -> str:
        return f"{self.period_id} version {self.version}"
