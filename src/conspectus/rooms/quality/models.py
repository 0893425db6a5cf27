"""Rows of quality checks, of reviews, and of non-conformities with what became of each, step by step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.quality.choices import (
    CheckMethod,
    CheckState,
    ConformityState,
    Origin,
    ReviewResult,
    Severity,
    Treatment,
)
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.scope.models import Deliverable


class QualityCheck(models.Model):
    """A line of the quality plan: what is checked, by which criteria, how, by whom and when."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="quality_checks")
    name = models.CharField(max_length=200)
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, null=True, related_name="quality_checks")
    criteria = models.TextField(blank=True, default="")
    method = models.CharField(max_length=11, choices=CheckMethod.choices, default=CheckMethod.REVIEW)
    checker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="quality_checks")
    planned_on = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=CheckState.choices, default=CheckState.PLANNED)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By the day they are planned for."""

        ordering: ClassVar = ["project", models.F("planned_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.name


class QualityReview(models.Model):
    """What a review found: of a check that was planned, of a deliverable, or of something named; never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="quality_reviews")
    of_check = models.ForeignKey(QualityCheck, models.PROTECT, null=True, related_name="reviews")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, null=True, related_name="quality_reviews")
    name = models.CharField(max_length=200)  # what was looked at, in words
    held_on = models.DateField()
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="quality_reviews")
    result = models.CharField(max_length=7, choices=ReviewResult.choices)
    words = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order they were held."""

        ordering: ClassVar = ["project", "held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.held_on}"


class NonConformity(models.Model):
    """What does not meet its criteria: where it was found, why, what is done; ``state`` is of the last step.

    What putting it right costs is in minor units of the project's currency: ``spent_minor`` is a part of what the
    ledger holds, never to be added to it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="nonconformities")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, default="")
    severity = models.CharField(max_length=8, choices=Severity.choices, default=Severity.MAJOR)
    found_on = models.DateField()
    place = models.CharField(max_length=200, blank=True, default="")  # site, part, document
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, null=True, related_name="nonconformities")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="nonconformities")
    origin = models.CharField(max_length=11, choices=Origin.choices, default=Origin.UNKNOWN)
    cause = models.TextField(blank=True, default="")
    treatment = models.CharField(max_length=10, choices=Treatment.choices, default=Treatment.OPEN)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="owned_nonconformities")
    due_on = models.DateField(null=True)
    planned_minor = models.BigIntegerField(null=True)
    spent_minor = models.BigIntegerField(null=True)
    issue = models.ForeignKey(RegisterEntry, models.PROTECT, null=True, related_name="nonconformities")  # escalated as
    state = models.CharField(max_length=9, choices=ConformityState.choices, default=ConformityState.OPEN)
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Numbered within the project, the newest first."""

        ordering: ClassVar = ["project", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="nonconformity_number")]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="nonconformity_due")]

    def __str__(self) -> str:
        return f"NC-{self.number} {self.title}"


class NonConformityStep(models.Model):
    """What became of a non-conformity on a day, who said so and why; never changed."""

    nonconformity = models.ForeignKey(NonConformity, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=ConformityState.choices)
    on = models.DateField()
    words = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order they were recorded."""

        ordering: ClassVar = ["nonconformity", "pk"]

    def __str__(self) -> str:
        return f"{self.state} on {self.on}"
