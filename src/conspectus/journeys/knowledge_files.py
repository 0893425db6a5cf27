"""Knowledge to take along: lessons and the glossary as tables, the templates of a method as files to fill in."""

from __future__ import annotations

from datetime import datetime

from conspectus.formats.articles import has_tables, plain_words
from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.tables import count_cell, day_cell, require_kind, table_file
from conspectus.kit.archives import archived
from conspectus.kit.errors import Conflict
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.bridge.papers import article_paper
from conspectus.rooms.knowledge.queries import LessonFilter, LessonView, find_lessons, glossary, lesson_views
from conspectus.rooms.knowledge.queries.articles import read_versions
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Version

HEADS = (
    "Lesson", "What happened", "Why", "What the next project should do", "Category", "Went well", "Stage", "Project",
    "State", "Entered by", "Entered on", "Standard changed", "How", "Offered", "Opened", "Applied", "Put aside",
)  # fmt: skip
WIDE = frozenset({"Lesson", "What happened", "What the next project should do"})
FIGURES = frozenset({"Entered on", "Offered", "Opened", "Applied", "Put aside"})


@written_for(PLAIN)
def lessons_file(*, by: User, at: datetime, kind: str, wanted: LessonFilter) -> bytes:
    """Return the lessons a filter leaves with what came of them; no text in it can become a formula."""
    require_kind(kind)
    rows = lesson_views(by, find_lessons(by, wanted, at.date()), at.date())
    columns = tuple(Column(head, 2.0 if head in WIDE else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No lesson is left by what was chosen.")
    return table_file(grid, kind, title="Lessons", rows="lessons", at=at)


def _cells(row: LessonView) -> tuple[Cell, ...]:
    said = (row.title, row.happened, row.cause, row.advice, row.category_words, "yes" if row.went_well else "no")
    return (
        *(Cell(str(one)) for one in (*said, row.stage, row.project, row.state_words, row.entered_by)),
        day_cell(row.entered_at.date()),
        Cell(row.standard),
        Cell(row.standard_words),
        *(count_cell(one) for one in (row.offered, row.opened, row.applied, row.dismissed)),
    )


@written_for(PLAIN)
def glossary_file(*, by: User, at: datetime, kind: str) -> bytes:
    """Return the terms everybody reads, by title; no text in it can become a formula."""
    require_kind(kind)
    rows = tuple(
        (Cell(row.title), Cell(" ".join(plain_words(row.body))), Cell(str(row.get_source_display())))
        for row in glossary(by)
    )
    columns = (Column("Term", 1.0), Column("What we mean by it", 4.0), Column("Written by", 1.0))
    grid = Grid("", columns, rows, "There are no terms yet.")
    return table_file(grid, kind, title="Glossary", rows="terms", at=at)


def templates_archive(*, version: Version, by: User) -> bytes:
    """Return the templates a method names, each as DOCX and its tables as XLSX; refuses one that names none."""
    keys = sorted({f"template-{one.template}" for one in method_of(version).deliverables if one.template})
    files: dict[str, bytes] = {}
    for row in read_versions(by, keys):
        name = row.article.key.removeprefix("template-")
        files[f"{name}.docx"] = article_paper(row, "docx")
        if has_tables(row.body):
            files[f"{name}.xlsx"] = article_paper(row, "xlsx")
    if not files:
        raise Conflict("no_templates", "This method names no template that can be read.")
    return archived(files)
