"""Rows of backlogs as uploaded, of how their columns are read, and of how the backlog of a project counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.agile.choices import CountedIn, Tool
from conspectus.rooms.portfolio.models import Portfolio, Project


class BacklogDocument(models.Model):
    """The items of one backlog, addressed by their digest; never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:12]


class BacklogRevision(models.Model):
    """One upload of a project's backlog: which file, read how, by whom, when, what was noticed, and its figures."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="backlogs")
    number = models.PositiveIntegerField()
    document = models.ForeignKey(BacklogDocument, models.PROTECT, related_name="revisions")
    tool = models.CharField(max_length=8, choices=Tool.choices)
    as_of = models.DateField()
    source_name = models.CharField(max_length=200)
    source_digest = models.CharField(max_length=64)
    source_size = models.PositiveBigIntegerField()
    columns = models.JSONField(default=dict)
    columns_digest = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    figures = models.JSONField(default=dict)  # by what is counted
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        """Numbered within the project; the same bytes read the same way as of the same day come in once."""

        ordering: ClassVar = ["project", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="backlog_revision_number"),
            models.UniqueConstraint(
                fields=["project", "source_digest", "columns_digest", "as_of"], name="backlog_revision_source"
            ),
        ]

    def __str__(self) -> str:
        return f"backlog {self.number}"


class BacklogColumns(models.Model):
    """How a portfolio reads the exports of a tool; the newest counts, none ever changes."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="backlog_columns")
    tool = models.CharField(max_length=8, choices=Tool.choices)
    columns = models.JSONField(default=dict)
    taken_from = models.ForeignKey(BacklogRevision, models.PROTECT, related_name="+")
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["portfolio", "-pk"]

    def __str__(self) -> str:
        return f"columns of {self.tool}"


class DeliveryChoice(models.Model):
    """How the backlog of a project counts from a day on; never changed, and the newest that reaches a day counts.

    ``judges``: the schedule is judged by the finish from throughput. ``scopes``: the scope is judged by the growth of
    the backlog. ``earns``: earned value is taken from accepted points. ``since`` is the number of the backlog that
    growth is measured from. ``start_on`` and ``finish_on`` are what the project was approved for where it has no plan.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="delivery_choices")
    from_on = models.DateField()
    judges = models.BooleanField(default=True)
    scopes = models.BooleanField(null=True)  # null: chosen before growth could judge
    earns = models.BooleanField(default=False)
    start_on = models.DateField(null=True, blank=True)
    finish_on = models.DateField(null=True, blank=True)
    unit = models.CharField(max_length=8, choices=CountedIn.choices, blank=True, default="")
    since = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["project", "-pk"]

    def __str__(self) -> str:
        return f"from {self.from_on}"
