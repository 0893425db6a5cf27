"""What notices of registers, change requests and non-conformities say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from conspectus.journeys.notices.events import (
    CHANGES,
    CONFORMITY,
    ENTRIES,
)
from conspectus.journeys.notices.telling.told import Told, told_change
from conspectus.journeys.subjects import seen_subjects
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.outbox.models import Notice


def register_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
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
    found: Told = {}
    for one in mine:
        subject, line = seen.get((one.subject_kind, one.subject_id)), lines[one.line]
        if subject is not None:
            told = words.get(line.deed, _("You are to see to it"))
            change = told_change(one, line, one.subject_kind, told, subject.name)
            found[one.subject_kind, one.subject_id, str(one.line)] = change
    return found
