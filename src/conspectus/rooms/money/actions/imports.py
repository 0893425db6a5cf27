"""Ledger entries from a file: looked at without a trace, then recorded as shown, all or none."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from conspectus.engine.findings import Finding, Severity
from conspectus.kit.errors import Invalid, Stale
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.money.actions.ledger import MOST_ENTRIES, Recorded, known_projects, record_entries
from conspectus.rooms.money.bridge.entries import EntriesRefused, NewEntry, check_entries
from conspectus.rooms.money.bridge.files import FileEntries, read_entries
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.actions import Said

FIRST_SHOWN = 12
NOTHING = Said()


@dataclass(frozen=True, slots=True)
class ProjectPart:
    """What a file holds for one project: entries, and their sums by currency in minor units."""

    project_id: int
    code: str
    name: str
    entries: int
    sums: tuple[tuple[str, int], ...]
    already: bool


@dataclass(frozen=True, slots=True)
class LedgerPreview:
    """What an import would record; nothing of it is stored. Hand ``digest`` on to import just this."""

    digest: str
    name: str
    entries: int
    ready: bool
    words: str
    projects: tuple[ProjectPart, ...]
    first: tuple[NewEntry, ...]
    findings: tuple[Finding, ...]


def preview_entries(
    *, data: bytes, name: str, project: Project | None = None, said: Said = NOTHING, by: User, at: datetime
) -> LedgerPreview:
    """Say what a file would add to the ledger, project by project, and what is wrong with its rows."""
    found, digest = _read(data, name, project, said, by, at)
    known = known_projects(digest, {entry.project.pk for entry in found.entries})
    parts = _parts(found.entries, known)
    new = sum(part.entries for part in parts if not part.already)
    wrong = sum(one.severity in (Severity.ERROR, Severity.REFUSED) for one in found.findings)
    if wrong:
        words = "1 thing has" if wrong == 1 else f"{wrong} things have"
        words = f"{words} to be corrected in the file first. Nothing was recorded."
    elif not new:
        words = "The file came in before, or holds no entries. Nothing would change."
    else:
        words = f"{new} {'entry' if new == 1 else 'entries'} would be recorded."
    ready = not wrong and bool(new)
    return LedgerPreview(digest, name, new, ready, words, parts, found.entries[:FIRST_SHOWN], found.findings)


def import_entries(
    *,
    data: bytes,
    name: str,
    project: Project | None = None,
    said: Said = NOTHING,
    expected_digest: str = "",
    by: User,
    at: datetime,
) -> Recorded:
    """Record the entries of a file, all or none; the same file twice changes nothing.

    Refuses, with every row at fault, what cannot be recorded (``EntriesRefused``), and another file than the one
    that was looked at.
    """
    found, digest = _read(data, name, project, said, by, at)
    if expected_digest and expected_digest != digest:
        raise Stale("This is another file than the one you looked at. Look at it first.", 0)
    if found.broken:
        wrong = [one for one in found.findings if one.severity in (Severity.ERROR, Severity.REFUSED)]
        raise EntriesRefused(wrong)
    return record_entries(entries=found.entries, batch=digest, by=by, at=at)


def _read(
    data: bytes, name: str, project: Project | None, said: Said, by: User, at: datetime
) -> tuple[FileEntries, str]:
    """Return the entries of a file, checked, and its digest."""
    said.check()
    if project is not None:
        require(by, "record_entries", project, at.date())
        places = [project]
    else:
        refuse_reading_only(by)
        places = list(visible_projects(by, at.date()))
    found = read_entries(data, name, said.manner(), places, project, at.date())
    refused = _not_allowed(found.entries, by, at)
    good, findings = check_entries(found.entries, at.date())
    if len(found.entries) > MOST_ENTRIES:
        raise Invalid("too_many", "A file may hold %(most)s entries. Split it.", "file", most=f"{MOST_ENTRIES:,}")
    return FileEntries(good, (*found.findings, *refused, *findings)), hashlib.sha256(data).hexdigest()


def _not_allowed(entries: tuple[NewEntry, ...], by: User, at: datetime) -> tuple[Finding, ...]:
    """Name the projects for which this person may not record anything."""
    first: dict[int, NewEntry] = {}
    for entry in entries:
        first.setdefault(entry.project.pk, entry)
    return tuple(
        Finding(
            Severity.ERROR,
            "NOT_ALLOWED",
            one.place,
            f"You may not record entries of {one.project.code}.",
            "Leave its rows out, or ask your PMO.",
        )
        for one in first.values()
        if not may(by, "record_entries", one.project, at.date())
    )


def _parts(entries: tuple[NewEntry, ...], known: frozenset[int]) -> tuple[ProjectPart, ...]:
    rows: dict[int, list[NewEntry]] = defaultdict(list)
    for entry in entries:
        rows[entry.project.pk].append(entry)
    found = []
    for pk, held in rows.items():
        sums: dict[str, int] = defaultdict(int)
        for entry in held:
            sums[entry.currency] += entry.amount_minor
        project = held[0].project
        told = tuple(sorted(sums.items()))
        found.append(ProjectPart(pk, project.code, project.name, len(held), told, pk in known))
    return tuple(sorted(found, key=lambda part: part.code))
