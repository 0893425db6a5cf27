"""Rows of plans, revisions, figures, milestones, watched tasks, links to other plans, baselines, and tolerances."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.schedule.choices import BaselineSource, Colour, CostSource

# What lists of projects order, count and sum by.
STANDING = (
    "status_on", "finish_on", "current_slip_days", "least_float_days", "quality_passed", "quality_assessed", "spi_t",
    "schedule_colour", "cost_colour", "currency", "bac_minor", "planned_value_minor", "earned_value_minor",
    "actual_cost_minor", "forecast_minor",
)  # fmt: skip


class Tolerance(models.Model):
    """Up to where a computed status is green and amber, from a day on; never changed.

    Of the portfolio, of a set by its name, or of one programme or project; without limits that follows the set named,
    else the portfolio. Of those for one thing that reach a day, the one recorded last counts.
    """

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="tolerances")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="tolerances")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="tolerances")
    name = models.CharField(max_length=200, blank=True, default="")  # of the set
    name_key = models.CharField(max_length=600, blank=True, default="")
    limits = models.JSONField(default=dict)  # name: [green to, amber to]
    from_on = models.DateField()
    reason = models.TextField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest first; of one programme or one project at most."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(programme=None) | models.Q(project=None), name="tolerance_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or 'tolerance'} from {self.from_on}"


class PlanDocument(models.Model):
    """The bytes of one plan, addressed by their digest; never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    version = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.digest[:12]


class PlanRevision(models.Model):
    """One hand-in of a project's plan: which file, by whom, when, and what was noticed in it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="plan_revisions")
    number = models.PositiveIntegerField()
    document = models.ForeignKey(PlanDocument, models.PROTECT, related_name="revisions")
    plan_uid = models.CharField(max_length=200, blank=True, default="")
    plan_name = models.TextField(blank=True, default="")
    source_digest = models.CharField(max_length=64)
    source_name = models.CharField(max_length=200)
    source_kind = models.CharField(max_length=20)
    source_size = models.PositiveBigIntegerField()
    reader_version = models.CharField(max_length=40)
    findings = models.JSONField(default=list)
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="imported_plans")
    imported_at = models.DateTimeField()
    status_given = models.CharField(max_length=16, blank=True, default="")  # by who imported it; empty: the file says
    manner = models.CharField(max_length=120, blank=True, default="")  # how the file was said to be written

    class Meta:
        """Numbered within the project; the same plan of the same file comes in once for all that was said of it."""

        ordering: ClassVar = ["project", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="plan_revision_number"),
            models.UniqueConstraint(
                fields=["project", "source_digest", "plan_uid", "status_given", "manner"], name="plan_revision_source"
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"


class PlanSummary(models.Model):
    """What the PMO asks of a revision across projects; computed, so written anew when a baseline is approved."""

    revision = models.OneToOneField(PlanRevision, models.CASCADE, primary_key=True, related_name="summary")
    project = models.ForeignKey(Project, models.CASCADE, related_name="figures")  # of the revision
    is_current = models.BooleanField(default=True)
    status_on = models.DateField(null=True)
    start_on = models.DateField(null=True)
    finish_on = models.DateField(null=True)
    finish_minute = models.BigIntegerField(null=True)  # naive local minutes since 1970, as the engine counts
    tasks = models.PositiveIntegerField(default=0)
    milestones = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    critical = models.PositiveIntegerField(default=0)
    least_float_days = models.FloatField(null=True)
    quality_passed = models.PositiveSmallIntegerField(default=0)
    quality_assessed = models.PositiveSmallIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True, default="")
    bac_minor = models.BigIntegerField(null=True)
    planned_value_minor = models.BigIntegerField(null=True)
    earned_value_minor = models.BigIntegerField(null=True)
    actual_cost_minor = models.BigIntegerField(null=True)
    forecast_minor = models.BigIntegerField(null=True)  # estimate at completion
    earned_periods = models.FloatField(null=True)  # earned schedule, in periods
    actual_periods = models.FloatField(null=True)
    spi_t = models.FloatField(null=True)  # as among the measures; lists are ordered by it
    baseline_number = models.PositiveIntegerField(null=True)  # null: from the file, or none
    baseline_words = models.CharField(max_length=120, blank=True, default="")
    original_slip_days = models.FloatField(null=True)
    current_slip_days = models.FloatField(null=True)
    tolerance = models.ForeignKey(  # what judged the colours; null: the usual limits
        Tolerance, models.PROTECT, null=True, related_name="+"
    )
    schedule_colour = models.CharField(max_length=20, choices=Colour.choices, default=Colour.NOT_ASSESSED)
    schedule_words = models.TextField(blank=True, default="")
    cost_colour = models.CharField(max_length=20, choices=Colour.choices, default=Colour.NOT_ASSESSED)
    cost_words = models.TextField(blank=True, default="")
    measures = models.JSONField(default=dict)  # name: {"value": ...} or {"reason": ...}
    checks = models.JSONField(default=list)  # the rows of the quality check
    curve = models.JSONField(default=dict)  # cumulative planned, earned, actual by period
    part = models.JSONField(default=dict)  # what a programme or portfolio needs of it beside the curve
    actual_from = models.CharField(max_length=6, choices=CostSource.choices, default=CostSource.PLAN)

    class Meta:
        """One current for a project; what lists order, count and sum lies together, apart from the long columns."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(is_current=True), name="plan_summary_current"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", *STANDING], condition=models.Q(is_current=True), name="plan_summary_standing"
            )
        ]

    def __str__(self) -> str:
        return f"figures of {self.revision_id}"


