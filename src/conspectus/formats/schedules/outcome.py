"""What reading a file gives: plans, findings, and the kind of file."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: its plans, what was noticed, and what kind of file it is ("" where refused at once)."""

    name: str
    kind: str
    plans: tuple[Plan, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether nothing of the file is used."""
        return any(f.severity is Severity.REFUSED for f in self.findings)
