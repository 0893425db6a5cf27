"""Rows of documents, their versions, and bytes by digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.kit.subjects import LONGEST_ID, LONGEST_KIND
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.files.choices import DocumentKind


class Blob(models.Model):
    """The bytes of a file, addressed by their digest; never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest[:12]


class Document(models.Model):
    """A document or a link that belongs to a thing; who sees the thing reads it."""

    subject_kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.CharField(max_length=LONGEST_ID)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="documents")
    review_on = models.DateField(null=True)  # its owner is asked to look at it again from this day
    withdrawn_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By title."""

        ordering: ClassVar = ["title", "pk"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="document_subject")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One version of a document: a file, or the address of something kept elsewhere; never changed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="versions")
    name = models.CharField(max_length=200, blank=True, default="")  # of the file
    link = models.CharField(max_length=1000, blank=True, default="")
    note = models.TextField(blank=True, default="")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        """Newest first; a file or a link."""

        ordering: ClassVar = ["document", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number"),
            models.CheckConstraint(
                condition=models.Q(blob__isnull=False, link="") | (models.Q(blob=None) & ~models.Q(link="")),
                name="document_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} version {self.number}"
