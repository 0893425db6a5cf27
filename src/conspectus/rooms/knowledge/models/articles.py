"""Rows of articles, their drafts and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.knowledge.choices import ArticleKind, Source


class Article(models.Model):
    """A guide, template, checklist, example or term; what it says stands in its versions, what it may say next here.

    ``current`` is the number of the version people read, none before the first
    is published; ``offered`` that of a newer one of Conspectus, kept apart
    because the organisation has written its own.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="articles")
    audience = models.JSONField(default=list)  # roles; none: everybody
    stages = models.JSONField(default=list)  # stages of a project's life, by their keys in methods
    methods = models.JSONField(default=list)  # methods, by their keys
    forms = models.JSONField(default=list)  # forms of the pages that it helps with
    review_on = models.DateField(null=True)  # its owner is asked to look at it again from this day
    current = models.PositiveIntegerField(null=True)
    offered = models.PositiveIntegerField(null=True)
    draft_title = models.CharField(max_length=200, blank=True, default="")
    draft_summary = models.CharField(max_length=400, blank=True, default="")
    draft_body = models.TextField(blank=True, default="")
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(null=True)  # none: there is no draft
    retired_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By key."""

        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """What an article said from one publication to the next; never changed."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True, default="")
    body = models.TextField(blank=True, default="")
    source = models.CharField(max_length=8, choices=Source.choices)
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True, default="")  # what is new
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # none: Conspectus
    written_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["article", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "number"], name="article_version_number")]

    def __str__(self) -> str:
        return f"{self.article_id} version {self.number}"
