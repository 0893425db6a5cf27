"""Rows of runs: the queue itself, and what people see of their long work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import User
from conspectus.rooms.runs.choices import ENDED, Kind, State


class Run(models.Model):
    """One piece of long work, asked for by one user and done in their name."""

    started_by = models.ForeignKey(User, models.PROTECT, related_name="runs")
    reading_only = models.BooleanField(default=False)  # asked for by a token that may only read
    kind = models.CharField(max_length=20, choices=Kind.choices)
    asked = models.JSONField(default=dict)  # ids, digests and texts; never code, never contents
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    cancel_asked = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True, default="")
    result = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Taken in the order asked; the queue asks for states."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="run_state")]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in ENDED
