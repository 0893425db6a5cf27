"""Rows of what can be found, and how far the audit log was followed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.portfolio.models import Portfolio, Programme, Project


class Entry(models.Model):
    """One thing that can be found; of a project's tasks there is one for all. Written anew, never changed.

    ``words`` are the folded words it is found by, each once, between single
    spaces; the database's own index over them lies beside the table.
    """

    kind = models.CharField(max_length=20)  # of ``Kind``
    subject_id = models.BigIntegerField()
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="+")  # of what is its own
    portfolio = models.ForeignKey(Portfolio, models.CASCADE, null=True, related_name="+")
    about = models.CharField(max_length=280, blank=True, default="")  # kind/id of what a comment or document belongs to
    code = models.CharField(max_length=80, blank=True, default="")
    title = models.TextField(blank=True, default="")
    title_words = models.TextField(blank=True, default="")  # folded, in their order, a space before each
    body = models.TextField(blank=True, default="")  # what is shown of it, a line each
    words = models.TextField(blank=True, default="")
    stamp = models.CharField(max_length=80, blank=True, default="")  # of what it was made from

    class Meta:
        """Once for a thing."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "subject_id"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Word(models.Model):
    """A word of the entries, kept so that it is found when it is asked for wrongly; once, and never changed.

    ``variants`` are its beginnings with a letter left out, between single spaces.
    """

    text = models.CharField(max_length=60, unique=True)
    variants = models.TextField()

    def __str__(self) -> str:
        return self.text


class Followed(models.Model):
    """The last line of the audit log whose consequences are in the index; one row."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"followed to {self.number}"
