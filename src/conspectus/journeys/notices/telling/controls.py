"""What notices of exceptions, findings, gates and closures say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.home.views import Change
from conspectus.journeys.notices.closures import CLOSURE, CLOSURES, closure_words
from conspectus.journeys.notices.events import (
    FINDINGS,
    GATES,
)
from conspectus.journeys.notices.telling.told import FINDING, Told, told_change
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.governance.choices import ConditionState, GateDecision
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.standards.models import ComplianceFinding


def exception_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of exceptions say."""
    kind = SubjectKind.EXCEPTION
    mine = [one for one in notices if one.line in lines and lines[one.line].subject_kind == kind]
    seen = seen_subjects(by, {(kind.value, one.subject_id) for one in mine}, on) if mine else {}
    found: Told = {}
    for one in mine:
        subject, line = seen.get((kind.value, one.subject_id)), lines[one.line]
        if subject is not None:
            words = _exception_words(line)
            found[kind.value, str(one.line)] = told_change(one, line, "exception", words, subject.name)
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


def finding_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of findings of compliance say."""
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in FINDINGS]
    seen = seen_subjects(by, {(one.subject_kind, one.subject_id) for one in mine}, on) if mine else {}
    ids = {int(line.subject_id) for one in mine if (line := lines[one.line]).subject_kind == SubjectKind.FINDING}
    rows = ComplianceFinding.objects.in_bulk(ids) if ids else {}
    found: Told = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is not None:
            row = rows.get(int(line.subject_id)) if line.subject_kind == SubjectKind.FINDING else None
            change = told_change(one, line, FINDING, _finding_words(line, row), subject.name)
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


def gate_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of gate reviews say."""
    kind = SubjectKind.GATE_REVIEW.value
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in GATES]
    seen = seen_subjects(by, {(kind, lines[one.line].subject_id) for one in mine}, on) if mine else {}
    found: Told = {}
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


def closure_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of closures say."""
    mine = [one for one in notices if one.line in lines and lines[one.line].deed in CLOSURES]
    seen = seen_subjects(by, {(one.subject_kind, one.subject_id) for one in mine}, on) if mine else {}
    found: Told = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is not None:
            found[CLOSURE, str(one.line)] = told_change(one, line, CLOSURE, closure_words(line), subject.name)
    return found
