"""The index kept in step: what the audit log tells of since it was last followed is looked at anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from conspectus.kit.locks import one_at_a_time
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.accounts.queries import newest_line
from conspectus.rooms.portfolio.models import Contract, Objective, Party, Programme
from conspectus.rooms.search.bridge.drafts import drafts
from conspectus.rooms.search.bridge.entries import Scope
from conspectus.rooms.search.bridge.fulltext import forget_all, take_in, take_out
from conspectus.rooms.search.bridge.spelling import learn
from conspectus.rooms.search.choices import Kind
from conspectus.rooms.search.models import Entry, Followed
from conspectus.rooms.status.models import Report

AT_ONCE = 500
EVERYTHING = Scope(everything=True)
# What is done to these, and these deeds, change nothing that is found.
SILENT = frozenset(
    {"period", "grant", "override", "token", "savedview", "message", "deputy", "lessons", "lessonoffer", "request"}
) | {"waiver", "tailoring", "reminders"}
SILENT_DEEDS = (
    "follow_subject",
    "unfollow_subject",
    "record_entries",
    "correct_entry",
    "begin_with_view",
    "choose_mail",
)
_PLACES: dict[str, Any] = {
    "programme": Programme,
    "objective": Objective,
    "party": Party,
    "contract": Contract,
    "report": Report,
}
# What a line calls a thing that is found by itself.
_THINGS = {
    "comment": Kind.COMMENT,
    "document": Kind.DOCUMENT,
    "article": Kind.GUIDE,
    "lesson": Kind.LESSON,
    "registerentry": Kind.REGISTER,
    "action": Kind.ACTION,
    "changerequest": Kind.CHANGE,
    "deliverable": Kind.DELIVERABLE,
    "requirement": Kind.REQUIREMENT,
    "nonconformity": Kind.NONCONFORMITY,
    "link": Kind.LINK,
    "exceptionreport": Kind.EXCEPTION,
    "assurancereview": Kind.ASSURANCE,
    "gatereview": Kind.GATE,
    "compliancefinding": Kind.FINDING,
}
_PLACED = ("project", "programme", "portfolio", "register")
_STANDARDS = ("method", "version")
_PATHS = {"report": "programme__portfolio"}  # from the thing to its portfolio, where it is not its own


def follow_deeds(*, at: datetime) -> int:
    """Bring the index up to the newest deed; return how many entries were written or removed.

    No audit line: nothing is decided or changed, what was done is only made to be found.
    """
    known, newest = _followed(), newest_line()
    if known == newest:
        return 0
    with transaction.atomic():
        one_at_a_time("search")
        known = _followed()
        rows = AuditLine.objects.filter(number__gt=known or 0).exclude(deed__in=SILENT_DEEDS).order_by("number")
        lines = rows.values_list("subject_kind", "subject_id", "body")
        cut = known is None or known > newest  # never filled, or the rows come from a backup
        return _write(EVERYTHING if cut else _scope(lines), newest, at)


def rebuild_index(*, at: datetime) -> int:
    """Make the whole index anew; return how many entries it holds."""
    with transaction.atomic():
        one_at_a_time("search")
        Entry.objects.all().delete()
        return _write(EVERYTHING, newest_line(), at)


def _followed() -> int | None:
    return Followed.objects.values_list("number", flat=True).first()


def _scope(lines: Iterable[tuple[str, str, str]]) -> Scope:
    """Return what deeds were done to; a kind nobody here knows means everything."""
    projects: set[int] = set()
    portfolios: set[int] = set()
    things: dict[str, set[int]] = {}
    organisation = standards = False
    for kind, subject, body in lines:
        told = json.loads(body)
        if "entries" in told and kind in _PLACED:  # of registers, several by one deed
            things.setdefault(Kind.REGISTER, set()).update(told["entries"])
        elif kind == "project":
            projects.add(int(subject))
        elif kind == "projects":  # several changed by one deed
            projects.update(told["projects"])
        elif kind == "findings":  # opened and closed by the data, several of a project
            ids = (pk for name in ("opened", "reopened", "closed") for pk in told.get(name, ()))
            things.setdefault(Kind.FINDING, set()).update(ids)
        elif kind in _THINGS:
            things.setdefault(_THINGS[kind], set()).add(int(subject))
        elif kind == "portfolio":
            portfolios.add(int(subject))
        elif kind in _PLACES and not isinstance(told.get("project"), int):
            portfolios.update(
                _PLACES[kind].objects.filter(pk=subject).values_list(_PATHS.get(kind, "portfolio"), flat=True)
            )
        elif kind == "user":
            organisation = True
        elif kind in _STANDARDS:
            standards = True
        elif kind in SILENT:
            continue
        elif isinstance(told.get("project"), int):
            projects.add(told["project"])
        else:  # a name that stands in the texts of others among them
            return EVERYTHING
    known = {kind: frozenset(ids) for kind, ids in things.items()}
    return Scope(frozenset(projects), frozenset(portfolios), organisation, standards=standards, things=known)


def _write(scope: Scope, newest: int, at: datetime) -> int:
    """Replace the entries in scope whose texts are no longer as they should be; return how many were touched."""
    rows = Entry.objects.filter(scope.of_entries()).values_list("kind", "subject_id", "pk", "stamp")
    held = {(kind, subject): (pk, stamp) for kind, subject, pk, stamp in rows}
    if scope.everything and not held:
        forget_all()
    stamps = {key: stamp for key, (_, stamp) in held.items()}
    new, kept = [], set()
    for made in drafts(scope, at.date(), stamps):
        key = (str(made.kind), made.subject_id)
        if stamps.get(key) == made.stamp:
            kept.add(key)
        else:
            new.append(made)
    spent = [pk for key, (pk, _) in held.items() if key not in kept]
    for place in range(0, len(spent), AT_ONCE):
        Entry.objects.filter(pk__in=spent[place : place + AT_ONCE]).delete()
    take_out(spent)
    take_in(Entry.objects.bulk_create(new, batch_size=AT_ONCE))
    learn(new)
    Followed.objects.update_or_create(pk=1, defaults={"number": newest})
    return len(new) + len(spent)
