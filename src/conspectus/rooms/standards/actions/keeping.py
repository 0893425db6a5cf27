"""Findings kept in step with the data: a clause not satisfied opens one, a clause satisfied again closes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.choices import FindingEnd, FindingState, FindingStepKind, Standing
from conspectus.rooms.standards.models import ComplianceFinding, FindingsKept, FindingStep
from conspectus.rooms.standards.queries.compliance import ClauseStanding, ProjectCompliance

_ENDS = {
    Standing.SATISFIED: FindingEnd.MET,
    Standing.WAIVED: FindingEnd.WAIVED,
    Standing.NOT_APPLICABLE: FindingEnd.OFF,
}


@dataclass(slots=True)
class _Kept:
    """What becomes of a project's findings: rows to write, and a step for each."""

    on: date
    at: datetime
    new: list[ComplianceFinding] = field(default_factory=list)
    changed: list[ComplianceFinding] = field(default_factory=list)
    steps: list[FindingStep] = field(default_factory=list)

    def step(self, row: ComplianceFinding, kind: FindingStepKind, **told: object) -> None:
        """Note what happened to a finding by itself."""
        self.steps.append(FindingStep(finding=row, kind=kind, on=self.on, taken_at=self.at, **told))

    def ids(self, kind: FindingStepKind) -> list[int]:
        """Return the findings to which something happened."""
        return [step.finding.pk for step in self.steps if step.kind == kind]


@deed("keep_findings", "looked at which clauses are satisfied")
def keep_findings(*, project: Project, stood: ProjectCompliance | None, by: User, at: datetime) -> int:
    """Open, reopen and close a project's findings by how it stands today; return how many steps were taken.

    A consequence of what was measured and decided, so nobody's role is asked. What cannot be assessed now stays
    as it was; a day that has passed is told once.
    """
    with audited("keep_findings", by=by, at=at) as line:
        locked = Project.objects.select_for_update().get(pk=project.pk)
        rows = list(ComplianceFinding.objects.select_for_update().filter(project=locked))
        kept = _Kept(at.date(), at)
        standing = {} if stood is None or locked.state in ENDED else {one.policy.key: one for one in stood.clauses}
        method = stood.version.method_id if stood is not None else None
        for row in rows:
            if row.state != FindingState.CLOSED:
                end = FindingEnd.ENDED if locked.state in ENDED else _end(row, standing, method)
                _close(row, end, kept) if end else _overdue(row, kept)
        if stood is not None:
            held = {row.policy: row for row in rows if row.method_id == method}
            for one in standing.values():
                if one.standing == Standing.FAILED:
                    _found(held.get(one.policy.key), one, stood, kept)
        if not kept.steps:
            line.nothing_changed()
            return 0
        ComplianceFinding.objects.bulk_create(kept.new)
        for row in kept.changed:
            row.revision += 1
            row.save()
        FindingStep.objects.bulk_create(kept.steps)
        told = {str(kind): found for kind in FindingStepKind if (found := kept.ids(kind))}
        line.about("findings", locked.pk, project=locked.pk, **told)
    return len(kept.steps)


def _end(row: ComplianceFinding, standing: Mapping[str, ClauseStanding], method: int | None) -> FindingEnd | None:
    """Return why an open finding closes; None where it stays."""
    one = standing.get(row.policy) if row.method_id == method else None
    return FindingEnd.LEFT if one is None else _ENDS.get(one.standing)


def _close(row: ComplianceFinding, end: FindingEnd, kept: _Kept) -> None:
    row.state, row.closing, row.closed_on = FindingState.CLOSED, end, kept.on
    kept.changed.append(row)
    kept.step(row, FindingStepKind.CLOSED, closing=end)


def _overdue(row: ComplianceFinding, kept: _Kept) -> None:
    """Tell once that the day of a finding has passed."""
    if row.due_on is not None and row.due_on < kept.on and row.overdue_since != row.due_on:
        row.overdue_since = row.due_on
        kept.changed.append(row)
        kept.step(row, FindingStepKind.OVERDUE, day=row.due_on, owner_id=row.owner_id)


def _found(row: ComplianceFinding | None, one: ClauseStanding, stood: ProjectCompliance, kept: _Kept) -> None:
    """Open a finding of a clause, or open it again; one that is open stays as it is."""
    if row is not None and row.state != FindingState.CLOSED:
        return
    policy, again = one.policy, row is not None
    if row is None:
        row = ComplianceFinding(
            project_id=stood.project_id, method=stood.version.method, policy=policy.key, first_seen_on=kept.on
        )
    row.version, row.clause, row.title, row.severity = stood.version, policy.clause, policy.title, policy.severity
    row.state, row.opened_on, row.waiver_id = FindingState.OPEN, kept.on, one.waiver
    row.due_on = row.overdue_since = row.mend_by = row.answered_by = row.answered_at = row.closed_on = None
    row.answer = row.words = row.closing = ""
    if again:
        row.reopened += 1
    (kept.changed if again else kept.new).append(row)
    kind = FindingStepKind.REOPENED if again else FindingStepKind.OPENED
    kept.step(row, kind, version=stood.version, waiver_id=one.waiver)


def keep_looked_at(newest: Mapping[str, int], everything_on: date) -> None:
    """Keep how far findings were kept up; nothing is decided by it, so no line is written."""
    FindingsKept.objects.update_or_create(pk=1, defaults={**newest, "everything_on": everything_on})
