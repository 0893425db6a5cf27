"""Rows of needs and requirements, of deliverables, and of what became of those, step by step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.scope.choices import (
    DeliverableKind,
    DeliverableState,
    Priority,
    RequirementKind,
    RequirementState,
)


class Requirement(models.Model):
    """What somebody needs of a project, or what must be true so that a need is met; ``need`` is the one it serves."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="requirements")
    kind = models.CharField(max_length=12, choices=RequirementKind.choices, default=RequirementKind.REQUIREMENT)
    code = models.CharField(max_length=40, blank=True, default="")
    code_key = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, default="")
    need = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="requirements")
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.SHOULD)
    state = models.CharField(max_length=8, choices=RequirementState.choices, default=RequirementState.DRAFT)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="requirements")
    source = models.CharField(max_length=200, blank=True, default="")  # who asks for it, where no party does
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="owned_requirements")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order they came in; a code once in a project."""

        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code_key"], condition=~Q(code_key=""), name="requirement_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Deliverable(models.Model):
    """What a project hands over: due on a day, hung on a task, accepted by criteria; ``state`` is of the last step."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="deliverables")
    code = models.CharField(max_length=40, blank=True, default="")
    code_key = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=DeliverableKind.choices, default=DeliverableKind.PRODUCT)
    is_mandatory = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    task_uid = models.TextField(blank=True, default="")
    criteria = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="owned_deliverables")
    requirements = models.ManyToManyField(Requirement, related_name="deliverables", blank=True)
    state = models.CharField(max_length=9, choices=DeliverableState.choices, default=DeliverableState.PLANNED)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By the day they are due; a code once in a project."""

        ordering: ClassVar = ["project", models.F("due_on").asc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code_key"], condition=~Q(code_key=""), name="deliverable_code")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="deliverable_due")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class DeliverableStep(models.Model):
    """What became of a deliverable on a day, who said so and why; never changed."""

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=DeliverableState.choices)
    on = models.DateField()
    reason = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order they were recorded."""

        ordering: ClassVar = ["deliverable", "pk"]

    def __str__(self) -> str:
        return f"{self.state} on {self.on}"
