"""Rows of lessons learned, and of their offers to projects like the one they come from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.knowledge.choices import LessonCategory, LessonState, OfferAnswer
from conspectus.rooms.portfolio.models import Project


class Lesson(models.Model):
    """What happened in a project, why, and what the next one should do; reviewed, then read by everybody."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="lessons")
    title = models.CharField(max_length=200)
    happened = models.TextField()
    cause = models.TextField(blank=True, default="")
    advice = models.TextField()
    category = models.CharField(max_length=16, choices=LessonCategory.choices)
    went_well = models.BooleanField(default=False)
    stage = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=12, choices=LessonState.choices, default=LessonState.ENTERED)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="lessons")
    entered_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_words = models.TextField(blank=True, default="")
    standard = models.CharField(max_length=120, blank=True, default="")  # what changed because of it, such as light/1.2
    standard_words = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-entered_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "project"], name="lesson_state")]

    def __str__(self) -> str:
        return self.title


class LessonOffer(models.Model):
    """That a lesson was offered to a project, why, and what came of it."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="offers")
    project = models.ForeignKey(Project, models.PROTECT, related_name="lesson_offers")
    points = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)  # pairs of a reason's code and what it names
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=OfferAnswer.choices, blank=True, default="")
    words = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """The likest first; once to a project."""

        ordering: ClassVar = ["-points", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["lesson", "project"], name="lesson_offered_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id} to {self.project_id}"
