"""Rows of closures: begun, submitted, decided on; points left open by decision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.closure.choices import OPEN_STATES, ClosureState
from conspectus.rooms.files.models import Document
from conspectus.rooms.portfolio.models import Project


class Closure(models.Model):
    """One time a project is closed; a reopened project is closed again by another. Once confirmed it never changes."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="closures")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ClosureState.choices, default=ClosureState.BEGUN)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")  # what its author says of the whole
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")  # why it was returned or given up
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Newest first; of one project one open at a time."""

        ordering: ClassVar = ["project", "-number"]
        indexes: ClassVar = [models.Index(fields=["state", "begun_at"], name="closure_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="closure_number"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state__in=OPEN_STATES), name="closure_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"closure {self.number} of {self.project}"


class PointLeft(models.Model):
    """A point left open by decision, with the reason; it never changes, a later one takes its place."""

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="left")
    point = models.CharField(max_length=12)  # of Point; a new one changes no table
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.point} left open"


class ClosureDecision(models.Model):
    """The decision that confirmed a closure, with the report that was made of it; it never changes."""

    closure = models.OneToOneField(Closure, models.PROTECT, related_name="decision")
    words = models.TextField()
    authority = models.CharField(max_length=200, blank=True, default="")
    effective_on = models.DateField()
    finished_on = models.DateField()  # what forecasts of the finish are scored against
    spent_minor = models.BigIntegerField(null=True)  # what forecasts of the cost are; null: nothing is known
    currency = models.CharField(max_length=3)
    points = models.TextField()  # as they stood, as JSON
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")  # the report
    digest = models.CharField(max_length=64)  # of its bytes
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.closure_id} confirmed on {self.effective_on}"
