"""Rows of pack templates, and of packs with their bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.formats.packs.page import ACCENT
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.packs.choices import KIND_CHOICES, PackPage, Unit
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio


def usual_pages() -> list[str]:
    """Return all pages in their usual order."""
    return list(PackPage.values)


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
