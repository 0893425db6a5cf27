"""Rows of register entries and of their escalations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models import Contract, Objective, Party, Portfolio, Programme, Project
from conspectus.rooms.risks.choices import Category, EntryKind, EntryState, Level, Response
from conspectus.rooms.schedule.models import WatchedTask


class RegisterEntry(models.Model):
    """A risk, opportunity, issue, assumption or decision of a project, a programme or a portfolio.

    ``title`` is the event; ``also`` are other projects it reaches, its impact being the whole of all of them. The
    columns from ``score`` on are computed from the others whenever it is written.
    """

    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="register")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="register")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="register")
    also = models.ManyToManyField(Project, related_name="shared_register", blank=True)
    objectives = models.ManyToManyField(Objective, related_name="register", blank=True)
    parties = models.ManyToManyField(Party, related_name="register", blank=True)
    contracts = models.ManyToManyField(Contract, related_name="register", blank=True)
    tasks = models.ManyToManyField(WatchedTask, related_name="register", blank=True)  # of its own project's plan
    key = models.CharField(max_length=60, blank=True, default="")  # what the list it came from calls it
    title = models.CharField(max_length=300)
    cause = models.TextField(blank=True, default="")
    effect = models.TextField(blank=True, default="")
    category = models.CharField(max_length=12, choices=Category.choices, default=Category.OTHER)
    probability = models.PositiveSmallIntegerField(null=True)  # 1 to 5, as are the impacts
    impact_time = models.PositiveSmallIntegerField(null=True)
    impact_cost = models.PositiveSmallIntegerField(null=True)
    impact_quality = models.PositiveSmallIntegerField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    days = models.PositiveIntegerField(null=True)  # working days
    expected_on = models.DateField(null=True)  # when it would happen; must be resolved, checked or decided
    response = models.CharField(max_length=10, choices=Response.choices, blank=True, default="")
    response_words = models.TextField(blank=True, default="")
    residual_probability = models.PositiveSmallIntegerField(null=True)
    residual_impact = models.PositiveSmallIntegerField(null=True)
    residual_percent = models.PositiveSmallIntegerField(null=True)
    residual_cost_minor = models.BigIntegerField(null=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="register")
    review_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.OPEN)
    outcome = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True)
    escalated_to = models.CharField(max_length=10, choices=Level.choices, blank=True, default="")
    came_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="became")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    score = models.PositiveSmallIntegerField(default=0)
    residual_score = models.PositiveSmallIntegerField(default=0)
    inherent_minor = models.BigIntegerField(null=True)  # percent times cost, before any response
    exposure_minor = models.BigIntegerField(null=True)  # of what remains where that is assessed
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Asked by place and state; the gravest first."""

        ordering: ClassVar = ["-score", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["project", "state"], name="register_project"),
            models.Index(fields=["portfolio", "state", "-score"], name="register_portfolio"),
            models.Index(fields=["programme", "state"], name="register_programme"),
            models.Index(fields=["state", "-score", "id"], name="register_gravest"),
            # All that sums and counts of open entries are made of, so that no row need be looked up for them.
            models.Index(
                fields=[
                    "state",
                    "kind",
                    "currency",
                    "portfolio",
                    "project",
                    "programme",
                    "exposure_minor",
                    "inherent_minor",
                    "probability",
                    "score",
                    "residual_probability",
                    "residual_impact",
                ],
                name="register_summed",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=EntryState.OPEN, closed_on=None)
                | models.Q(~models.Q(state=EntryState.OPEN), closed_on__isnull=False),
                name="register_closed_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Its number and what it is called: two of the same title are told apart."""
        return f"{self.pk} {self.title[:80]}"

    @property
    def place(self) -> Project | Programme | Portfolio:
        """Where it belongs."""
        return self.project or self.programme or self.portfolio


class Escalation(models.Model):
    """An entry given to a level above, or taken back, with the reason; it never changes."""

    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="escalations")
    before = models.CharField(max_length=10, choices=Level.choices, blank=True, default="")
    after = models.CharField(max_length=10, choices=Level.choices, blank=True, default="")
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.before or 'own'} to {self.after or 'own'}"
