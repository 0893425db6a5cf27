"""Rows of budgets, ledger entries and forecasts; none of them ever changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conspectus.rooms.accounts.models import Division, Person
from conspectus.rooms.money.choices import Kind, LineKind, Nature
from conspectus.rooms.portfolio.models import Contract, Programme, Project


class Budget(models.Model):
    """An approved budget of a project or a programme: the first is the original, the newest counts.

    In the project's currency, a programme's in that of its portfolio.
    """

    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="budgets")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="budgets")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="approved_budgets")
    approved_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of number, reason and lines

    class Meta:
        """Numbered within the one project or programme it is of."""

        ordering: ClassVar = ["project", "programme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="budget_number"),
            models.UniqueConstraint(fields=["programme", "number"], name="programme_budget_number"),
            models.CheckConstraint(
                condition=Q(project=None, programme__isnull=False) | Q(project__isnull=False, programme=None),
                name="budget_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"budget {self.number}"


class BudgetLine(models.Model):
    """Money of one fiscal year, for one purpose."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    fiscal_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=LineKind.choices)
    nature = models.CharField(max_length=5, choices=Nature.choices)
    category = models.CharField(max_length=100, blank=True, default="")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="budget_lines")
    amount_minor = models.BigIntegerField()

    class Meta:
        """In the order they were given."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.kind} {self.amount_minor}"


class Entry(models.Model):
    """One line of the ledger, in its own currency; a correction is a reversal and, where given, the right one."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    nature = models.CharField(max_length=5, choices=Nature.choices, blank=True, default="")
    category = models.CharField(max_length=100, blank=True, default="")
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    supplier = models.CharField(max_length=200, blank=True, default="")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="entries")
    reference = models.CharField(max_length=100, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="recorded_entries")
    recorded_at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    is_reversal = models.BooleanField(default=False)
    source_digest = models.CharField(max_length=64, blank=True, default="")  # of the file it came in with
    source_row = models.PositiveIntegerField(null=True)

    class Meta:
        """An entry is reversed once and replaced once; a row of a file comes in once a project."""

        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["corrects", "is_reversal"], condition=Q(corrects__isnull=False), name="entry_corrected_once"
            ),
            models.UniqueConstraint(
                fields=["project", "source_digest", "source_row"], condition=~Q(source_digest=""), name="entry_source"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "on"], name="entry_project_on"),
            models.Index(fields=["project", "kind", "currency"], name="entry_sums"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"


class Forecast(models.Model):
    """What a project's manager expects still to spend from a day on, in its currency; the newest counts."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="forecasts")
    number = models.PositiveIntegerField()
    made_on = models.DateField()
    reason = models.TextField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="forecasts")
    made_at = models.DateTimeField()

    class Meta:
        """Numbered within the project."""

        ordering: ClassVar = ["project", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="forecast_number")]

    def __str__(self) -> str:
        return f"forecast {self.number}"


class ForecastLine(models.Model):
    """Money expected to be spent in one month, named by its first day."""

    forecast = models.ForeignKey(Forecast, models.PROTECT, related_name="lines")
    month = models.DateField()
    amount_minor = models.BigIntegerField()

    class Meta:
        """In order of time; a month once."""

        ordering: ClassVar = ["month"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["forecast", "month"], name="forecast_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.amount_minor}"
