"""Rows of facts: a sheet of all that was measured of a project, kept when anything of it changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.portfolio.models import Project


class Sheet(models.Model):
    """All facts of one project as they stood on a day; never changed.

    Of several that are valid on a day the one recorded last counts. ``body`` is canonical JSON, packed.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="fact_sheets")
    valid_on = models.DateField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=80)  # what had them measured
    digest = models.CharField(max_length=64)  # of the body before it was packed
    body = models.BinaryField()

    class Meta:
        """Asked for the newest of each project on or before a day."""

        ordering: ClassVar = ["project", "valid_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["project", "valid_on", "id"], name="sheet_newest")]

    def __str__(self) -> str:
        return f"facts of {self.project_id} on {self.valid_on}"


class Followed(models.Model):
    """The last line of the audit log whose consequences are measured, and when all was last measured; one row."""

    number = models.BigIntegerField(default=0)
    everything_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"followed to {self.number}"
