"""Rows of comments with their earlier texts, of who is named in them, who follows what, who looked when; actions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.kit.subjects import LONGEST_ID, LONGEST_KIND
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.portfolio.models import Project


class Comment(models.Model):
    """What somebody says about a thing; changed or withdrawn, its earlier texts stay."""

    subject_kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.CharField(max_length=LONGEST_ID)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="comments")  # it belongs to
    author = models.ForeignKey(Person, models.PROTECT, related_name="comments")
    written_at = models.DateTimeField()
    text = models.TextField()
    changed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    named = models.ManyToManyField(Person, related_name="named_in", blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["written_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "written_at"], name="comment_subject"),
        ]

    def __str__(self) -> str:
        return f"comment on {self.subject_kind} {self.subject_id}"


class EarlierText(models.Model):
    """A text a comment had until it was changed; it never changes."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="earlier")
    text = models.TextField()
    until = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["until", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until}"


class Follow(models.Model):
    """Whether a person follows a thing: by their own choice, or because they took part in its talk."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="follows")
    subject_kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.CharField(max_length=LONGEST_ID)
    is_on = models.BooleanField(default=True)  # off: chosen not to, though the thing is theirs
    changed_at = models.DateTimeField()

    class Meta:
        """Once for a person and thing; asked by thing when something is to be told."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "subject_kind", "subject_id"], name="follow_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="follow_subject")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.subject_kind} {self.subject_id}"


class Visit(models.Model):
    """When a person last came to their home page, and when the time before: what is new is new since then."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="visit")
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.last_at}"


class Action(models.Model):
    """What somebody is to do about a thing of any register, by a day; ``first_due_on`` is what was promised first."""

    subject_kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.CharField(max_length=LONGEST_ID)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="actions")  # it belongs to
    words = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="actions")
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Asked by subject, by owner and by project."""

        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="action_subject"),
            models.Index(fields=["state", "due_on"], name="action_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=ActionState.OPEN, closed_on=None)
                | models.Q(~models.Q(state=ActionState.OPEN), closed_on__isnull=False),
                name="action_closed_on",
            ),
        ]

    def __str__(self) -> str:
        return self.words
