"""Rows of gates: reviews with their decisions, conditions and what became of them, the stage a project is in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.governance.choices import OPEN_GATES, ConditionState, GateDecision, GateState
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.models import Version


class GateReview(models.Model):
    """One review of a gate of a project: planned, held with a rating, decided on; once decided it never changes."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="gate_reviews")
    version = models.ForeignKey(Version, models.PROTECT, related_name="gate_reviews")  # of the method the gate is of
    gate = models.CharField(max_length=60)  # its key there
    name = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField()  # of the reviews of this gate; 1 is the first
    state = models.CharField(max_length=9, choices=GateState.choices, default=GateState.PLANNED)
    planned_on = models.DateField()
    first_planned_on = models.DateField()
    words = models.TextField(blank=True, default="")  # what is asked of the reviewers
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    held_on = models.DateField(null=True)
    rating = models.CharField(max_length=60, blank=True, default="")  # its key on the gate's scale
    rating_name = models.CharField(max_length=120, blank=True, default="")
    colour = models.CharField(max_length=12, blank=True, default="")
    findings = models.TextField(blank=True, default="")
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=20, choices=GateDecision.choices, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    despite = models.TextField(blank=True, default="")  # why it passes although something blocks
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    readiness = models.TextField(blank=True, default="")  # as it was shown to who decided
    digest = models.CharField(max_length=64, blank=True, default="")  # of that
    closed_reason = models.TextField(blank=True, default="")  # why it was withdrawn
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """What comes first, first; one open review of a gate at a time."""

        ordering: ClassVar = ["planned_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "planned_on"], name="gate_review_state"),
            models.Index(fields=["project", "gate"], name="gate_review_project"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "gate"], condition=Q(state__in=OPEN_GATES), name="gate_review_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.project}"


class GateReviewer(models.Model):
    """Who looks at a project at a gate, in which role of the method."""

    review = models.ForeignKey(GateReview, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="gate_reviews")
    role = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        """Once each."""

        ordering: ClassVar = ["review", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "person"], name="gate_reviewer_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class GateCondition(models.Model):
    """What a pass depends on: owned, due on a day; ``state`` is of its last step."""

    review = models.ForeignKey(GateReview, models.PROTECT, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="gate_conditions")
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=ConditionState.choices, default=ConditionState.OPEN)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """As they were given."""

        ordering: ClassVar = ["review", "number"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="gate_condition_due")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "number"], name="gate_condition_number")]

    def __str__(self) -> str:
        return self.words[:80]


class GateConditionStep(models.Model):
    """What became of a condition: said to be met with what shows it, confirmed, sent back, lifted; never changed."""

    condition = models.ForeignKey(GateCondition, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=ConditionState.choices)
    words = models.TextField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order they were recorded."""

        ordering: ClassVar = ["condition", "pk"]

    def __str__(self) -> str:
        return f"{self.condition_id} {self.state}"


class StageEntry(models.Model):
    """The stage a project is in from a day on, by the decision that opened it; never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    review = models.OneToOneField(GateReview, models.PROTECT, related_name="stage")
    stage = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    starts_on = models.DateField()

    class Meta:
        """The newest of a project last."""

        ordering: ClassVar = ["project", "starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage} from {self.starts_on}"
