"""What notices of actions, links and things handed over say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.given_actions import own_action_views
from conspectus.journeys.notices.events import (
    ACTION,
    PERSON,
)
from conspectus.journeys.notices.telling.told import LINK, Told, told_change
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.queries import names_of
from conspectus.rooms.links.choices import Standing
from conspectus.rooms.links.queries import visible_links
from conspectus.rooms.outbox.models import Notice


def action_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of actions say."""
    mine = [one for one in notices if one.subject_kind == ACTION and one.line in lines]
    ids = [int(one.subject_id) for one in mine]
    rows = {one.action_id: one for one in own_action_views(by, ids, on)} if mine else {}
    found: Told = {}
    for one in mine:
        row, line = rows.get(int(one.subject_id)), lines[one.line]
        if row is not None:
            told = told_change(
                one, line, ACTION, _action_words(line, row.action_id) % {"words": row.words}, row.subject
            )
            found[ACTION, str(one.line)] = replace(told, action_id=row.action_id)
    return found


def _action_words(line: AuditLine, action: int) -> str:
    if line.deed == "import_actions":
        if action in json.loads(line.body)["closed"]:
            return _("A list closes actions you gave; this is one of them: %(words)s")
        return _("A list gives you actions; this is one of them: %(words)s")
    return _("Closed: %(words)s") if line.deed == "close_action" else _("You are to do: %(words)s")


def link_notices(by: User, notices: Sequence[Notice], lines: Mapping[int, AuditLine], on: date) -> Told:
    """Return what notices of links say."""
    mine = [one for one in notices if one.subject_kind == LINK and one.line in lines]
    rows = visible_links(by, on).in_bulk([int(one.subject_id) for one in mine]) if mine else {}
    words = {
        "propose_link": _("A link is proposed"),
        "change_link": _("Other terms are asked for"),
        "agree_link": _("A side agreed"),
        "decline_link": _("A side declined"),
        "withdraw_link": _("The link was withdrawn"),
        "move_link_end": _("A side hangs on another task"),
        "change_project_state": _("A project of the link has ended"),
        "import_links": _("A list proposes links; this is one of them"),
    }
    found: Told = {}
    for one in mine:
        row, line = rows.get(int(one.subject_id)), lines[one.line]
        if row is not None:
            stands = _("A plan came in; the link stands: %(standing)s") % {"standing": Standing(row.standing).label}
            found[LINK, str(one.line)] = told_change(one, line, LINK, words.get(line.deed, stands), str(row))
    return found


def handed_notices(notices: Sequence[Notice], lines: Mapping[int, AuditLine]) -> Told:
    """Return what notices of what was handed over say."""
    mine = [one for one in notices if one.subject_kind == PERSON and one.line in lines]
    people = names_of([int(one.subject_id) for one in mine]) if mine else {}
    found: Told = {}
    for one in mine:
        line = lines[one.line]
        words = _handed_words(line, people.get(int(one.subject_id), ""))
        found[PERSON, str(one.line)] = told_change(one, line, "handed", words, "")
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
