"""Kinds of file, pages of a pack in their usual order, and the unit its money is told in."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from conspectus.formats.packs import KINDS


class PackPage(TextChoices):
    """What a pack can hold after its title page."""

    PORTFOLIO = "portfolio", _("Portfolio on a page")
    CHANGES = "changes", _("What changed")
    DECISIONS = "decisions", _("Decisions wanted")
    GAPS = "gaps", _("Where green is not green")
    PROGRAMMES = "programmes", _("Programmes")
    STATUS = "status", _("Status of every project")
    MONEY = "money", _("Money")
    MILESTONES = "milestones", _("Milestones")
    RISKS = "risks", _("Top risks and opportunities")
    ISSUES = "issues", _("Issues")
    ACTIONS = "actions", _("Overdue actions")
    GATES = "gates", _("Gates and decisions")
    COMPLIANCE = "compliance", _("Compliance")
    LINKS = "links", _("Interdependencies")
    RECOVERY = "recovery", _("Recovery plans")
    PROJECTS = "projects", _("One page a project")
    APPENDIX = "appendix", _("Definitions and sources")


class Unit(TextChoices):
    """What money is told in."""

    ONE = "one", _("Whole units")
    THOUSAND = "thousand", _("Thousands")
    MILLION = "million", _("Millions")


KIND_CHOICES = [(kind, kind.upper()) for kind in KINDS]
