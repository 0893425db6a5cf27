"""Markdown on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from conspectus.formats.articles import to_html

register = template.Library()


@register.filter
def markdown(text: str, below: int = 1) -> SafeString:
    """Return a Markdown text as HTML, cleaned by an allow-list; its headings stand below one of this level."""
    return mark_safe(to_html(text, below=below))  # noqa: S308  # what nh3 lets through holds nothing that runs
