"""What notices say, made when they are read and of what their reader may see then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.given_actions import own_action_views
from conspectus.journeys.home.changes import changes_since
from conspectus.journeys.home.views import Change
from conspectus.journeys.notices.closures import CLOSURE, CLOSURES, closure_words
from conspectus.journeys.notices.events import (
    ACTION,
    ALONE,
    CHANGES,
    CONFORMITY,
    CYCLES,
    ENTRIES,
    FINDINGS,
    GATES,
    LINKS,
    PACK,
    PERIOD,
    PERSON,
)
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.queries import names_of
from conspectus.rooms.governance.choices import ConditionState, GateDecision
from conspectus.rooms.links.choices import Standing
from conspectus.rooms.links.queries import visible_links
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.packs.queries import versions_seen
from conspectus.rooms.periods.queries import visible_periods
from conspectus.rooms.standards.models import ComplianceFinding
from conspectus.rooms.status.queries.cycles import RequestOf, asked_of

LINK, FINDING = "link", "finding"
_INSTANT = timedelta(microseconds=1)
_WHATS = {
    "import_plan": "plan",
    "edit_plan": "plan",
    "set_baseline": "baseline",
    "override_status": "override",
    "change_project_state": "state",
    "reopen_project": "state",
    "submit_report": "report",
    "repeat_report": "report",
    "accept_report": "report",
    "return_report": "report",
}
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its reader may have it."""

    notice_id: int
    kind: str  # named, decided, period, asked, late, handed, pack, changed
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
        | _periods(by, notices, lines, on)
        | _handed(notices, lines)
        | _packs(by, notices, lines, on)
        | _actions(by, notices, lines, on)
        | _exceptions(by, notices, lines, on)
        | _links(by, notices, lines, on)
        | _findings(by, notices, lines, on)
        | _registered(by, notices, lines, on)
        | _gates(by, notices, lines, on)
        | _closures(by, notices, lines, on)
    )
    found = []
    for one in notices:
        change = told.get(_key(one, lines.get(one.line)))
        if change is not None:
            found.append(NoticeView(one.pk, one.kind, one.read_at, change))
    return found


def _key(one: Notice, line: AuditLine | None) -> _Key:
    """Return by what the change is found that a notice tells of."""
    if line is None:
        return ()
    if one.subject_kind == SubjectKind.EXCEPTION and line.subject_kind == SubjectKind.EXCEPTION:
        return SubjectKind.EXCEPTION.value, str(one.line)
    if line.subject_kind == "comment":
        return "comment", line.subject_id
    if one.subject_kind in ALONE:
        return one.subject_kind, str(one.line)
    if line.deed in FINDINGS:
        return FINDING, str(one.line)
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


def _changes(by: User, notices: Sequence[Notice], on: date) -> dict[_Key, Change]:
    references = {(one.subject_kind, one.subject_id) for one in notices if one.subject_kind not in ALONE}
    subjects = list(seen_subjects(by, references, on).values())
    if not subjects:
        return {}
    since = min(one.at for one in notices) - _INSTANT
    found: dict[_Key, Change] = {}
    for one in changes_since(by, subjects, since, on):
        if one.comment_id is not None:
            found["comment", str(one.comment_id)] = one
        else:
            found[one.what, one.subject_kind, one.subject_id, one.at.isoformat()] = one
    return found


