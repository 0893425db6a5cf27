"""What notices of lessons and articles say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.notices.learning import ARTICLE, ARTICLES, LESSON, LESSONS, OFFERED
from conspectus.journeys.notices.telling.told import Told, told_change
from conspectus.journeys.subjects import seen_subjects
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.knowledge.choices import LessonState
from conspectus.rooms.knowledge.queries.articles import titles_of
from conspectus.rooms.outbox.models import Notice


def lesson_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of lessons say."""
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in LESSONS]
    seen = seen_subjects(by, {(one.subject_kind, one.subject_id) for one in mine}, on) if mine else {}
    found: Told = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is None:
            continue
        offered = line.deed == "offer_lessons"
        told = told_change(one, line, OFFERED if offered else LESSON, _lesson_words(line), subject.name)
        told = replace(told, project_id=subject.project_id)
        found[LESSON, str(one.line)] = told if offered else replace(
            told, subject_kind=LESSON, subject_id=line.subject_id
        )  # fmt: skip
    return found


def _lesson_words(line: AuditLine) -> str:
    body = json.loads(line.body)
    if line.deed == "offer_lessons":
        count = len(body["offered"])
        words = ngettext("%(count)s lesson of like projects is offered",
                         "%(count)s lessons of like projects are offered", count)  # fmt: skip
        return words % {"count": count}
    if line.deed == "say_what_changed":
        told = {"standard": body["standard"], "words": body["words"]}
        return _("Because of your lesson %(standard)s changed: %(words)s") % told
    if body["state"] == LessonState.RETURNED:
        return _("Your lesson was returned: %(words)s") % {"words": body["words"]}
    return _("Your lesson is published")


def article_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine]) -> Told:
    """Return what notices of published articles say."""
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in ARTICLES]
    titles = titles_of(by, {one.subject_id for one in mine}) if mine else {}
    found: Told = {}
    for one in mine:
        line = lines[one.line]
        if (title := titles.get(one.subject_id)) is not None:
            note = json.loads(line.body).get("note", "")
            words = _("It reads otherwise now: %(note)s") % {"note": note} if note else _("It reads otherwise now")
            found[ARTICLE, str(one.line)] = told_change(one, line, ARTICLE, words, title)
    return found
