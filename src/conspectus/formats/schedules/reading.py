"""Read schedule files: our own checks first, then the reader child, then the plan; refusals are findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Plan
from conspectus.formats.schedules import mapping
from conspectus.formats.schedules.process import DEFAULT, Limits, Process


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: its plans, what was noticed, and what kind of file it is."""

    name: str
    kind: str
    plans: tuple[Plan, ...] = ()
    findings: tuple[Finding, ...] = ()


def sniff(data: bytes) -> str:
    head = data[:4096]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "MPP"
    if head.startswith(b"MPX"):
        return "MPX"
    if head.startswith(b"ERMHDR"):
        return "XER"
    return "PMXML" if b"APIBusinessObjects" in head else "MSPDI"


_P = []


def read(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Reading:
    kind = sniff(data)
    if not _P:
        _P.append(Process(limits))
    a = _P[0].read(kind, data.removeprefix(b"\xef\xbb\xbf"), None)
    if "error" in a:
        return Reading(name, kind, (), (Finding(Severity.REFUSED, "UNREADABLE", name, "no"),))
    built = [mapping.build(p, PurePath(name).stem) for p in a["projects"]]
    return Reading(name, kind, tuple(p for p, _ in built), tuple(f for _, fs in built for f in fs))
