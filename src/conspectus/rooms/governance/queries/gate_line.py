"""Where a project stands in the life cycle of its method: stages and gates as a line, the next gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.governance.choices import OPEN_GATES, PASSES, GateDecision, GateState
from conspectus.rooms.governance.models import GateReview, StageEntry
from conspectus.rooms.governance.queries.gates import ReadinessView, readiness_view
from conspectus.rooms.governance.queries.readiness import Asked, passed_gates, readiness_of
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Version
from conspectus.rooms.standards.queries import followed_version, get_version


@dataclass(frozen=True, slots=True)
class OnLine:
    """A stage or a gate on the line of a life cycle: ``passed``, ``here``, ``next``, ``stopped`` or ``ahead``."""

    kind: str
    key: str
    name: str
    stands: str
    on: date | None = None
    decision: str = ""
    gate_review_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectGates:
    """A project on the way through the gates of its method; ``next_gate`` is empty once all are passed."""

    project_id: int
    method: str
    version_id: int
    version: str
    stage: str
    stage_name: str
    line: tuple[OnLine, ...]
    next_gate: str
    next_name: str
    next_question: str
    readiness: ReadinessView | None
    open_reviews: tuple[int, ...]


def project_gates(project: Project, on: date) -> ProjectGates | None:
    """Return where a visible project stands in the life cycle of its method; None where it follows none."""
    version = followed_version(project, on)
    if version is None:
        return None
    method = method_of(get_version(version.pk))
    if not method.gates:
        return None
    passed = {key for number, key in passed_gates([project.pk], on).get(project.pk, ()) if number == version.method_id}
    coming = next((one for one in method.gates if one.key not in passed), None)
    wanted: dict[int, Asked] = {project.pk: (version.pk, coming.key)} if coming else {}
    ready = readiness_of(wanted, on).get(project.pk)
    stage = stage_on(project, method, on)
    rows = list(GateReview.objects.filter(project=project, version__method=version.method_id).order_by("pk"))
    return ProjectGates(
        project_id=project.pk,
        method=version.name,
        version_id=version.pk,
        version=version.number,
        stage=stage,
        stage_name=next((one.name for one in method.stages if one.key == stage), ""),
        line=_line(method, stage, coming.key if coming else "", rows, on),
        next_gate=coming.key if coming else "",
        next_name=coming.name if coming else "",
        next_question=coming.question if coming else "",
        readiness=readiness_view(ready) if ready else None,
        open_reviews=tuple(row.pk for row in rows if row.state in OPEN_GATES),
    )


def stage_on(project: Project, method: Method, on: date) -> str:
    """Return the stage a project is in on a day: the last a decision opened, else the first of its method."""
    keys = [one.key for one in method.stages]
    rows = StageEntry.objects.filter(project=project, starts_on__lte=on, stage__in=keys)
    newest = rows.order_by("starts_on", "pk").last()
    return newest.stage if newest else next(iter(keys), "")


def project_readiness(project: Project, gate: str, on: date) -> ReadinessView:
    """Return how ready a visible project is on a day for a gate of its method, the next one where none is named."""
    version = followed_version(project, on)
    if version is None:
        raise Conflict("no_method", "This project follows no method. Let it adopt one; its gates come with it.")
    if not gate:
        passed = passed_gates([project.pk], on).get(project.pk, set())
        gates = method_of(get_version(version.pk)).gates
        gate = next((one.key for one in gates if (version.method_id, one.key) not in passed), "")
    found = readiness_of({project.pk: (version.pk, gate)}, on).get(project.pk)
    if found is None:
        raise Invalid("gate", "There is no such gate, or all of them are passed.", "gate")
    return readiness_view(found)


def plannable_gates(project: Project, on: date) -> tuple[Version | None, tuple[Gate, ...]]:
    """Return the gates a visible project may be reviewed at: those not passed, then those that repeat."""
    version = followed_version(project, on)
    if version is None:
        return None, ()
    passed = passed_gates([project.pk], on).get(project.pk, set())
    held = set(GateReview.objects.filter(project=project, state__in=OPEN_GATES).values_list("gate", flat=True))
    gates = method_of(get_version(version.pk)).gates
    free = [one for one in gates if one.key not in held]
    again = [one for one in free if one.repeats and (version.method_id, one.key) in passed]
    return version, (*(one for one in free if (version.method_id, one.key) not in passed), *again)


def _line(method: Method, stage: str, coming: str, rows: list[GateReview], on: date) -> tuple[OnLine, ...]:
    """Return stages and gates in the order a project comes by them."""
    decided: dict[str, GateReview] = {}
    for row in sorted(rows, key=lambda one: (one.decided_on or date.min, one.pk)):
        if row.state == GateState.DECIDED and row.decided_on is not None and row.decided_on <= on:
            decided[row.gate] = row
    planned = {row.gate: row for row in rows if row.state in OPEN_GATES}
    keys = [one.key for one in method.stages]
    here = keys.index(stage) if stage in keys else 0
    found: list[OnLine] = []
    for place, one in enumerate(method.stages):
        found += [_on_line(gate, coming, decided, planned) for gate in method.gates if gate.before == one.key]
        found.append(
            OnLine("stage", one.key, one.name, "passed" if place < here else "here" if place == here else "ahead")
        )
    return (*found, *(_on_line(gate, coming, decided, planned) for gate in method.gates if gate.before not in keys))


def _on_line(gate: Gate, coming: str, decided: dict[str, GateReview], planned: dict[str, GateReview]) -> OnLine:
    last, open_one = decided.get(gate.key), planned.get(gate.key)
    shown = open_one or last
    stands = "next" if gate.key == coming else "ahead"
    if last is not None and last.decision in PASSES:
        stands = "passed"
    if last is not None and last.decision == GateDecision.STOP:
        stands = "stopped"
    day = last.decided_on if stands in ("passed", "stopped") and last else open_one.planned_on if open_one else None
    decision = last.decision if last else ""
    return OnLine("gate", gate.key, gate.name, stands, day, decision, shown.pk if shown else None)
