"""What knowledge tells people of: lessons reviewed, offered and come of use, articles of their step published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.governance.queries.at_stage import managers_at
from conspectus.rooms.knowledge.models import Article, Lesson
from conspectus.rooms.portfolio.models import Project

LESSONS = frozenset({"review_lesson", "say_what_changed", "offer_lessons"})
ARTICLES = frozenset({"publish_article", "answer_shipped_version"})
LESSON, OFFERED, ARTICLE = "lesson", "lessons", "article"  # what is told of
Chosen = Sequence[tuple[AuditLine, Mapping[str, Any]]]


def told_of_lessons(told: Chosen) -> Iterator[tuple[AuditLine, int, set[int]]]:
    """Yield the project of each deed and who is told: who wrote the lesson, or manages whom lessons are offered to."""
    ids = [int(line.subject_id) for line, _ in told if line.subject_kind == LESSON]
    rows = Lesson.objects.in_bulk(ids) if ids else {}
    offered = [int(body["project"]) for line, body in told if line.deed == "offer_lessons"]
    managers = dict(Project.objects.filter(pk__in=offered).values_list("pk", "manager")) if offered else {}
    for line, body in told:
        if line.deed == "offer_lessons":
            manager = managers.get(int(body["project"]))
            yield line, int(body["project"]), set() if manager is None else {manager}
        elif (row := rows.get(int(line.subject_id))) is not None:
            yield line, row.project_id, {row.entered_by_id}


def told_of_articles(told: Chosen) -> Iterator[tuple[AuditLine, str, set[int]]]:
    """Yield the key of each article that reads otherwise now, and who owns it or manages what stands at its stage."""
    new = [(line, body) for line, body in told if body.get("taken", True)]
    rows = Article.objects.in_bulk({int(line.subject_id) for line, _ in new}) if new else {}
    for line, body in new:
        row = rows[int(line.subject_id)]
        persons = managers_at(row.stages, row.methods, line.at.date()) if row.stages else set()
        yield line, str(body["key"]), persons | ({row.owner_id} if row.owner_id is not None else set())
