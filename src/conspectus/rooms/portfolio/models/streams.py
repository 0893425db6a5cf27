"""Rows of work streams, into which a project is cut."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models.places import Project


class WorkStream(models.Model):
    """A part of a project with a lead of its own: the tasks of the plan whose WBS begins with one of its codes."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="streams")
    name = models.CharField(max_length=200)
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="led_streams")
    codes = models.CharField(max_length=400)  # of the WBS, comma between
    starts_on = models.DateField(null=True, blank=True)  # as agreed with the lead
    ends_on = models.DateField(null=True, blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        """In the order they were given."""

        ordering: ClassVar = ["project", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "place"], name="work_stream_place")]

    def __str__(self) -> str:
        return self.name
