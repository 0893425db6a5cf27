"""Rows under a closure; none of them ever changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.kit.subjects import LONGEST_ID, LONGEST_KIND
from conspectus.rooms.accounts.models import Division, Person
from conspectus.rooms.closure.choices import Forecast, Source, Way
from conspectus.rooms.closure.models.closures import Closure
from conspectus.rooms.followup.models import Action
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.models import Requirement


class Handing(models.Model):
    """What became of something open: handed over to somebody, to another project or division, closed, released."""

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="handings")
    subject_kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.CharField(max_length=LONGEST_ID)
    name = models.CharField(max_length=500)
    way = models.CharField(max_length=12, choices=Way.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.way}"


class Reconciliation(models.Model):
    """The final cost with the figures it was compared by, and what who answers for it says; the newest counts.

    A figure is null where there was none.
    """

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="reconciliations")
    currency = models.CharField(max_length=3)
    budget_minor = models.BigIntegerField(null=True)  # approved
    plan_minor = models.BigIntegerField(null=True)  # actual cost of the newest plan
    spent_minor = models.BigIntegerField(null=True)  # by the ledger
    words = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.closure_id}: {self.spent_minor} {self.currency}"


class Benefit(models.Model):
    """What a project is to bring, and who answers for it once the project is over."""

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="benefits")
    words = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="benefits_to_bring")
    need = models.ForeignKey(Requirement, models.PROTECT, null=True, related_name="benefits")  # it comes from
    expected_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """As they were named."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.words


class BenefitAnswer(models.Model):
    """What the owner of a benefit wrote: accepted or not, in person."""

    benefit = models.OneToOneField(Benefit, models.PROTECT, related_name="answer")
    accepted = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.benefit_id} {'accepted' if self.accepted else 'declined'}"


class PlannedReview(models.Model):
    """The action by which somebody looks at what the project brought; the newest counts."""

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="reviews")
    action = models.OneToOneField(Action, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"review of {self.closure_id}"


class ForecastScore(models.Model):
    """One forecast of a frozen period against what came true; an amount is null for a finish, a day for a cost.

    ``error`` is forecast minus truth: calendar days of a finish, percent of the truth of a cost.
    """

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="scores")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    forecast = models.CharField(max_length=6, choices=Forecast.choices)
    source = models.CharField(max_length=8, choices=Source.choices)
    finish_on = models.DateField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    lead_days = models.IntegerField()  # from the period's last day to the finish that came true
    error = models.FloatField()

    class Meta:
        """By period; each forecast once."""

        ordering: ClassVar = ["closure", "forecast", "source", "period__starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closure", "period", "forecast", "source"], name="forecast_score_once")
        ]

    def __str__(self) -> str:
        return f"{self.forecast} {self.error:+g}"
