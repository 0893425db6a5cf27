"""The ledger: entries are recorded, all or none, and corrected by new ones only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import Sum
from django.db.models.functions import Abs

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotFound
from conspectus.kit.texts import clean_line
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.entries import EntriesRefused, NewEntry, check_entries, checked
from conspectus.rooms.money.choices import SPENT
from conspectus.rooms.money.models import Entry
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import tell_spent

MOST_ENTRIES = 50_000
LARGEST = 2**61  # what the databases can still add up
KEPT = (
    "project",
    "kind",
    "nature",
    "category",
    "on",
    "amount_minor",
    "currency",
    "supplier",
    "contract",
    "reference",
    "note",
)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded; ``entries`` is 0 where the same batch had come in before."""

    entries: int
    projects: tuple[str, ...]
    words: str


@deed("record_entries", "recorded ledger entries", needs=Ability.FINANCE)
def record_entries(*, entries: Sequence[NewEntry], batch: str = "", by: User, at: datetime) -> Recorded:
    """Record entries of one or many projects, all or none.

    ``batch`` is the digest of the file they came from, or any name: the same batch twice changes nothing for the
    projects that have it. Refuses, row by row, what cannot be kept (``EntriesRefused``).
    """
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise Invalid("entries", "Send 1 to %(most)s entries at a time.", "entries", most=MOST_ENTRIES)
    projects = {entry.project.pk: entry.project for entry in entries}
    for project in projects.values():
        require(by, "record_entries", project, at.date())
    good = _all_good(entries, at)
    source = batch if not batch or _DIGEST.fullmatch(batch) else hashlib.sha256(batch.encode()).hexdigest()
    known = known_projects(source, projects)
    new = [entry for entry in good if entry.project.pk not in known]
    if not new:
        return Recorded(0, (), "These entries came in before. Nothing was changed.")
    codes = tuple(sorted({entry.project.code for entry in new}))
    try:
        with audited("record_entries", by=by, at=at) as line:
            for pk in sorted(projects):
                require(by, "record_entries", Project.objects.select_for_update().get(pk=pk), at.date())
            _refuse_overflow(new)
            Entry.objects.bulk_create(
                (_row(entry, by, at, source, number) for number, entry in enumerate(new, start=1)), batch_size=1000
            )
            _tell(projects.values(), {entry.on for entry in new}, at)
            kind, subject = ("project", new[0].project.pk) if len(codes) == 1 else ("ledger", source or codes[0])
            line.about(kind, subject, entries=len(new), projects=codes, source=source)
    except IntegrityError:
        raise Conflict("batch_at_once", "The same entries came in at the same moment. Look at the ledger.") from None
    count = "1 entry is" if len(new) == 1 else f"{len(new)} entries are"
    return Recorded(len(new), codes, f"{count} recorded.")


@deed("correct_entry", "corrected a ledger entry", needs=Ability.FINANCE)
def correct_entry(
    *, entry: Entry, reason: str, right: NewEntry | None = None, by: User, at: datetime
) -> tuple[Entry, Entry | None]:
    """Reverse an entry by a new one of the opposite amount, and record the right one where it is given.

    The reversal carries the day of the entry, so that sums up to any day come right. Refuses an empty reason, an
    entry that was corrected already, and a reversal.
    """
    require(by, "correct_entry", entry.project, at.date())
    reason = clean_line(reason, "reason", most=500)
    if entry.is_reversal:
        raise Conflict("reversal", "This is a reversal. Correct the entry that replaced what it reverses.")
    if right is not None:
        if right.project.pk != entry.project_id:
            raise NotFound
        right = checked(right, at.date())
    shared = {"recorded_by": by.person, "recorded_at": at, "corrects": entry}
    same = {name: getattr(entry, name) for name in KEPT} | {"amount_minor": -entry.amount_minor, "note": reason}
    try:
        with audited("correct_entry", by=by, at=at) as line:
            Project.objects.select_for_update().get(pk=entry.project_id)
            reversal = Entry.objects.create(**same, **shared, is_reversal=True)
            row = None
            if right is not None:
                _refuse_overflow([right])
                row = Entry.objects.create(**{name: getattr(right, name) for name in KEPT}, **shared)
            _tell([entry.project], {entry.on, row.on if row else entry.on}, at)
            amounts = {"was_minor": entry.amount_minor, "is_minor": row.amount_minor if row else 0}
            line.about("project", entry.project_id, entry=entry.pk, reason=reason, **amounts)
    except IntegrityError:
        raise Conflict("corrected", "This entry was corrected already. Correct the one that replaced it.") from None
    return reversal, row


def _all_good(entries: Sequence[NewEntry], at: datetime) -> Sequence[NewEntry]:
    """Return the entries as they are kept; a single one is refused at its own field."""
    if len(entries) == 1:
        return [checked(entries[0], at.date())]
    numbered = [replace(entry, row=entry.row or number) for number, entry in enumerate(entries, start=1)]
    good, findings = check_entries(numbered, at.date())
    if findings:
        raise EntriesRefused(findings)
    return good


def _tell(projects: Collection[Project], days: Collection[date], at: datetime) -> None:
    """Tell the schedule room what the ledger holds now as spent on these days."""
    rows = Entry.objects.filter(project__in=list(projects), on__in=days, kind__in=SPENT).order_by()
    sums = rows.values_list("project", "on", "currency").annotate(Sum("amount_minor"))
    tell_spent(spent={(pk, on, code): minor for pk, on, code, minor in sums}, projects=list(projects), on=at.date())


def known_projects(source: str, projects: Iterable[int]) -> frozenset[int]:
    """Return the projects, of these by their ids, that have this batch already."""
    if not source:
        return frozenset()
    rows = Entry.objects.filter(source_digest=source, project__in=list(projects))
    return frozenset(rows.order_by().values_list("project", flat=True).distinct())


def _refuse_overflow(entries: Sequence[NewEntry]) -> None:
    """Refuse what would make a project's entries add up to more than a database can count."""
    ids = {entry.project.pk for entry in entries}
    rows = Entry.objects.filter(project__in=ids).order_by().values_list("project")
    sums = dict(rows.annotate(together=Sum(Abs("amount_minor"))))
    for entry in entries:
        sums[entry.project.pk] = int(sums.get(entry.project.pk) or 0) + abs(entry.amount_minor)
        if sums[entry.project.pk] > LARGEST:
            raise Invalid(
                "amount_too_large",
                "The entries of %(value)s would add up to more than can be kept.",
                "amount_minor",
                value=entry.project.code,
            )


def _row(entry: NewEntry, by: User, at: datetime, source: str, number: int) -> Entry:
    given = {name: getattr(entry, name) for name in KEPT}
    row = (entry.row or number) if source else None
    return Entry(**given, recorded_by=by.person, recorded_at=at, source_digest=source, source_row=row)
