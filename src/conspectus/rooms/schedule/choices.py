"""What a baseline was taken from, and the colours of a computed status."""

from __future__ import annotations

from django.db.models import TextChoices


class BaselineSource(TextChoices):
    """Which dates of a revision an approved baseline fixes."""

    FILE = "file", "The baseline stored in the file"
    DATES = "dates", "The plan's own dates and costs"


class Colour(TextChoices):
    """A computed status; what cannot be assessed is never green."""

    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"
    NOT_ASSESSED = "not_assessed", "Not assessed"
