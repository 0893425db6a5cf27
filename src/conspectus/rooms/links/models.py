"""Rows of links between projects and to outside events, and what happened to each."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.links.choices import LinkKind, LinkState, Side, Standing, Step
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.schedule.models import WatchedTask


class Link(models.Model):
    """What one task hands over to another of another project; an end that is none lies outside: ``event_name``.

    ``agreed_on`` is in force; ``asked_on`` waits for who has not said yes, and ``held`` keeps the words before it.
    """

    giver = models.ForeignKey(WatchedTask, models.PROTECT, null=True, related_name="gives")
    taker = models.ForeignKey(WatchedTask, models.PROTECT, null=True, related_name="takes")
    event_name = models.CharField(max_length=200, blank=True, default="")
    event_party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="links")
    event_on = models.DateField(null=True)  # when the event comes, or when what is given is needed outside
    kind = models.CharField(max_length=2, choices=LinkKind.choices, default=LinkKind.FINISH_START)
    lag_days = models.SmallIntegerField(default=0)  # working days of the taker's plan
    words = models.TextField()  # what is handed over
    giver_owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taker_owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.PROPOSED)
    agreed_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    giver_said = models.BooleanField(default=False)
    taker_said = models.BooleanField(default=False)
    held = models.JSONField(default=dict)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.UNDATED)
    given_on = models.DateField(null=True)  # by the giver's newest plan
    taken_on = models.DateField(null=True)  # by the taker's newest plan
    slack_days = models.FloatField(null=True)  # working days until the taker's end has to move
    late_days = models.FloatField(null=True)  # working days of the forecast after the agreed date
    giver_seen = models.PositiveIntegerField(default=0)  # revisions of the plans this was judged by
    taker_seen = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By number; at most one end lies outside, and it has a name."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state", "standing"], name="link_standing")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(models.Q(giver__isnull=False, taker__isnull=False) & models.Q(event_name=""))
                | (
                    (models.Q(giver__isnull=True, taker__isnull=False) | models.Q(giver__isnull=False, taker=None))
                    & ~models.Q(event_name="")
                ),
                name="link_one_end_outside_at_most",
            )
        ]

    @property
    def due_on(self) -> date:
        """The day asked for, else the one agreed on; every link has one of them."""
        day = self.asked_on or self.agreed_on
        assert day is not None
        return day

    def __str__(self) -> str:
        return self.words.splitlines()[0][:120]


class LinkStep(models.Model):
    """One thing that happened to a link; never changed."""

    link = models.ForeignKey(Link, models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=Step.choices)
    side = models.CharField(max_length=5, choices=Side.choices, blank=True, default="")
    on = models.DateField(null=True)  # the date it was about
    standing = models.CharField(max_length=10, choices=Standing.choices, blank=True, default="")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")  # whose plan changed it
    revision_number = models.PositiveIntegerField(null=True)  # of that plan
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # none: noticed by itself
    at = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.link_id}"
