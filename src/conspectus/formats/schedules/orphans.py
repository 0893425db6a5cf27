"""Rows that name others which are not in the file: what is above them, or the other end of a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from conspectus.engine.findings import Finding, Severity

SHOWN = 20


def parents(orphans: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Yield a warning for each row, given with the parent it names; of a flood, the first ones and how many more."""
    remedy = "It was placed at the top; export the whole project to see it in its place."
    for code, parent in orphans[:SHOWN]:
        words = f"Task {code} names parent {parent}, which is not in the file."
        yield Finding(Severity.WARNING, "PARENT_MISSING", f"task {code}", words, remedy, (code,))
    if len(orphans) > SHOWN:
        words = f"{len(orphans) - SHOWN} more tasks name parents that are not in the file."
        yield Finding(Severity.WARNING, "PARENT_MISSING", "outline", words, remedy.replace("It was", "They were"))


def links(ends: Iterable[tuple[str, str]], tasks: Collection[str]) -> Iterator[Finding]:
    """Yield one warning for all links of which an end is no task of the file; no reader keeps those."""
    lost = sum(first not in tasks or second not in tasks for first, second in ends)
    if lost:
        one, many = "1 link leads to a task that is", f"{lost} links lead to tasks that are"
        words = f"{one if lost == 1 else many} not in the file; {'it was' if lost == 1 else 'they were'} left out."
        remedy = "Export the projects that belong together in one file, or remove the links."
        yield Finding(Severity.WARNING, "LINK_END_MISSING", "links", words, remedy)
