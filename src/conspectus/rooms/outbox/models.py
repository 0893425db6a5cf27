"""Rows of notices, of how people want them by mail, and of mail."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.kit.subjects import LONGEST_ID
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.outbox.choices import Cadence, State


class Message(models.Model):
    """A mail to one person; its words are made when it is sent, and not kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    cadence = models.CharField(max_length=8, choices=Cadence.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")  # why it did not go, in words

    class Meta:
        """Taken in the order due."""

        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="message_due")]

    def __str__(self) -> str:
        return f"mail {self.pk} to {self.person_id}"


class Notice(models.Model):
    """That somebody is to be told of a deed; what it says is made when it is read, of what they may see then."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    line = models.BigIntegerField()  # of the audit log
    kind = models.CharField(max_length=20)  # one of ``Kind``; the table names no choices
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=LONGEST_ID)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="notices")  # that tells of it

    class Meta:
        """Once for a person, a deed and a thing; newest first; what is unread is counted on every page."""

        ordering: ClassVar = ["-at", "-line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "line", "subject_kind", "subject_id"], name="notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["line"], name="notice_line"),
        ]

    def __str__(self) -> str:
        return f"notice to {self.person_id} of {self.line}"


class Wish(models.Model):
    """How a person wants notices by mail: what is meant for them, and what changes about things they follow."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="wish")
    direct = models.CharField(max_length=8, choices=Cadence.choices, default=Cadence.NOW)
    followed = models.CharField(max_length=8, choices=Cadence.choices, default=Cadence.DAILY)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.direct}, {self.followed}"


class Told(models.Model):
    """The last line of the audit log people were told of; one row."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"told to {self.number}"


class Reminder(models.Model):
    """That people were told of something as its day came near or had passed; once for each day it is due on."""

    watch = models.CharField(max_length=20)  # what is looked out for
    thing = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=LONGEST_ID)
    day = models.DateField()  # it is due on
    persons = models.JSONField()  # numbers of whom it waits on
    told_on = models.DateField()

    class Meta:
        """Asked by the day people were told, which their notices name."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["watch", "thing", "day"], name="reminder_once")]
        indexes: ClassVar = [models.Index(fields=["told_on"], name="reminder_told")]

    def __str__(self) -> str:
        return f"{self.watch} {self.thing} of {self.day}"


class Reminded(models.Model):
    """Since when people are reminded of what is due, and through which day they were; one row."""

    since = models.DateField()
    through = models.DateField()

    def __str__(self) -> str:
        return f"reminded through {self.through}"
