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
MOST_NAMED = 40  # stages, methods or forms an article is linked to
