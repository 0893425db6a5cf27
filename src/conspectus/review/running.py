"""Files in, review out: read, compute and judge each project while the next file is being read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Plan
from conspectus.formats.schedules import Reading, iterate, warm_up
from conspectus.review.dates import given as read_date
from conspectus.review.result import Noticed, ProjectReview, Review, Source, StatusDate

if TYPE_CHECKING:
    from conspectus.formats.workbooks import Manner
    from conspectus.review.costing import CostBook

FileIn = Path | tuple[str, bytes | Path]
Progress = Callable[[int, int, str], None]


class Reader(Protocol):
    """What reads the files one after the other: ``iterate``, or one that knows some of them already."""

    def __call__(
        self,
        files: Sequence[tuple[str, bytes]],
        on_progress: Progress | None = None,
        *,
        manner: Manner | None = None,
    ) -> Iterator[Reading]:
        """Yield what each file holds."""


@dataclass
class _Desk:
    """What has been gathered so far."""

    status_date: StatusDate
    projects: list[ProjectReview] = field(default_factory=list)
    findings: list[Noticed] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)

    def notice(self, findings: Sequence[Finding], file: str, project: str = "") -> None:
        """Keep findings with their file and project."""
        self.findings += [Noticed(item, file, project) for item in findings]

    def take_id(self, wanted: str, file: str) -> str:
        """Return an id no other project of this review has."""
        base = wanted or PurePath(file).stem
        self.ids[base] += 1
        return base if self.ids[base] == 1 else f"{base} ({self.ids[base]})"


def run(
    files: Sequence[FileIn],
    *,
    costs: FileIn | None = None,
    status_date: str | date | None = None,
    manner: Manner | None = None,
    on_progress: Progress | None = None,
    reader: Reader = iterate,
) -> Review:
    """Review schedule files as one portfolio.

    Parameters
    ----------
    files
        Paths, or names with bytes or paths, in the order they are to be shown.
    costs
        A workbook or CSV of planned and actual costs; its actual costs replace those of the plans it names.
    status_date
        ``2026-06-30`` (its end) or ``2026-06-30T17:00``; left out, each file's own. Never the clock.
    manner
        How the plans among the files that are tables write dates, amounts and text, where they leave it open.
    on_progress
        Called with (files done, files in all, name).
    reader
        What reads the files, in place of reading all of them anew.

    Returns
    -------
    Review
        An unreadable file is a finding, never a stop.

    Raises
    ------
    BadDate
        Where the status date is none.
    """
    words = status_date.isoformat() if isinstance(status_date, date) else status_date
    desk = _Desk(read_date(words) if words else StatusDate())
    if reader is iterate:
        warm_up()
    ahead = Thread(target=_warm, name="warm", daemon=True)
    ahead.start()
    held = list(_held(files, desk))
    booked = list(_held([] if costs is None else [costs], desk))
    _assess_all(held, booked, desk, reader(held, on_progress, manner=manner))
    ahead.join()
    from conspectus.review.grouped import groups_of
    from conspectus.review.measured import totals_by_currency

    projects = tuple(desk.projects)
    return Review(
        projects,
        tuple(desk.findings),
        tuple(desk.sources),
        totals_by_currency(projects),
        desk.status_date,
        groups_of(projects),
    )


def _warm() -> None:
    """Load what computing and packing need while the reader child starts."""
    from conspectus.engine.warm import main as load_kernels

    load_kernels()
    from importlib import import_module

    from conspectus.formats.packs import warm

    import_module("conspectus.review.assess")
    warm()


def _held(files: Sequence[FileIn], desk: _Desk) -> Iterator[tuple[str, bytes]]:
    for item in files:
        name, content = (item.name, item) if isinstance(item, Path) else item
        if isinstance(content, bytes):
            yield name, content
            continue
        try:
            yield name, content.read_bytes()
        except OSError as error:
            desk.notice([_unreadable(name, error)], name)


def _unreadable(name: str, error: OSError) -> Finding:
    if isinstance(error, FileNotFoundError):
        words, remedy = "There is no such file.", "Check the name."
    elif isinstance(error, IsADirectoryError):
        words, remedy = "This is a folder, not a file.", "Name the files in it."
    else:
        words, remedy = "The file cannot be opened.", "Check that you may read it."
    return Finding(Severity.REFUSED, "FILE_NOT_OPENED", name, words, remedy)


def _assess_all(
    held: Sequence[tuple[str, bytes]], booked: Sequence[tuple[str, bytes]], desk: _Desk, readings: Iterator[Reading]
) -> None:
    book = None
    if booked:
        from conspectus.review.costing import open_book

        book = open_book(booked[0][1], booked[0][0])
        desk.notice(book.reading.findings, book.reading.name)
    for (name, data), reading in zip(held, readings, strict=True):
        desk.sources.append(Source(name, reading.kind, len(data), hashlib.sha256(data).hexdigest(), len(reading.plans)))
        desk.notice([item for item in reading.findings if item.code != "SEVERAL_PROJECTS"], name)
        for plan in reading.plans:
            project = desk.take_id(plan.uid, name)
            if project != (plan.uid or PurePath(name).stem):
                desk.notice([_twice(plan.uid or PurePath(name).stem, project)], name, project)
            _assess(desk, plan, project, reading, book, alone=len(held) == 1 and len(reading.plans) == 1)
    if book is not None:
        desk.notice(book.leftovers(), book.reading.name)


def _assess(desk: _Desk, plan: Plan, project: str, reading: Reading, book: CostBook | None, *, alone: bool) -> None:
    from conspectus.review.assess import Given, assess
    from conspectus.review.costing import names_of

    costs = budget = None
    if book is not None:
        names = names_of(plan, project, reading.name)
        budget = book.budget_of(plan, names, alone=alone)
        costs, findings = book.costs_of(plan, names, alone=alone)
        desk.notice(findings, reading.name, project)
    review, findings = assess(plan, Given(project, reading.name, reading.kind, desk.status_date, costs, budget=budget))
    desk.projects.append(review)
    desk.notice(findings, reading.name, project)


def _twice(wanted: str, taken: str) -> Finding:
    words = f"The project {wanted} is in this review already; this one is shown as {taken}."
    return Finding(Severity.NOTE, "PROJECT_TWICE", wanted, words, "Hand in one revision of each project.")
