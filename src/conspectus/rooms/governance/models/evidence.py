"""Rows of evidence: which document or deliverable of a project is what its gates ask for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.files.models import Document
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.standards.models import Method


class EvidenceChoice(models.Model):
    """What somebody chose as a piece of evidence; the newest counts, one of neither takes back; never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="evidence")
    method = models.ForeignKey(Method, models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=60)  # the key of a deliverable of the method
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, null=True, related_name="+")
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        """As they were chosen; one thing at most."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["project", "method"], name="evidence_project")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(document=None) | Q(deliverable=None), name="evidence_one_thing")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.evidence}"
