"""What notices say, made when they are read and of what their reader may see then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conspectus.journeys.home.changes import changes_since
from conspectus.journeys.home.views import Change
from conspectus.journeys.notices.closures import CLOSURE, CLOSURES
from conspectus.journeys.notices.events import (
    ALONE,
    CHANGES,
    CONFORMITY,
    ENTRIES,
    FINDINGS,
    GATES,
    LINKS,
    REMINDERS,
)
from conspectus.journeys.notices.learning import LESSON, LESSONS
from conspectus.journeys.notices.telling.controls import (
    closure_notices,
    exception_notices,
    finding_notices,
    gate_notices,
)
from conspectus.journeys.notices.telling.due import due_notices
from conspectus.journeys.notices.telling.duties import action_notices, handed_notices, link_notices
from conspectus.journeys.notices.telling.knowledge import article_notices, lesson_notices
from conspectus.journeys.notices.telling.registers import register_notices
from conspectus.journeys.notices.telling.reporting import pack_notices, period_notices
from conspectus.journeys.notices.telling.told import DUE, FINDING, LINK, Key
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.outbox.models import Notice

_INSTANT = timedelta(microseconds=1)
_WHATS = {
    "import_plan": "plan",
    "edit_plan": "plan",
    "set_baseline": "baseline",
    "import_backlog": "backlog",
    "choose_delivery": "counting",
    "override_status": "override",
    "change_project_state": "state",
    "reopen_project": "state",
    "submit_report": "report",
    "repeat_report": "report",
    "accept_report": "report",
    "return_report": "report",
}


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its reader may have it."""

    notice_id: int
    kind: str  # one of ``Kind``
    read_at: datetime | None
    change: Change


def shown(by: User, notices: Sequence[Notice], on: date) -> list[NoticeView]:
    """Return what some notices of ``by`` say, in their order; asks as often for one as for many.

    One whose cause may not be seen any more, was taken back, or was overtaken by what came after is left out: of
    several plans of a project the newest tells what they moved together.
    """
    if not notices:
        return []
    lines = AuditLine.objects.in_bulk([one.line for one in notices])
    told = (
        _changes(by, notices, on)
        | period_notices(by, notices, lines, on)
        | handed_notices(notices, lines)
        | pack_notices(by, notices, lines, on)
        | action_notices(by, notices, lines, on)
        | exception_notices(by, notices, lines, on)
        | link_notices(by, notices, lines, on)
        | finding_notices(by, notices, lines, on)
        | register_notices(by, notices, lines, on)
        | gate_notices(by, notices, lines, on)
        | closure_notices(by, notices, lines, on)
        | lesson_notices(by, notices, lines, on)
        | article_notices(by, notices, lines)
        | due_notices(by, notices, lines, on)
    )
    found = []
    for one in notices:
        change = told.get(_key(one, lines.get(one.line)))
        if change is not None:
            found.append(NoticeView(one.pk, one.kind, one.read_at, change))
    return found


def _key(one: Notice, line: AuditLine | None) -> Key:
    """Return by what the change is found that a notice tells of."""
    if line is None:
        return ()
    if one.subject_kind == SubjectKind.EXCEPTION and line.subject_kind == SubjectKind.EXCEPTION:
        return SubjectKind.EXCEPTION.value, str(one.line)
    if line.deed in REMINDERS:
        return DUE, str(one.line), one.subject_kind, one.subject_id
    if line.subject_kind == "comment":
        return "comment", line.subject_id
    if one.subject_kind in ALONE:
        return one.subject_kind, str(one.line)
    if line.deed in FINDINGS:
        return FINDING, str(one.line)
    if line.deed in LESSONS:
        return LESSON, str(one.line)
    if line.deed in CLOSURES:
        return CLOSURE, str(one.line)
    if one.kind == Kind.LINK or line.deed in LINKS:
        return LINK, str(one.line)
    if line.deed in CONFORMITY | CHANGES | ENTRIES:
        return one.subject_kind, one.subject_id, str(one.line)
    if line.deed in GATES:
        return SubjectKind.GATE_REVIEW.value, str(one.line)
    what = _WHATS.get(line.deed, "document")
    return what, one.subject_kind, one.subject_id, line.at.isoformat()


def _changes(by: User, notices: Sequence[Notice], on: date) -> dict[Key, Change]:
    references = {(one.subject_kind, one.subject_id) for one in notices if one.subject_kind not in ALONE}
    subjects = list(seen_subjects(by, references, on).values())
    if not subjects:
        return {}
    since = min(one.at for one in notices) - _INSTANT
    found: dict[Key, Change] = {}
    for one in changes_since(by, subjects, since, on):
        if one.comment_id is not None:
            found["comment", str(one.comment_id)] = one
        else:
            found[one.what, one.subject_kind, one.subject_id, one.at.isoformat()] = one
    return found
