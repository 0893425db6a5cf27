"""Rows of reports with what they declare, overrides, and the snapshots of frozen periods."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.choices import RAG, SCALES, Dimension, ReminderKind, ReportState


class Report(models.Model):
    """What a project or a programme reports for one period: its words, and where the report stands."""

    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="reports")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="reports")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports")
    scale = models.CharField(max_length=20, choices=[(one.code, one.label) for one in SCALES.values()], default=RAG)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    summary = models.TextField(blank=True, default="")
    achieved = models.TextField(blank=True, default="")
    planned = models.TextField(blank=True, default="")
    decisions = models.TextField(blank=True, default="")  # wanted from management
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")  # of the PMO, where it was returned
    decide_on = models.DateField(null=True)  # by when the decisions are wanted
    finish_on = models.DateField(null=True)  # when its author expects it to end
    forecast_minor = models.BigIntegerField(null=True)  # what its author expects it to cost, in its own currency
    repeated = models.BooleanField(default=False)  # said to be as in the period before
    first_submitted_at = models.DateTimeField(null=True)
    effort_minutes = models.PositiveIntegerField(null=True)  # what writing it took
    effort_typed = models.BooleanField(default=False)  # by its author; else as the form measured it
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Of one project or one programme, one for each period."""

        ordering: ClassVar = ["project", "programme", "-period__starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "period"], name="report_once"),
            models.UniqueConstraint(fields=["programme", "period"], name="programme_report_once"),
            models.CheckConstraint(
                condition=models.Q(project=None, programme__isnull=False)
                | models.Q(project__isnull=False, programme=None),
                name="report_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.subject} for {self.period_id}"

    @property
    def subject(self) -> Project | Programme:
        """The project or programme that reports."""
        return self.project or self.programme  # type: ignore[return-value]  # one of them, by the constraint


class Declaration(models.Model):
    """What a report declares of one dimension: a level of its scale, and why."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="declarations")
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    level = models.CharField(max_length=20)
    rank = models.FloatField()  # of the level, between red 1 and green 3
    words = models.TextField(blank=True, default="")

    class Meta:
        """Once for a dimension."""

        ordering: ClassVar = ["report", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "dimension"], name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.level}"


class ReportFinding(models.Model):
    """What did not fit in a report when it was last looked over, and what its author says to it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    place = models.CharField(max_length=200)
    words = models.TextField()  # in the house's one language
    remedy = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """A code once at a place."""

        ordering: ClassVar = ["report", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "code", "place"], name="report_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.report_id}"


class ReportDraft(models.Model):
    """What somebody typed into the form of a report and did not send yet, and how long they were at it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="report_drafts")
    project = models.ForeignKey(Project, models.CASCADE, related_name="drafts")
    period = models.ForeignKey(Period, models.CASCADE, related_name="drafts")
    body = models.TextField(blank=True, default="")  # the fields as JSON; empty: nothing is kept, only the time
    seconds = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """One of a person for a report."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "project", "period"], name="report_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft of {self.project_id} for {self.period_id}"


class ReportingRule(models.Model):
    """How a portfolio gathers reports: days from a period's last day, reminders from the day they are due."""

    portfolio = models.OneToOneField(Portfolio, models.CASCADE, related_name="reporting_rule")
    opens_day = models.SmallIntegerField(default=1)
    due_day = models.SmallIntegerField(default=7)
    reminder_days = models.JSONField(default=list)  # before the due day below 0, after it above
    escalate_day = models.SmallIntegerField(null=True)  # after the due day; null: nobody else is told
    escalate_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opens_itself = models.BooleanField(default=False)
    answers_needed = models.BooleanField(default=True)  # findings, before a report is handed in
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"reporting of {self.portfolio_id}"


class Cycle(models.Model):
    """One gathering of reports: for which period, since when, until when, and when who is reminded."""

    period = models.OneToOneField(Period, models.PROTECT, related_name="cycle")
    due_on = models.DateField()  # the last day that is in time
    reminders = models.JSONField(default=list)  # days, as text
    escalates_on = models.DateField(null=True)
    escalate_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answers_needed = models.BooleanField(default=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reminded_through = models.DateField(null=True)  # the last reminder day that was done
    escalated_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """In order of time."""

        ordering: ClassVar = ["period__starts_on", "pk"]

    def __str__(self) -> str:
        return f"cycle of {self.period_id}"


class Request(models.Model):
    """That a project or programme was asked to report in a cycle, and of whom."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="requests")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="requests")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: nobody managed it
    asked_at = models.DateTimeField()
    delegate = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    delegate_until = models.DateField(null=True)  # the last day
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Of one project or one programme, once in a cycle."""

        ordering: ClassVar = ["cycle", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "project"], name="request_once"),
            models.UniqueConstraint(fields=["cycle", "programme"], name="programme_request_once"),
            models.CheckConstraint(
                condition=models.Q(project=None, programme__isnull=False)
                | models.Q(project__isnull=False, programme=None),
                name="request_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"request to {self.subject} in {self.cycle_id}"

    @property
    def subject(self) -> Project | Programme:
        """The project or programme that is asked."""
        return self.project or self.programme  # type: ignore[return-value]  # one of them, by the constraint


class Reminder(models.Model):
    """That somebody was reminded of a report that was missing; the day makes those of the clock happen once."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="told")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["sent_at"], name="reminder_sent")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class Override(models.Model):
    """A computed colour set aside for a while: both stay readable, with the reason, the author and the end."""

    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="overrides")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="overrides")
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    colour = models.CharField(max_length=12, choices=Colour.choices)
    computed = models.CharField(max_length=12, choices=Colour.choices)  # when it was set aside
    reason = models.TextField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_on = models.DateField()  # the first day it no longer holds
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; of one project or one programme."""

        ordering: ClassVar = ["project", "programme", "-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["project", "ends_on"], name="override_project")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(project=None, programme__isnull=False)
                | models.Q(project__isnull=False, programme=None),
                name="override_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} of {self.subject} {self.colour}"

    @property
    def subject(self) -> Project | Programme:
        """The project or programme whose colour is set aside."""
        return self.project or self.programme  # type: ignore[return-value]  # one of them, by the constraint


class Snapshot(models.Model):
    """A project, programme or portfolio as a period was frozen, or registers of the portfolio; never changed.

    It counts once its period has reached ``version``: rows of a freeze that was broken off are invisible, and swept.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="snapshots")
    version = models.PositiveSmallIntegerField()
    subject_kind = models.CharField(max_length=10)  # a kind of subject, or the name of what is kept beside them
    subject_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)  # of ``body``
    body = models.TextField()  # canonical JSON; what its digest was taken of
    colour = models.CharField(max_length=12, choices=Colour.choices)  # computed overall, overrides in
    declared = models.CharField(max_length=20, blank=True, default="")  # level of overall; empty: nothing declared
    scale = models.CharField(max_length=20, blank=True, default="")  # of that level
    gap = models.FloatField(null=True)  # declared rank minus computed rank; null where either is missing

    class Meta:
        """One of each thing in a version; asked by subject for trends."""

        ordering: ClassVar = ["period", "version", "subject_kind", "subject_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "version", "subject_kind", "subject_id"], name="snapshot_once")
        ]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id", "period"], name="snapshot_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} in {self.period_id} version {self.version}"
