"""Rows of exceptions: why they are asked for, the options, the decision, and the promises on the way back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.governance.choices import OPEN_STATES, CauseKind, Closing, ExceptionState, PromiseKind
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.status.choices import Dimension


class ExceptionReport(models.Model):
    """What a project or programme out of its tolerance puts before who decides; one is open at a time."""

    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="exceptions")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="exceptions")
    state = models.CharField(max_length=10, choices=ExceptionState.choices, default=ExceptionState.WANTED)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: by itself
    cause = models.TextField(blank=True, default="")
    effect = models.TextField(blank=True, default="")
    wanted = models.TextField(blank=True, default="")  # the decision
    wanted_from = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="exceptions_to_decide")
    wanted_by = models.DateField(null=True, blank=True)  # the day
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    chosen = models.ForeignKey("Option", models.PROTECT, null=True, related_name="+")  # null: none of them
    decision = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True, default="")
    closed_reason = models.TextField(blank=True, default="")
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: by itself
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """The longest open first; of one project or one programme, one open for each."""

        ordering: ClassVar = ["opened_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "opened_at"], name="exception_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(project=None, programme__isnull=False)
                | models.Q(project__isnull=False, programme=None),
                name="exception_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state__in=OPEN_STATES), name="exception_open_once"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(state__in=OPEN_STATES), name="programme_exception_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"exception of {self.subject}"

    @property
    def subject(self) -> Project | Programme:
        """The project or programme out of its tolerance."""
        return self.project or self.programme  # type: ignore[return-value]  # one of them, by the constraint

    @property
    def currency(self) -> str:
        """The currency its options are priced in."""
        return self.project.currency if self.project else self.programme.portfolio.currency  # type: ignore[union-attr]  # one of them


class Cause(models.Model):
    """One reason an exception is asked for; it never changes."""

    exception = models.ForeignKey(ExceptionReport, models.PROTECT, related_name="causes")
    kind = models.CharField(max_length=10, choices=CauseKind.choices)
    dimension = models.CharField(max_length=10, choices=Dimension.choices, blank=True, default="")
    period = models.ForeignKey(Period, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, default="")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: by itself

    class Meta:
        """Oldest first; each dimension once a period and kind."""

        ordering: ClassVar = ["noted_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exception", "kind", "dimension", "period"], name="cause_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dimension}"


class Option(models.Model):
    """One way out that is put before who decides: in words, in money and in days."""

    exception = models.ForeignKey(ExceptionReport, models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    cost_minor = models.BigIntegerField(null=True, blank=True)  # beyond the approved budget; below zero: saved
    days = models.IntegerField(null=True, blank=True)  # later than the approved finish; below zero: earlier

    class Meta:
        """As they were written."""

        ordering: ClassVar = ["exception", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["exception", "number"], name="option_once")]

    def __str__(self) -> str:
        return f"option {self.number}"


class Promise(models.Model):
    """A step or a green dimension promised for a day; never changed, only replaced by a later promise with a reason."""

    exception = models.ForeignKey(ExceptionReport, models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=10, choices=PromiseKind.choices)
    dimension = models.CharField(max_length=10, choices=Dimension.choices, blank=True, default="")
    words = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="promises")
    promised_on = models.DateField()  # the day it is to be done by
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField(blank=True, default="")  # why the one it replaces could not stand

    class Meta:
        """What is due first, first."""

        ordering: ClassVar = ["promised_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["owner", "promised_on"], name="promise_owner")]

    def __str__(self) -> str:
        return f"{self.words} by {self.promised_on}"


class PromiseDone(models.Model):
    """The day something promised was done; it never changes."""

    promise = models.OneToOneField(Promise, models.PROTECT, related_name="done")
    done_on = models.DateField()
    words = models.TextField(blank=True, default="")  # what shows it
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: by the data
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.promise_id} done on {self.done_on}"


class ExceptionsFollowed(models.Model):
    """How far the audit log was read for what asks for an exception."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
