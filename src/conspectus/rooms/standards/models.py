"""Rows of methods, their drafts and published versions, adoptions, tailorings, waivers, findings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.standards.choices import (
    Binding,
    FindingAnswer,
    FindingEnd,
    FindingState,
    FindingStepKind,
    StepKind,
    TailoringKind,
)


class Method(models.Model):
    """A way to run projects, known by its key; what it says is in its versions."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        """Listed by name."""

        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """The text of a method's next version while it is being written; it may be wrong yet."""

    method = models.OneToOneField(Method, models.CASCADE, related_name="draft")
    text = models.TextField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"draft of {self.method_id}"


class Version(models.Model):
    """A published version of a method; it never changes."""

    method = models.ForeignKey(Method, models.PROTECT, related_name="versions")
    number = models.CharField(max_length=20)  # as the pack names it
    name = models.CharField(max_length=120)
    text = models.TextField()  # the pack as it is written out
    digest = models.CharField(max_length=64)
    words = models.TextField(blank=True, default="")  # what is new in it
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        """In the order they were published."""

        ordering: ClassVar = ["method", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["method", "number"], name="version_number_of_method"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Adoption(models.Model):
    """A version a project follows from a day on; the newest of those begun counts. Never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="adoptions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="adoptions")
    starts_on = models.DateField()
    reason = models.TextField(blank=True, default="")
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """The newest of a project last."""

        ordering: ClassVar = ["project", "starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.version_id} from {self.starts_on}"


class MethodRule(models.Model):
    """Which method new projects of a portfolio or a programme follow; the newest of a place counts. Never changed."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, null=True, related_name="method_rules")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="method_rules")
    method = models.ForeignKey(Method, models.PROTECT, null=True, related_name="rules")  # null: none any more
    reason = models.TextField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        """As they were set; of one place each."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(portfolio=None, programme__isnull=False)
                | models.Q(portfolio__isnull=False, programme=None),
                name="method_rule_of_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.method or '-'}"

    @property
    def place(self) -> Portfolio | Programme:
        """What it is of."""
        found = self.programme or self.portfolio
        assert found is not None  # the database refuses a rule of no place
        return found


class Tailoring(models.Model):
    """What a project does otherwise than a clause says, from a day on; the newest of a clause counts. Never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="tailorings")
    method = models.ForeignKey(Method, models.PROTECT, related_name="tailorings")
    policy = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=TailoringKind.choices)
    limits = models.JSONField(default=dict)  # name to decimal text
    reason = models.TextField()
    starts_on = models.DateField()
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """The newest of a clause last."""

        ordering: ClassVar = ["project", "policy", "starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.policy} {self.kind}"


class Waiver(models.Model):
    """A clause that a project asks not to be held to for a while, and why. Never changed: steps follow."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="waivers")
    method = models.ForeignKey(Method, models.PROTECT, related_name="waivers")
    policy = models.CharField(max_length=60)
    reason = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        """The newest last."""

        ordering: ClassVar = ["project", "starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="waiver_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.policy} until {self.ends_on}"


class WaiverStep(models.Model):
    """What became of a waiver: granted, refused, or ended before its day. Never changed."""

    waiver = models.ForeignKey(Waiver, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    words = models.TextField(blank=True, default="")
    on = models.DateField()
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        """In order of time; a waiver is decided once and ended once."""

        ordering: ClassVar = ["waiver", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["waiver"], condition=~models.Q(kind=StepKind.ENDED), name="waiver_decided_once"
            ),
            models.UniqueConstraint(
                fields=["waiver"], condition=models.Q(kind=StepKind.ENDED), name="waiver_ended_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiver_id} {self.kind}"


class ComplianceFinding(models.Model):
    """A clause a project does not satisfy, opened and closed by the data; one row, however often it comes back."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="compliance_findings")
    method = models.ForeignKey(Method, models.PROTECT, related_name="findings")
    policy = models.CharField(max_length=60)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")  # by which it was found, this time
    clause = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    severity = models.CharField(max_length=8, choices=Binding.choices)
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    first_seen_on = models.DateField()
    opened_on = models.DateField()  # this time
    reopened = models.PositiveIntegerField(default=0)  # times it came back
    waiver = models.ForeignKey(Waiver, models.PROTECT, null=True, related_name="findings")  # ran out, or is asked for
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: the project's manager
    due_on = models.DateField(null=True)
    overdue_since = models.DateField(null=True)  # the due day that was told to have passed
    answer = models.CharField(max_length=10, choices=FindingAnswer.choices, blank=True, default="")
    words = models.TextField(blank=True, default="")  # of the answer
    mend_by = models.DateField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=8, choices=FindingEnd.choices, blank=True, default="")
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By project and clause; a clause of a method is one finding of a project, however often it comes back."""

        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "method", "policy"], name="finding_of_clause_once")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="finding_state")]

    def __str__(self) -> str:
        return f"{self.clause} {self.title}"


class FindingStep(models.Model):
    """What happened to a finding, by itself or by somebody. Never changed."""

    finding = models.ForeignKey(ComplianceFinding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=FindingStepKind.choices)
    on = models.DateField()
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    waiver = models.ForeignKey(Waiver, models.PROTECT, null=True, related_name="+")
    closing = models.CharField(max_length=8, choices=FindingEnd.choices, blank=True, default="")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)  # due, or to be put right by
    answer = models.CharField(max_length=10, choices=FindingAnswer.choices, blank=True, default="")
    words = models.TextField(blank=True, default="")
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: by itself
    taken_at = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering: ClassVar = ["finding", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"


class FindingsKept(models.Model):
    """How far findings were kept up: the newest rows that were looked at, and the day everything was."""

    sheet = models.BigIntegerField(default=0)
    adoption = models.BigIntegerField(default=0)
    tailoring = models.BigIntegerField(default=0)
    waiver_step = models.BigIntegerField(default=0)
    everything_on = models.DateField()

    def __str__(self) -> str:
        return f"findings kept up to {self.everything_on}"
