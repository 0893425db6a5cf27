"""Lessons entered, reviewed and published; what changed in a standard because of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_line, clean_name, clean_text
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.bridge.pasted import YES, pasted_lessons
from conspectus.rooms.knowledge.choices import LONGEST_STAGE, LessonCategory, LessonState
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.knowledge.rules import require_knowledge_keeper
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class LessonText:
    """What a lesson says."""

    title: str
    happened: str
    advice: str
    cause: str = ""
    category: str = LessonCategory.GOVERNANCE
    went_well: bool = False
    stage: str = ""


@deed("record_lesson", "wrote down a lesson", needs=Ability.CONTRIBUTE)
def record_lesson(*, project: Project, text: LessonText, by: User, at: datetime) -> Lesson:
    """Write down a lesson of a project, also after its end; the PMO reviews it."""
    require(by, "record_lesson", project, at.date())
    row = _filled(Lesson(project=project, entered_by=by.person, entered_at=at), text)
    with audited("record_lesson", by=by, at=at) as line:
        row.save()
        line.about("lesson", row.pk, project=project.pk, title=row.title)
    return row


@deed("paste_lessons", "wrote down several lessons", needs=Ability.CONTRIBUTE)
def paste_lessons(*, project: Project, text: str, by: User, at: datetime) -> list[Lesson]:
    """Write down the lessons of a pasted table, all or none; its first line names the columns."""
    require(by, "paste_lessons", project, at.date())
    begun = {"project": project, "entered_by": by.person, "entered_at": at}
    rows = all_or_none(pasted_lessons(text), lambda one: _filled(Lesson(**begun), _text(one)))
    with audited("paste_lessons", by=by, at=at) as line:
        for row in rows:
            row.save()
        line.about("lessons", project.pk, project=project.pk, lessons=[row.pk for row in rows])
    return rows


@deed("change_lesson", "changed a lesson", needs=Ability.CONTRIBUTE)
def change_lesson(*, lesson: Lesson, text: LessonText, revision: int, by: User, at: datetime) -> Lesson:
    """Change what a lesson says before it is published; one that came back goes to the PMO again.

    A published lesson is changed by who keeps knowledge alone.
    """
    if lesson.state == LessonState.PUBLISHED:
        require_knowledge_keeper(by)
    else:
        require(by, "change_lesson", lesson.project, at.date())
    with audited("change_lesson", by=by, at=at) as line:
        row = _filled(lock_row(lesson, revision), text)
        _refuse_withdrawn(row)
        if row.state == LessonState.RETURNED:
            row.state = LessonState.ENTERED
        row.save()
        line.about("lesson", row.pk, project=row.project_id, title=row.title)
    return row


@deed("withdraw_lesson", "withdrew a lesson", needs=Ability.CONTRIBUTE)
def withdraw_lesson(*, lesson: Lesson, revision: int, by: User, at: datetime) -> Lesson:
    """Take a lesson back; once published, only who keeps knowledge does."""
    if lesson.state == LessonState.PUBLISHED:
        require_knowledge_keeper(by)
    else:
        require(by, "withdraw_lesson", lesson.project, at.date())
    with audited("withdraw_lesson", by=by, at=at) as line:
        row = lock_row(lesson, revision)
        _refuse_withdrawn(row)
        row.state = LessonState.WITHDRAWN
        row.save()
        line.about("lesson", row.pk, project=row.project_id, title=row.title)
    return row


@deed("review_lesson", "reviewed a lesson", needs=Ability.STEER)
def review_lesson(*, lesson: Lesson, publish: bool, words: str, revision: int, by: User, at: datetime) -> Lesson:
    """Publish a lesson for everybody, or return it with words that say what is missing."""
    require_knowledge_keeper(by)
    said = clean_text(words, "words", most=LONGEST, required=not publish)
    with audited("review_lesson", by=by, at=at) as line:
        row = lock_row(lesson, revision)
        if row.state != LessonState.ENTERED:
            raise Conflict("not_waiting", "This lesson does not wait for a review.")
        row.state = LessonState.PUBLISHED if publish else LessonState.RETURNED
        row.reviewed_by, row.reviewed_at, row.review_words = by.person, at, said
        row.save()
        line.about("lesson", row.pk, project=row.project_id, state=row.state, words=said)
    return row


@deed("say_what_changed", "said which standard changed because of a lesson", needs=Ability.STEER)
def say_what_changed(*, lesson: Lesson, standard: str, words: str, revision: int, by: User, at: datetime) -> Lesson:
    """Say which version of a method, guide or template changed because of a published lesson, and how."""
    require_knowledge_keeper(by)
    key, said = clean_line(standard, "standard", most=120), clean_text(words, "words", most=LONGEST, required=True)
    with audited("say_what_changed", by=by, at=at) as line:
        row = lock_row(lesson, revision)
        if row.state != LessonState.PUBLISHED:
            raise Conflict("not_published", "Publish the lesson first.")
        row.standard, row.standard_words = key, said
        row.save()
        line.about("lesson", row.pk, standard=key, words=said)
    return row


def _filled(row: Lesson, text: LessonText) -> Lesson:
    row.title = clean_name(text.title, "title")
    row.happened = clean_text(text.happened, "happened", most=LONGEST, required=True)
    row.cause = clean_text(text.cause, "cause", most=LONGEST)
    row.advice = clean_text(text.advice, "advice", most=LONGEST, required=True)
    if text.category not in LessonCategory.values:
        raise Invalid("category", "There is no such category of lessons.", "category")
    row.category, row.went_well = text.category, bool(text.went_well)
    row.stage = clean_line(text.stage, "stage", most=LONGEST_STAGE, required=False)
    return row


def _text(row: Mapping[str, str]) -> LessonText:
    """Return a pasted row as a lesson; a category may be named in any case, none is decisions and gates."""
    given = {name: row.get(name, "") for name in ("title", "happened", "advice", "cause", "stage")}
    category = row.get("category", "").casefold() or LessonCategory.GOVERNANCE.value
    return LessonText(**given, category=category, went_well=row.get("went_well", "").casefold() in YES)


def _refuse_withdrawn(row: Lesson) -> None:
    if row.state == LessonState.WITHDRAWN:
        raise Conflict("withdrawn", "This lesson was withdrawn.")
