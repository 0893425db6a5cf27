"""Kinds of file, pages of a pack in their usual order, and the unit its money is told in."""

from __future__ import annotations

from django.db.models import TextChoices

from conspectus.formats.packs import KINDS


class PackPage(TextChoices):
    """What a pack can hold after its title page."""

    PORTFOLIO = "portfolio", "Portfolio on a page"
    CHANGES = "changes", "What changed"
    DECISIONS = "decisions", "Decisions wanted"
    GAPS = "gaps", "Where green is not green"
    PROGRAMMES = "programmes", "Programmes"
    STATUS = "status", "Status of every project"
    MONEY = "money", "Money"
    MILESTONES = "milestones", "Milestones"
    PROJECTS = "projects", "One page a project"
    APPENDIX = "appendix", "Definitions and sources"


class Unit(TextChoices):
    """What money is told in."""

    ONE = "one", "Whole units"
    THOUSAND = "thousand", "Thousands"
    MILLION = "million", "Millions"


KIND_CHOICES = [(kind, kind.upper()) for kind in KINDS]
