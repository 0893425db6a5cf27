"""What notices of periods, requests for reports and packs say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.home.views import Change
from conspectus.journeys.notices.events import (
    CYCLES,
    PACK,
    PERIOD,
)
from conspectus.journeys.notices.telling.told import Told, told_change
from conspectus.kit.manner import written_day
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.packs.queries import versions_seen
from conspectus.rooms.periods.queries import visible_periods
from conspectus.rooms.status.queries.cycles import RequestOf, asked_of


def period_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of periods and requests for reports say."""
    mine = [one for one in notices if one.subject_kind == PERIOD and one.line in lines]
    rows = visible_periods(by, on).in_bulk([int(one.subject_id) for one in mine]) if mine else {}
    asking = [one for one in mine if lines[one.line].deed in CYCLES]
    owed = asked_of(by.person_id, {int(one.subject_id) for one in asking}) if asking else {}
    found: Told = {}
    for one in mine:
        row, line = rows.get(int(one.subject_id)), lines[one.line]
        if row is None:
            continue
        name = f"{row.name}, {row.portfolio.name}"
        if one not in asking:
            found[PERIOD, str(one.line)] = told_change(one, line, PERIOD, _period_words(line), name)
        elif one.kind == Kind.LATE:
            found[PERIOD, str(one.line)] = told_change(one, line, "late", _late_words(line), name)
        elif owed.get(row.pk):
            found[PERIOD, str(one.line)] = _asked(one, line, owed[row.pk], name)
    return found


def _asked(one: Notice, line: AuditLine, owed: Sequence[RequestOf], name: str) -> Change:
    """Return what a request or a reminder says now: which reports are still missing, and until when."""
    told = {"subject": owed[0].subject, "count": len(owed), "day": written_day(owed[0].due_on)}
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
    change = told_change(one, line, "asked", words % told, name)
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


def pack_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of packs that were made say."""
    mine = [one for one in notices if one.subject_kind == PACK and one.line in lines]
    seen = (
        versions_seen(by, [int(one.subject_id) for one in mine], at=datetime.combine(on, time(), UTC)) if mine else ()
    )
    found: Told = {}
    for one in mine:
        line = lines[one.line]
        body = json.loads(line.body)
        if (int(one.subject_id), body["version"]) in seen:
            found[PACK, str(one.line)] = told_change(one, line, PACK, _("The board pack is made"), body["name"])
    return found
