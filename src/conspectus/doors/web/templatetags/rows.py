"""Filters of the tables: what a row says beyond its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

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


_NAMED = '<th scope="row" class="wide">{}<a href="{}">{}</a> <span class="muted nowrap">{}</span></th>'


@register.simple_tag
def rows_of(
    rows: Sequence[GridRow], columns: Sequence[Column], held: Mapping[int, Fields], picking: object
) -> SafeString:
    """Return the rows of projects; put together here, for a template takes ten times as long over a thousand."""
    found = (
        (_choice(row) if picking else "", _project(row.project_id), row.name, row.code, *_cells(row, columns, held))
        for row in rows
    )
    return format_html_join("", f"<tr>{_NAMED}{_frame(tuple(columns))}</tr>", found)


def _cells(row: GridRow, columns: Sequence[Column], held: Mapping[int, Fields]) -> list[str]:
    fields = held.get(row.project_id, {})
    return [one.cell(row, fields) for one in columns]


def _choice(row: GridRow) -> SafeString:
    label = gettext("Choose %(code)s %(name)s") % {"code": row.code, "name": row.name}
    frame = '<input type="checkbox" form="many" name="project" value="{}" aria-label="{}"> '
    return format_html(frame, row.project_id, label)


@lru_cache(maxsize=4096)
def _project(number: int) -> str:
    """Return the address of a project; spelling it out takes longer than the rest of its row."""
    return reverse("project", args=[number])


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
