"""Rows of assurance reviews: the office's own opinion of a project, beside what is declared and computed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.choices import SCALES, Dimension


class AssuranceReview(models.Model):
    """What a reviewer from outside the project found on a day; never changed, only superseded with a reason."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="assurance_reviews")
    reviewed_on = models.DateField()
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="assurance_reviews")
    scale = models.CharField(max_length=20, choices=[(one.code, one.label) for one in SCALES.values()])
    level = models.CharField(max_length=20)
    rank = models.FloatField()  # of the level, between red 1 and green 3
    words = models.TextField()
    findings = models.TextField(blank=True, default="")
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    reason = models.TextField(blank=True, default="")  # why the one it supersedes does not stand

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-reviewed_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["project", "reviewed_on"], name="assurance_project")]

    def __str__(self) -> str:
        return f"assurance review of {self.project} on {self.reviewed_on}"


class AssuranceRating(models.Model):
    """What a review rates one dimension as; it never changes."""

    review = models.ForeignKey(AssuranceReview, models.PROTECT, related_name="ratings")
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    level = models.CharField(max_length=20)
    rank = models.FloatField()
    words = models.TextField(blank=True, default="")

    class Meta:
        """Once for a dimension."""

        ordering: ClassVar = ["review", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "dimension"], name="assurance_rating_once")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.level}"
