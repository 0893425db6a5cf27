"""Read schedule files: our own checks first, then the reader child, then the plan; refusals are findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import Any, TypeVar, cast

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.old_office import LOCKED
from conspectus.formats.schedules import carried, exchange, gate, lost, mapping
from conspectus.formats.schedules.outcome import Reading
from conspectus.formats.schedules.pool import POOL
from conspectus.formats.schedules.process import DEFAULT, Limits, ReaderStopped, ReaderUnavailable
from conspectus.formats.workbooks.cells import Manner

Progress = Callable[[int, int, str], None]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A file after the reader child: what was admitted, and the child's answer."""

    admitted: gate.Admitted
    answer: dict[str, Any]


def warm_up() -> None:
    """Start a reader child in the background; reading then finds it ready."""
    POOL.warm()


def read(
    data: bytes, name: str, *, limits: Limits = DEFAULT, manner: Manner | None = None, project: str | None = None
) -> Reading:
    """Read one plan file of any supported kind.

    Parameters
    ----------
    data, name
        The file's bytes and the name it came under.
    limits
        What the file may cost in time and memory.
    manner
        How text, dates and amounts are written, where the file does not tell and a finding asked.
    project
        The id of the one project wanted of a file that holds several.

    Returns
    -------
    Reading
        Its plans and findings. A refused file has no plans and a ``REFUSED`` finding; nothing is raised.
    """
    try:
        raw = _fetch(data, name, limits, manner)
    except gate.Refused as refused:
        return Reading(name, "", (), (refused.finding,))
    return _choose(_make(raw, name, manner), project)


def iterate(
    files: Sequence[tuple[str, bytes]],
    on_progress: Progress | None = None,
    *,
    limits: Limits = DEFAULT,
    manner: Manner | None = None,
) -> Iterator[Reading]:
    """Read files one after the other with one child; while it reads the next, the last becomes a plan."""
    with ahead(partial(_fetch, data, name, limits, manner) for name, data in files) as pending:
        for done, ((name, _), future) in enumerate(zip(files, pending, strict=True), 1):
            try:
                reading = _make(future.result(), name, manner)
            except gate.Refused as refused:
                reading = Reading(name, "", (), (refused.finding,))
            if on_progress is not None:
                on_progress(done, len(files), name)
            yield reading


@contextmanager
def ahead(jobs: Iterable[Callable[[], Made]]) -> Iterator[list[Future[Made]]]:
    """Have jobs done one after the other beside us; those not begun when we leave are never done."""
    with ThreadPoolExecutor(max_workers=1) as hand:
        pending = [hand.submit(copy_context().run, job) for job in jobs]
        try:
            yield pending
        finally:
            for future in pending:
                future.cancel()


def _fetch(data: bytes, name: str, limits: Limits, manner: Manner | None) -> _Raw:
    admitted = gate.admit(data, name, limits, manner.encoding if manner else None)
    if admitted.kind in ("workbook", "CSV"):
        return _Raw(admitted, {})
    return _Raw(admitted, _ask(admitted, name, limits))


def _ask(admitted: gate.Admitted, name: str, limits: Limits) -> dict[str, Any]:
    """Return the child's projects; what goes wrong there is a refusal here."""
    try:
        with POOL.lend(limits) as process:
            answer = process.read(admitted.kind, admitted.data, admitted.charset)
    except ReaderStopped as stopped:
        words = f"The reader stopped {stopped}. Nothing of the file was used."
        raise gate.refusal("READER_STOPPED", name, words, "Save the file again, or split it, and retry.") from None
    except ReaderUnavailable as problem:
        words = f"The reader for schedule files could not start ({problem})."
        remedy = "Run `conspectus doctor`; .xlsx and .csv work without it."
        raise gate.refusal("READER_UNAVAILABLE", name, f"{words} {remedy}", remedy) from None
    if "error" in answer:
        raise _explain(answer["error"], admitted.kind, name)
    if not answer["projects"]:
        raise gate.refusal("NOT_A_PROJECT_FILE", name, gate.NOT_OURS, "Choose a file saved by a scheduling program.")
    return cast("dict[str, Any]", carried.unwrap(answer)) if admitted.kind == "MPX" else answer


def _explain(causes: list[str], kind: str, name: str) -> gate.Refused:
    """Turn what the reader threw into words a planner understands."""
    text = " ".join(causes).lower()
    if "password" in text:
        return gate.refusal("PASSWORD_PROTECTED", name, LOCKED)
    if "outofmemory" in text:
        words = "The reader stopped at its memory limit. Nothing of the file was used."
        return gate.refusal("READER_STOPPED", name, words, "Split the schedule and retry.")
    if "stackoverflow" in text:
        words = "The outline is deeper than 50 levels."
        return gate.refusal("OUTLINE_TOO_DEEP", name, words, "Flatten the outline.")
    if kind == "MPP":
        return gate.refusal("FILE_DAMAGED", name, gate.DAMAGED)
    programs = {"XER": "Primavera", "PMXML": "Primavera", "MSPDI": "Project", "MPX": "Project exchange"}
    words = f"This {programs[kind]} file is cut off or damaged. Save it again and retry."
    return gate.refusal("FILE_DAMAGED", name, words)


def _make(raw: _Raw, name: str, manner: Manner | None = None) -> Reading:
    """Build the plans; a file with one plan that must be refused is refused whole."""
    kind = raw.admitted.kind
    if kind in ("workbook", "CSV"):
        from conspectus.formats.schedules import table

        return table.read(raw.admitted, name, manner or Manner())
    findings = list(raw.admitted.findings)
    plans = []
    for sent in raw.answer["projects"]:
        plan, found = mapping.build(sent, PurePath(name).stem, raw.admitted.currency)
        plans.append(plan)
        findings += found
        if kind == "MPX" and not any(f.code == "FILE_ENDS_EARLY" for f in findings):
            findings += exchange.unfinished(plan)
    findings += lost.of_file(raw.answer["projects"], {f.code for f in findings})
    if any(f.severity is Severity.REFUSED for f in findings):
        plans = []
    if len(plans) > 1:
        names = "; ".join(f"{p.uid} {p.name}".strip() for p in plans[:20])
        words = f"The file holds {len(plans)} projects. Choose. They are: {names}."
        findings.append(Finding(Severity.NOTE, "SEVERAL_PROJECTS", name, words, "Name the project to import."))
    return Reading(name, kind, tuple(plans), tuple(dict.fromkeys(findings)))


def _choose(reading: Reading, project: str | None) -> Reading:
    """Keep the one project asked for."""
    if project is None or not reading.plans:
        return reading
    plans = tuple(p for p in reading.plans if project in (p.uid, p.name))
    if not plans:
        words = f"The file holds no project '{project}'."
        finding = Finding(Severity.REFUSED, "PROJECT_NOT_IN_FILE", reading.name, words, "Choose one of those it holds.")
        return replace(reading, plans=(), findings=(*reading.findings, finding))
    return replace(reading, plans=plans, findings=tuple(f for f in reading.findings if f.code != "SEVERAL_PROJECTS"))