def _periods(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    mine = [one for one in notices if one.subject_kind == PERIOD and one.line in lines]
    rows = visible_periods(by, on).in_bulk([int(one.subject_id) for one in mine]) if mine else {}
    asking = [one for one in mine if lines[one.line].deed in CYCLES]
    owed = asked_of(by.person_id, {int(one.subject_id) for one in asking}) if asking else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        row, line = rows.get(int(one.subject_id)), lines[one.line]
        if row is None:
            continue
        name = f"{row.name}, {row.portfolio.name}"
        if one not in asking:
            found[PERIOD, str(one.line)] = _change(one, line, PERIOD, _period_words(line), name)
        elif one.kind == Kind.LATE:
            found[PERIOD, str(one.line)] = _change(one, line, "late", _late_words(line), name)
        elif owed.get(row.pk):
            found[PERIOD, str(one.line)] = _asked(one, line, owed[row.pk], name)
    return found


def _asked(one: Notice, line: AuditLine, owed: Sequence[RequestOf], name: str) -> Change:
    """Return what a request or a reminder says now: which reports are still missing, and until when."""
    told = {"subject": owed[0].subject, "count": len(owed), "day": owed[0].due_on.isoformat()}
    words = ngettext(
        "The report of %(subject)s is asked for, due %(day)s",
        "%(count)d reports are asked of you, the first of %(subject)s, due %(day)s",
        len(owed),
    )
    if line.deed == "chase_reports":
        words = ngettext(
            "Reminder: the report of %(subject)s is missing, due %(day)s",
            "Reminder: %(count)d reports of yours are missing, the first of %(subject)s, due %(day)s",
            len(owed),
        )
    change = _change(one, line, "asked", words % told, name)
    return replace(change, project_id=owed[0].project_id if len(owed) == 1 else None)


def _late_words(line: AuditLine) -> str:
    count = json.loads(line.body)["told"]
    words = ngettext(
        "%(count)d report is late and still missing", "%(count)d reports are late and still missing", count
    )
    return words % {"count": count}


def _period_words(line: AuditLine) -> str:
    body = json.loads(line.body)
    if line.deed == "freeze_period":
        return _("The period was frozen as version %(version)d") % {"version": body["version"]}
    if line.deed == "reopen_period":
        return _("The period was opened again: %(reason)s") % {"reason": body["reason"]}
    return _("The period is open for reports")


def _packs(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    mine = [one for one in notices if one.subject_kind == PACK and one.line in lines]
    seen = (
        versions_seen(by, [int(one.subject_id) for one in mine], at=datetime.combine(on, time(), UTC)) if mine else ()
    )
    found: dict[_Key, Change] = {}
    for one in mine:
        line = lines[one.line]
        body = json.loads(line.body)
        if (int(one.subject_id), body["version"]) in seen:
            found[PACK, str(one.line)] = _change(one, line, PACK, _("The board pack is made"), body["name"])
    return found


def _actions(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    mine = [one for one in notices if one.subject_kind == ACTION and one.line in lines]
    ids = [int(one.subject_id) for one in mine]
    rows = {one.action_id: one for one in own_action_views(by, ids, on)} if mine else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        row, line = rows.get(int(one.subject_id)), lines[one.line]
        if row is not None:
            given = _("You are to do: %(words)s") if line.deed != "close_action" else _("Closed: %(words)s")
            told = _change(one, line, ACTION, given % {"words": row.words}, row.subject)
            found[ACTION, str(one.line)] = replace(told, action_id=row.action_id)
    return found


def _links(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    mine = [one for one in notices if one.subject_kind == LINK and one.line in lines]
    rows = visible_links(by, on).in_bulk([int(one.subject_id) for one in mine]) if mine else {}
    words = {
        "propose_link": _("A link is proposed"),
        "change_link": _("Other terms are asked for"),
        "agree_link": _("A side agreed"),
        "decline_link": _("A side declined"),
        "withdraw_link": _("The link was withdrawn"),
    }
    found: dict[_Key, Change] = {}
    for one in mine:
        row, line = rows.get(int(one.subject_id)), lines[one.line]
        if row is not None:
            stands = _("A plan came in; the link stands: %(standing)s") % {"standing": Standing(row.standing).label}
            found[LINK, str(one.line)] = _change(one, line, LINK, words.get(line.deed, stands), str(row))
    return found


def _handed(notices: Sequence[Notice], lines: Mapping[int, AuditLine]) -> dict[_Key, Change]:
    mine = [one for one in notices if one.subject_kind == PERSON and one.line in lines]
    people = names_of([int(one.subject_id) for one in mine]) if mine else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        line = lines[one.line]
        words = _handed_words(line, people.get(int(one.subject_id), ""))
        found[PERSON, str(one.line)] = _change(one, line, "handed", words, "")
    return found


def _handed_words(line: AuditLine, name: str) -> str:
    body = json.loads(line.body)
    if line.deed == "name_deputy":
        told = {"name": name, "first": body["starts_on"], "last": body["last_on"]}
        return _("You stand in for %(name)s from %(first)s through %(last)s") % told
    count = len(body["things"])
    words = ngettext(
        "%(count)d thing of %(name)s was handed over to you",
        "%(count)d things of %(name)s were handed over to you",
        count,
    )
    return words % {"count": count, "name": name}


def _change(one: Notice, line: AuditLine, what: str, words: str, name: str) -> Change:
    return Change(line.at, what, words, None, line.actor_name, one.subject_kind, one.subject_id, name)


def _exceptions(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    kind = SubjectKind.EXCEPTION
    mine = [one for one in notices if one.line in lines and lines[one.line].subject_kind == kind]
    seen = seen_subjects(by, {(kind.value, one.subject_id) for one in mine}, on) if mine else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        subject, line = seen.get((kind.value, one.subject_id)), lines[one.line]
        if subject is not None:
            words = _exception_words(line)
            found[kind.value, str(one.line)] = _change(one, line, "exception", words, subject.name)
    return found


def _exception_words(line: AuditLine) -> str:
    body = json.loads(line.body)
    if line.deed == "write_exception":
        return _("An exception is written and waits for the decision")
    if line.deed == "decide_exception":
        return _("Decided: %(words)s") % {"words": body["words"]}
    if line.deed == "close_exception":
        return _("The exception is closed: %(reason)s") % {"reason": body["reason"]}
    if line.deed == "end_exception":
        return _("Green again by the data")
    return _("Red asks for an exception: write its cause, options and the decision wanted")


def _findings(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in FINDINGS]
    seen = seen_subjects(by, {(one.subject_kind, one.subject_id) for one in mine}, on) if mine else {}
    ids = {int(line.subject_id) for one in mine if (line := lines[one.line]).subject_kind == SubjectKind.FINDING}
    rows = ComplianceFinding.objects.in_bulk(ids) if ids else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is not None:
            row = rows.get(int(line.subject_id)) if line.subject_kind == SubjectKind.FINDING else None
            change = _change(one, line, FINDING, _finding_words(line, row), subject.name)
            found[FINDING, str(one.line)] = replace(change, project_id=subject.project_id)
    return found


def _finding_words(line: AuditLine, row: ComplianceFinding | None) -> str:
    body = json.loads(line.body)
    told = {"finding": str(row) if row is not None else ""}
    if line.deed == "assign_finding":
        return _("You are given the finding %(finding)s") % told
    if line.deed == "answer_finding":
        return _("The finding %(finding)s is answered: %(words)s") % {**told, "words": body["words"]}
    if line.deed == "confirm_answer":
        agreed = _("Your answer to the finding %(finding)s is agreed") % told
        return agreed if body["agreed"] else _("Your answer to the finding %(finding)s is returned: %(words)s") % {
            **told, "words": body["words"],
        }  # fmt: skip
    parts = []
    if count := len(body.get("opened", ())) + len(body.get("reopened", ())):
        words = ngettext("%(count)s clause is not satisfied", "%(count)s clauses are not satisfied", count)
        parts.append(words % {"count": count})
    if late := len(body.get("overdue", ())):
        words = ngettext(
            "%(count)s finding of compliance is overdue", "%(count)s findings of compliance are overdue", late
        )
        parts.append(words % {"count": late})
    return "; ".join(parts)


def _registered(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    """Return what is told of non-conformities, change requests and entries of registers."""
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in CONFORMITY | CHANGES | ENTRIES]
    seen = seen_subjects(by, {(one.subject_kind, one.subject_id) for one in mine}, on) if mine else {}
    words = {
        "correct_nonconformity": _("It is corrected and waits to be verified"),
        "verify_nonconformity": _("Its correction was verified, or sent back"),
        "drop_nonconformity": _("It was dropped, or taken up again"),
        "escalate_nonconformity": _("It was given to the portfolio"),
        "escalate_register_entry": _("It was given to a level above, or back"),
        "submit_change_request": _("It waits for a decision"),
        "withdraw_change_request": _("It was withdrawn"),
        "decide_change_request": _("It was decided on"),
        "implement_change_request": _("It was implemented"),
    }
    found: dict[_Key, Change] = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is not None:
            told = words.get(line.deed, _("You are to see to it"))
            change = _change(one, line, one.subject_kind, told, subject.name)
            found[one.subject_kind, one.subject_id, str(one.line)] = change
    return found


def _gates(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    kind = SubjectKind.GATE_REVIEW.value
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in GATES]
    seen = seen_subjects(by, {(kind, lines[one.line].subject_id) for one in mine}, on) if mine else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        line = lines[one.line]
        subject = seen.get((kind, line.subject_id))
        if subject is not None:
            told = (kind, line.subject_id, subject.name)
            found[kind, str(one.line)] = Change(line.at, "gate", _gate_words(line), None, line.actor_name, *told)
    return found


def _gate_words(line: AuditLine) -> str:
    body = json.loads(line.body)
    if line.deed in ("plan_gate_review", "change_gate_review"):
        return _("A gate review is planned for %(day)s") % {"day": body["planned_on"]}
    if line.deed == "withdraw_gate_review":
        return _("The gate review was withdrawn: %(reason)s") % {"reason": body["reason"]}
    if line.deed == "hold_gate_review":
        return _("The review was held and waits for a decision")
    if line.deed == "decide_gate":
        told = {"decision": GateDecision(body["decision"]).label, "reason": body["reason"]}
        return _("%(decision)s: %(reason)s") % told
    state = ConditionState(body["state"]).label
    return _("A condition: %(state)s. %(words)s") % {"state": state, "words": body["words"]}


def _closures(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> dict[_Key, Change]:
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in CLOSURES]
    seen = seen_subjects(by, {(one.subject_kind, one.subject_id) for one in mine}, on) if mine else {}
    found: dict[_Key, Change] = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is not None:
            found[CLOSURE, str(one.line)] = _change(one, line, CLOSURE, closure_words(line), subject.name)
    return found
