"""Rows of the life of a project: every state it came to, when, why, by whose decision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models.places import Project


class StateChange(models.Model):
    """A state a project came to, from a day on; never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="state_changes")
    before = models.CharField(max_length=20, choices=State.choices, blank=True, default="")  # empty: it was opened
    state = models.CharField(max_length=20, choices=State.choices)
    from_on = models.DateField()
    reason = models.TextField(blank=True, default="")
    authority = models.CharField(max_length=200, blank=True, default="")  # whose decision, where not the recorder's
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order they were recorded."""

        ordering: ClassVar = ["project", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.state} from {self.from_on}"


class Successor(models.Model):
    """A project that goes on with what another was, since that was merged or split; never changed."""

    change = models.ForeignKey(StateChange, models.PROTECT, related_name="successors")
    project = models.ForeignKey(Project, models.PROTECT, related_name="succeeds")

    class Meta:
        """Each once."""

        ordering: ClassVar = ["change", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["change", "project"], name="successor_once")]

    def __str__(self) -> str:
        return f"{self.change_id} goes on in {self.project_id}"
