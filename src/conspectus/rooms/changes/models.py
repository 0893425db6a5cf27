"""Rows of change requests, of what was decided of each, and of who may decide how large a change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.changes.choices import ChangeState, Reason
from conspectus.rooms.money.choices import LineKind, Nature
from conspectus.rooms.money.models import Budget
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.schedule.models import Baseline, PlanRevision


class ChangeRequest(models.Model):
    """What is asked to change in a project, why, and what that does; money in the project's currency.

    ``slip_days`` are working days, later is positive: as stated, or of ``plan`` against the revision before it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="change_requests")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    what = models.TextField()
    why = models.TextField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    plan = models.ForeignKey(PlanRevision, models.PROTECT, null=True, blank=True, related_name="change_requests")
    slip_days = models.FloatField(null=True)  # null: nobody said
    cost_minor = models.BigIntegerField(null=True)
    cost_kind = models.CharField(max_length=12, choices=LineKind.choices, default=LineKind.BASE)
    nature = models.CharField(max_length=5, choices=Nature.choices, default=Nature.CAPEX)
    fiscal_year = models.PositiveSmallIntegerField(null=True)
    benefit = models.TextField(blank=True, default="")
    risk = models.TextField(blank=True, default="")
    quality = models.TextField(blank=True, default="")
    state = models.CharField(max_length=11, choices=ChangeState.choices, default=ChangeState.DRAFT)
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="raised_changes")
    raised_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True, default="")
    implemented_at = models.DateTimeField(null=True)
    baseline = models.ForeignKey(Baseline, models.PROTECT, null=True, related_name="change_requests")
    budget = models.ForeignKey(Budget, models.PROTECT, null=True, related_name="change_requests")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Numbered within the project, the newest first."""

        ordering: ClassVar = ["project", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="change_request_number")]
        indexes: ClassVar = [models.Index(fields=["state", "submitted_at"], name="change_request_state")]

    def __str__(self) -> str:
        return f"CR-{self.number} {self.title}"


class ChangeDecision(models.Model):
    """What was decided of a change request, by whom and why, with the digest of what was shown; never changed."""

    request = models.OneToOneField(ChangeRequest, models.PROTECT, related_name="decision")
    state = models.CharField(max_length=11, choices=ChangeState.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="decided_changes")
    decided_at = models.DateTimeField()
    authority = models.CharField(max_length=200, blank=True, default="")  # the role by which it was decided
    shown = models.TextField()  # canonical JSON of the request as it was decided
    digest = models.CharField(max_length=64)  # of ``shown``

    def __str__(self) -> str:
        return f"{self.state} {self.request_id}"


class ChangeAuthority(models.Model):
    """Who may decide changes up to which size, of a portfolio or of one project; never changed, the newest counts.

    ``limits`` are by role: most minor units of the portfolio's currency, most working days; null for no limit.
    """

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, null=True, blank=True, related_name="change_authorities")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="change_authorities")
    limits = models.JSONField(default=dict)
    reason = models.TextField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest first; of one portfolio or one project."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(portfolio=None, project__isnull=False) | Q(portfolio__isnull=False, project=None),
                name="change_authority_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"authority recorded {self.recorded_at:%Y-%m-%d}"