class Milestone(models.Model):
    """A milestone of a revision, asked for across projects."""

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="milestones")
    uid = models.TextField()
    name = models.TextField()
    on = models.DateField(null=True)
    minute = models.BigIntegerField(null=True)
    baseline_on = models.DateField(null=True)
    slip_days = models.FloatField(null=True)
    done = models.BooleanField(default=False)
    critical = models.BooleanField(default=False)

    class Meta:
        """In order of their dates."""

        ordering: ClassVar = ["minute", "pk"]
        indexes: ClassVar = [models.Index(fields=["revision", "minute"], name="milestone_revision")]

    def __str__(self) -> str:
        return self.name


class OutsideLink(models.Model):
    """A link of a revision whose other end lies in another plan, named as the file names it."""

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="outside_links")
    uid = models.TextField()
    name = models.TextField()
    on = models.DateField(null=True)  # the end of our task that the link hangs on
    is_predecessor = models.BooleanField()  # the other task comes first
    other_plan = models.TextField()
    other_task = models.TextField()
    other_on = models.DateField(null=True)  # as the file holds it

    class Meta:
        """In the order of the file."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} and {self.other_task} of {self.other_plan}"


class WorkCalendar(models.Model):
    """A working-time calendar of plans, addressed by its digest, so that days can be counted without a plan."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]


class WatchedTask(models.Model):
    """A task something outside its plan points at, by its uid; how the newest plan has it, or that it is gone."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="watched_tasks")
    uid = models.CharField(max_length=500)
    name = models.TextField()
    start_minute = models.BigIntegerField(null=True)  # naive local minutes since 1970, as the engine counts
    finish_minute = models.BigIntegerField(null=True)
    begun = models.BooleanField(default=False)
    done = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)
    revision_number = models.PositiveIntegerField(default=0)
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, null=True, related_name="+")  # the plan's own

    class Meta:
        """Once for a project and uid."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "uid"], name="watched_task_once")]

    def __str__(self) -> str:
        return self.name


class Baseline(models.Model):
    """An approved baseline: fixes one revision, for a reason, by somebody; never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="baselines")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(PlanRevision, models.PROTECT, related_name="baselines")
    source = models.CharField(max_length=10, choices=BaselineSource.choices)
    reason = models.TextField()
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="approved_baselines")
    approved_at = models.DateTimeField()
    finish_minute = models.BigIntegerField(null=True)
    bac_minor = models.BigIntegerField(null=True)

    class Meta:
        """Numbered within the project: 1 is the original, the highest is the current."""

        ordering: ClassVar = ["project", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="baseline_number")]

    def __str__(self) -> str:
        return f"baseline {self.number}"


class CostLimit(models.Model):
    """What a project's cost is judged against: the newest approved budget, as the money room says it."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="cost_limit")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"


class RegisterStatus(models.Model):
    """What a project's registers say of scope, quality and risk, as the status room last judged them."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="register_status")
    worst = models.CharField(max_length=20, choices=Colour.choices)
    worst_unpriced = models.CharField(max_length=20, choices=Colour.choices)  # by what those see who may not see cost
    told = models.JSONField()  # by dimension: colour and words, and both again for who may not see cost
    judged_on = models.DateField()
    part = models.JSONField(default=dict)  # what a group needs of them
    # Of a project without a plan that its backlog judges: what lists order and narrow by, as for a plan.
    stands = models.BooleanField(default=False)
    status_on = models.DateField(null=True)  # the day of the backlog
    start_on = models.DateField(null=True)
    finish_on = models.DateField(null=True)  # reached with 80 %
    slip_days = models.FloatField(null=True)
    alone = models.JSONField(default=dict)  # the rest of the figures: dates as texts, measures as of a plan

    def __str__(self) -> str:
        return f"{self.worst} on {self.judged_on}"


class SpentDay(models.Model):
    """What a project's ledger holds as spent on a day in one currency, as the money room says it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="spent_days")
    on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        """In order of time; a day and currency once."""

        ordering: ClassVar = ["project", "on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "on", "currency"], name="spent_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.amount_minor} {self.currency}"


class CostRule(models.Model):
    """Which actual cost counts first in a portfolio, for plans with a status date from a day on; never changed."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="cost_rules")
    first = models.CharField(max_length=6, choices=CostSource.choices)
    from_on = models.DateField()
    reason = models.TextField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.first} first from {self.from_on}"
