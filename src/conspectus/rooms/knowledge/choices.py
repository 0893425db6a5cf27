"""Kinds of articles and where their versions come from."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleKind(TextChoices):
    """What an article is for."""

    GUIDE = "guide", _("Guide")
    TEMPLATE = "template", _("Template")
    CHECKLIST = "checklist", _("Checklist")
    EXAMPLE = "example", _("Example")
    TERM = "term", _("Glossary term")


class Source(TextChoices):
    """Who wrote a version."""

    SHIPPED = "shipped", _("Conspectus")
    OWN = "own", _("your organisation")


MOST_LETTERS = 40_000  # of an article
LONGEST_STAGE = 80  # letters of a stage a lesson comes from
MOST_NAMED = 40  # stages, methods or forms an article is linked to


class LessonCategory(TextChoices):
    """What a lesson is about."""

    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    QUALITY = "quality", _("Quality")
    RISK = "risk", _("Risk")
    PEOPLE = "people", _("People")
    SUPPLIER = "supplier", _("Suppliers")
    STAKEHOLDER = "stakeholder", _("Stakeholders")
    TECHNOLOGY = "technology", _("Technology")
    GOVERNANCE = "governance", _("Decisions and gates")


class LessonState(TextChoices):
    """Where a lesson stands."""

    ENTERED = "entered", _("Entered")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class OfferAnswer(TextChoices):
    """What a project did with a lesson it was offered."""

    OPEN = "", _("No answer yet")
    APPLIED = "applied", _("Applied")
    DISMISSED = "dismissed", _("Put aside")


MOST_OFFERED = 10  # lessons to a project at once
LEAST_POINTS = 3  # of likeness, to be offered at all
