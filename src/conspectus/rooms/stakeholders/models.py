"""Rows of stakeholders and how they were judged over time; of the communication plan and of what was sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.files.models import Document
from conspectus.rooms.packs.models import PackRun
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.stakeholders.choices import Cadence, Channel, Stance


class Stakeholder(models.Model):
    """Who has a stake in a project; a confidential one shows only to who may change the project.

    ``stance`` is what is wanted; how things stand is told by the assessments.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="stakeholders")
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=200, blank=True, default="")
    stance = models.CharField(max_length=10, choices=Stance.choices, default=Stance.SUPPORTIVE)
    approach = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="stakeholders")
    is_confidential = models.BooleanField(default=True)
    left_on = models.DateField(null=True)  # has no stake any more from this day
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By name."""

        ordering: ClassVar = ["project", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """How a stakeholder stood on a day: influence and interest from 1 to 5, stance; never changed."""

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="assessments")
    on = models.DateField()
    influence = models.PositiveSmallIntegerField()
    interest = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=10, choices=Stance.choices)
    words = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order of their days."""

        ordering: ClassVar = ["stakeholder", "on", "pk"]

    def __str__(self) -> str:
        return f"{self.stance} on {self.on}"


class Communication(models.Model):
    """A line of the communication plan: to whom, what, by which channel, how often, by whom, next on which day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="communications")
    audience = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.MEETING)
    cadence = models.CharField(max_length=11, choices=Cadence.choices, default=Cadence.MONTHLY)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="communications")
    next_on = models.DateField(null=True)
    is_ended = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """The first due first."""

        ordering: ClassVar = ["project", models.F("next_on").asc(nulls_last=True), "pk"]
        indexes: ClassVar = [models.Index(fields=["is_ended", "next_on"], name="communication_due")]

    def __str__(self) -> str:
        return f"{self.what}: {self.audience}"


class Sending(models.Model):
    """That something of the plan was communicated on a day, with a document or a board pack; never changed."""

    communication = models.ForeignKey(Communication, models.PROTECT, related_name="sendings")
    on = models.DateField()
    planned_on = models.DateField(null=True)  # when it was due
    words = models.TextField(blank=True, default="")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    pack = models.ForeignKey(PackRun, models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order of their days."""

        ordering: ClassVar = ["communication", "on", "pk"]

    def __str__(self) -> str:
        return f"{self.communication_id} on {self.on}"
