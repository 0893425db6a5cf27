"""Lessons: written by who works in the project, reviewed by the PMO, offered to like projects."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests import factories as make
from tests.doors.who import CONTRIBUTORS, KEEPERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.knowledge.actions import LessonText, offer_lessons, record_lesson, review_lesson
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.portfolio.models import Project

WRITING = Row(CONTRIBUTORS, READERS)
LESSON = {"title": "", "happened": "", "advice": ""}
API = {
    "GET /lessons": Row(),
    "GET /lessons/files/{kind}": Row(),
    "GET /lessons/{lesson_id}": SCOPED,
    "PUT /lessons/{lesson_id}": Row(CONTRIBUTORS, READERS, body=LESSON),
    "DELETE /lessons/{lesson_id}": Row(CONTRIBUTORS, READERS, body={}),
    "POST /lessons/{lesson_id}/review": Row(KEEPERS, READERS, body={"publish": False}),
    "PUT /lessons/{lesson_id}/standard": Row(KEEPERS, READERS, body={"standard": "", "words": ""}),
    "GET /projects/{project_id}/lessons": SCOPED,
    "POST /projects/{project_id}/lessons": Row(CONTRIBUTORS, READERS, body=LESSON),
    "POST /projects/{project_id}/lessons/many": Row(CONTRIBUTORS, READERS, body={"text": "x"}),
    "GET /projects/{project_id}/lesson-offers": SCOPED,
    "POST /projects/{project_id}/lesson-offers": Row(CONTRIBUTORS, READERS, body={}),
    "POST /lesson-offers/{offer_id}/opening": Row(CONTRIBUTORS, READERS, body={}),
    "PUT /lesson-offers/{offer_id}": Row(CONTRIBUTORS, READERS, body={"answer": "no such", "words": ""}),
}
PAGES = {
    "lessons": Row(),
    "lessons-file": Row(),
    "lesson": SCOPED,
    "change-lesson": WRITING,
    "withdraw-lesson": Row(CONTRIBUTORS, READERS, body={}),
    "review-lesson": Row(KEEPERS, READERS),
    "lesson-standard": Row(KEEPERS, READERS),
    "open-offer": Row(CONTRIBUTORS, READERS, body={}),
    "answer-lesson-offer": WRITING,
    "project-lessons": SCOPED,
    "new-lesson": WRITING,
    "paste-lessons": WRITING,
    "offer-lessons": Row(CONTRIBUTORS, READERS, body={}),
}


def _lesson(project: Project, word: str) -> Lesson:
    text = LessonText(f"{word} piles", f"{word} piles came late", f"Order {word} piles early")
    return record_lesson(project=project, text=text, by=local_operator(), at=now())


def _offer(project: Project, word: str) -> Any:
    """Return a published lesson of another project of this division or name, offered."""
    by = local_operator()
    more = {"division": project.division, "programme": project.programme, "portfolio": project.portfolio}
    other = make.project(f"{word} other", summary=project.name, **more)
    if project.division is None and project.programme is None:
        raise AssertionError("a project of nothing is like no other")
    row = _lesson(other, f"{word} {project.name.removeprefix('Zanzibar ')}")
    review_lesson(lesson=row, publish=True, words="", revision=row.revision, by=by, at=now())
    return offer_lessons(project=project, by=by, at=now())[0]


def own(cast: Any, ids: dict[str, Any]) -> dict[str, Any]:
    """A lesson that waits for its review, and one that is offered."""
    return {"lesson_id": _lesson(cast.project, "Harbour").pk, "offer_id": _offer(cast.project, "Harbour").pk}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """A lesson nobody reviewed; what is published everybody reads, so it holds no canary."""
    project = Project.objects.get(pk=ids["project_id"])
    return {"lesson_id": _lesson(project, "Zanzibar").pk, "offer_id": _offer(project, "Quay").pk}
