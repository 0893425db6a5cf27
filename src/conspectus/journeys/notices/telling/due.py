"""What notices of the clock say: of things that are still open and due on the same day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from conspectus.journeys.given_actions import own_action_views
from conspectus.journeys.home.views import Change
from conspectus.journeys.notices.clock.watches import WATCHES
from conspectus.journeys.notices.events import ACTION, ALONE, METHOD, REMINDERS
from conspectus.journeys.notices.learning import ARTICLE
from conspectus.journeys.notices.telling.told import DUE, Told
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.manner import written_day
from conspectus.kit.subjects import Reference
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.knowledge.queries.articles import titles_of
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.outbox.queries import reminders_of
from conspectus.rooms.standards.queries import newest_versions

Told_on = tuple[date, Reference]


def due_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of the clock say; several things about one subject in one."""
    days = {one.line: date.fromisoformat(line.subject_id) for one in notices
            if (line := lines.get(one.line)) is not None and line.deed in REMINDERS}  # fmt: skip
    mine = [one for one in notices if one.line in days]
    if not mine:
        return {}
    said = _said(mine, set(days.values()), by.person_id)
    found: Told = {}
    names = _named(by, mine, on)
    for one in mine:
        about = (one.subject_kind, one.subject_id)
        words = said.get((days[one.line], about), ())
        if about in names and words:
            told, name, action = names[about]
            text = "; ".join([*([told] if told else []), *words])
            change = Change(one.at, "due", text, None, "", one.subject_kind, one.subject_id, name)
            found[DUE, str(one.line), *about] = replace(change, action_id=action)
    return found


def _said(mine: Sequence[Notice], days: set[date], person: int) -> dict[Told_on, list[str]]:
    """Return what was told a person on some days, of what is open and due on the same day now."""
    rows = [one for one in reminders_of(days, {one.subject_id for one in mine}) if person in one.persons]
    found: dict[Told_on, list[str]] = {}
    for name, watch in WATCHES.items():
        told = [one for one in rows if one.watch == name]
        still = watch.still({one.thing for one in told}) if told else {}
        for one in told:
            if still.get(one.thing) == one.day:
                about = (one.subject_kind, one.subject_id)
                found.setdefault((one.told_on, about), []).append(watch.words % {"day": written_day(one.day)})
    return found


def _named(by: User, mine: Sequence[Notice], on: date) -> dict[Reference, tuple[str, str, int | None]]:
    """Return what is said first, the subject's name and the action's number, of what ``by`` may see."""
    ids = [int(one.subject_id) for one in mine if one.subject_kind == ACTION]
    found: dict[Reference, tuple[str, str, int | None]] = {}
    for row in own_action_views(by, ids, on) if ids else ():
        found[ACTION, str(row.action_id)] = (row.words, row.subject, row.action_id)
    keys = [one.subject_id for one in mine if one.subject_kind == METHOD]
    for version in newest_versions() if keys else ():
        if version.method.key in keys:
            found[METHOD, version.method.key] = ("", version.name, None)
    articles = {one.subject_id for one in mine if one.subject_kind == ARTICLE}
    for key, title in (titles_of(by, articles) if articles else {}).items():
        found[ARTICLE, key] = ("", title, None)
    others = {(one.subject_kind, one.subject_id) for one in mine if one.subject_kind not in ALONE}
    for about, subject in (seen_subjects(by, others, on) if others else {}).items():
        found[about] = ("", subject.name, None)
    return found
