"""Lessons, the glossary and a method's templates as files."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.cast import AT, Cast
from tests.packs import pack

from conspectus.journeys.knowledge_files import glossary_file, lessons_file, templates_archive
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.knowledge.actions import (
    LessonText,
    Particulars,
    Text,
    create_article,
    publish_article,
    record_lesson,
    review_lesson,
)
from conspectus.rooms.knowledge.queries import LessonFilter
from conspectus.rooms.standards.actions import import_method, publish_method

pytestmark = [pytest.mark.rows, pytest.mark.django_db]


def test_knowledge_is_taken_along_by_who_reads_it(cast: Cast) -> None:
    by, at = cast.bob, AT
    said = LessonText("=SUM(A1)", "It was late.", "Ask first.", category="cost")
    row = record_lesson(project=cast.project, text=said, by=cast.alice, at=at)
    review_lesson(lesson=row, publish=True, words="", revision=row.revision, by=by, at=at)
    record_lesson(project=cast.project, text=LessonText("Draft", "x", "y"), by=cast.alice, at=at)
    own = lessons_file(by=cast.alice, at=at, kind="csv", wanted=LessonFilter()).decode("utf-8-sig").splitlines()
    assert len(own) == 3
    (head, line) = lessons_file(by=cast.dave, at=at, kind="csv", wanted=LessonFilter()).decode("utf-8-sig").splitlines()
    assert head.startswith("Lesson,What happened,")
    assert line.startswith("'=SUM(A1),It was late.,")  # no formula
    assert "Warehouse" not in line  # whose project is not seen
    assert lessons_file(by=by, at=at, kind="xlsx", wanted=LessonFilter(state="published"))[:2] == b"PK"
    with pytest.raises(Invalid, match="xlsx or csv"):
        lessons_file(by=by, at=at, kind="pdf", wanted=LessonFilter())

    draft = import_method(data=pack(), by=by, at=at)
    version = publish_method(draft=draft, words="New", revision=draft.revision, by=by, at=at)
    with pytest.raises(Conflict):
        templates_archive(version=version, by=by)
    texts = {"template": Text("Charter", "| Why |\n|---|\n| |\n"), "term": Text("Float", "Time to **spare**.\n")}
    for kind, text in texts.items():
        article = create_article(kind=kind, key="charter", text=text, new=Particulars(), by=by, at=at)
        publish_article(article=article, note="", revision=article.revision, by=by, at=at)
    data = templates_archive(version=version, by=cast.dave)
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["charter.docx", "charter.xlsx"]
    assert templates_archive(version=version, by=cast.dave) == data
    terms = glossary_file(by=cast.dave, at=at, kind="csv").decode("utf-8-sig").splitlines()
    assert terms == ["Term,What we mean by it,Written by", "Float,Time to spare.,your organisation"]
