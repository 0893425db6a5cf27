"""Rows of deputies: who stands in for whom, and in which days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person


class Deputy(models.Model):
    """That one person may do another's duties, from a day until before another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="stands_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=300, blank=True, default="")
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        """The newest first; asked by who stands in."""

        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["deputy", "ends_on"], name="deputy_days")]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"
