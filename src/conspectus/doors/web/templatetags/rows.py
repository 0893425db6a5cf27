"""Filters of the tables: what a row says beyond its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conspectus.review.result import Noticed
from conspectus.rooms.schedule.queries import PlanSum
from conspectus.rooms.status.queries import GridRow

from ..panels.bars import bars_of, row_marks
from ..panels.roadmap import milestone_words
from ..tables.columns import Column, Fields
from ..tables.comparison import said_of
from ..tables.findings import Group, grouped, ident_of
from ..tables.review import ReviewRow
from ..tables.search import with_marks

register = template.Library()
register.filter("said_of", said_of)
register.filter("milestone", milestone_words)
register.filter("with_marks", with_marks)
register.simple_tag(bars_of)
register.simple_tag(row_marks)


@register.simple_tag
def cells_of(row: GridRow, columns: Sequence[Column], held: Mapping[int, Fields]) -> SafeString:
    """Return the cells of a project; put together here, for a template takes ten times as long over a thousand."""
    fields = held.get(row.project_id, {})
    return format_html(_frame(tuple(columns)), *(one.cell(row, fields) for one in columns))


@register.simple_tag
def totals_of(found: PlanSum | str, columns: Sequence[Column]) -> SafeString:
    """Return the cells under the columns of what adds up; empty where nothing does."""
    cells = (one.total(found) if one.total and isinstance(found, PlanSum) else "" for one in columns)
    return format_html(_frame(tuple(columns)), *cells)


def _frame(columns: tuple[Column, ...]) -> str:
    """Return the cells as a frame for what stands in them; the classes are our own."""
    return "".join(f'<td class="{one.css}">{{}}</td>' if one.css else "<td>{}</td>" for one in columns)


@register.simple_tag
def options_of(offered: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Return the options of a choice, the chosen one selected."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, " selected" if value == chosen else "", label) for value, label in offered),
    )


@register.simple_tag
def groups_of(findings: Sequence[Noticed], rows: Sequence[ReviewRow]) -> list[Group]:
    """Return the findings of a review by project."""
    return grouped(findings, {row.project.id: row.project.name for row in rows})


@register.simple_tag
def findings_of(file: str, project: str) -> str:
    """Return the link to the findings of one project of a review."""
    return f"#{ident_of(file, project)}"
