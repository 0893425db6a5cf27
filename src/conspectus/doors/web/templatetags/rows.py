"""Filters of the tables: what a row says beyond its columns."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from conspectus.review.result import Noticed

from ..panels.roadmap import milestone_words
from ..tables.comparison import said_of
from ..tables.findings import Group, grouped, ident_of
from ..tables.portfolio import trend
from ..tables.review import ReviewRow

register = template.Library()
register.filter("trend", trend)
register.filter("said_of", said_of)
register.filter("milestone", milestone_words)


@register.simple_tag
def groups_of(findings: Sequence[Noticed], rows: Sequence[ReviewRow]) -> list[Group]:
    """Return the findings of a review by project."""
    return grouped(findings, {row.project.id: row.project.name for row in rows})


@register.simple_tag
def findings_of(file: str, project: str) -> str:
    """Return the link to the findings of one project of a review."""
    return f"#{ident_of(file, project)}"
