"""How ready projects are for their gates on a day, from all that is kept of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate
from conspectus.kit.many import of_these
from conspectus.rooms.facts.queries import facts_at
from conspectus.rooms.files.models import Version as PaperVersion
from conspectus.rooms.governance.bridge.readiness import (
    Kept,
    Paper,
    Piece,
    Point,
    Readiness,
    asked_facts,
    clause_of,
    evidence_of,
    judged,
)
from conspectus.rooms.governance.choices import (
    PASSES,
    STANDING_CONDITIONS,
    ConditionState,
    GateState,
    Hurdle,
    Shows,
)
from conspectus.rooms.governance.models import ExceptionReport, GateCondition, GateConditionStep, GateReview
from conspectus.rooms.governance.queries.chosen import chosen_evidence
from conspectus.rooms.scope.models import Deliverable, DeliverableStep
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.choices import Binding, Standing
from conspectus.rooms.standards.models import Version
from conspectus.rooms.standards.queries import ClauseStanding, compliance_at

Asked = tuple[int, str]  # a version and the key of one of its gates


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all projects asked for, by project."""

    facts: Mapping[int, dict[str, int]]
    papers: Mapping[int, list[Paper]]
    pieces: Mapping[int, list[Piece]]
    conditions: Mapping[int, list[GateCondition]]
    passed: Mapping[int, set[Asked]]
    exceptions: Mapping[int, list[ExceptionReport]]
    chosen: Mapping[int, Mapping[tuple[int, str], tuple[str, int]]]


def readiness_of(wanted: Mapping[int, Asked], on: date) -> dict[int, Readiness]:
    """Return how ready visible projects are for a gate each on a day.

    Asks the database as often for one as for a thousand.
    """
    rows = Version.objects.filter(pk__in={version for version, _ in wanted.values()}).select_related("method")
    methods = {row.pk: (row, method_of(row)) for row in rows}
    stood = compliance_at(wanted.keys(), on, known_by=None)
    known = _known(wanted.keys(), on)
    found = {}
    for project, (version, key) in wanted.items():
        row, method = methods[version]
        gate = next((one for one in method.gates if one.key == key), None)
        if gate is not None:
            clauses = stood[project].clauses if project in stood else ()
            tier = stood[project].tier if project in stood else method.tiers[-1].key
            found[project] = _ready(project, row.method_id, method, gate, tier, clauses, known, on)
    return found


def _ready(
    project: int,
    method_id: int,
    method: Method,
    gate: Gate,
    tier: str,
    clauses: tuple[ClauseStanding, ...],
    known: _Known,
    on: date,
) -> Readiness:
    excused = [one for one in clauses if one.standing == Standing.WAIVED or (one.tailored and _is_off(one))]
    told = (known.facts.get(project, {}), known.papers.get(project, []), known.pieces.get(project, []))
    kept = Kept(*told, known.chosen.get(project, {}))
    evidence = []
    for wanted, asked in evidence_of(method, gate, tier):
        waived = any(clause_of(wanted, one.policy.key, one.policy.expression) for one in excused)
        evidence.append(judged(wanted, asked, kept, kept.chosen.get((method_id, wanted.key)), waived))
    points = [
        Point(Hurdle.EVIDENCE, one.name, one.key, remedy=one.template)
        for one in evidence
        if one.asked and not one.present
    ]
    points += _earlier(method, gate, {key for number, key in known.passed.get(project, ()) if number == method_id})
    points += [_condition(one, on) for one in known.conditions.get(project, ())]
    points += _clauses(clauses)
    points += [_exception(one, on) for one in known.exceptions.get(project, ())]
    points += [Point(Hurdle.DECLARED, one.name, one.key) for one in evidence if one.shows == Shows.DECLARED]
    return Readiness(gate.key, gate.name, on, tier, tuple(evidence), tuple(points))


def _is_off(one: ClauseStanding) -> bool:
    return one.standing == Standing.NOT_APPLICABLE


def _earlier(method: Method, gate: Gate, passed: Collection[str]) -> list[Point]:
    """Return the gates before one that were not passed."""
    keys = [one.key for one in method.gates]
    before = method.gates[: keys.index(gate.key)]
    return [Point(Hurdle.EARLIER, one.name, one.key) for one in before if one.key not in passed]


def _condition(one: GateCondition, on: date) -> Point:
    hurdle = Hurdle.OVERDUE if one.due_on < on else Hurdle.CONDITION
    return Point(hurdle, one.words, str(one.pk), one.due_on)


def _clauses(clauses: tuple[ClauseStanding, ...]) -> list[Point]:
    points = []
    for one in clauses:
        policy, binds = one.policy, one.policy.severity == Binding.MUST
        if one.standing == Standing.FAILED and policy.severity != Binding.MAY:
            hurdle = Hurdle.MUST if binds else Hurdle.SHOULD
        elif one.standing == Standing.NOT_ASSESSABLE and binds:
            hurdle = Hurdle.UNKNOWN
        else:
            continue
        points.append(Point(hurdle, f"{policy.clause} {policy.title}", policy.key, remedy=policy.remedy))
    order = (Hurdle.MUST, Hurdle.SHOULD, Hurdle.UNKNOWN)
    return sorted(points, key=lambda one: order.index(one.hurdle))


def _exception(one: ExceptionReport, on: date) -> Point:
    waits = one.decided_at is None or one.decided_at.date() > on
    return Point(Hurdle.UNDECIDED if waits else Hurdle.EXCEPTION, "", str(one.pk), one.opened_at.date())


def _known(ids: Collection[int], on: date) -> _Known:
    """Gather what readiness rests on, by what was there at the end of a day."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    return _Known(
        _counts(ids, on),
        _papers(ids, midnight),
        _pieces(ids, on),
        standing_conditions(ids, on),
        passed_gates(ids, on),
        _exceptions(ids, midnight),
        chosen_evidence(ids, on),
    )


def _counts(ids: Collection[int], on: date) -> dict[int, dict[str, int]]:
    found = {}
    for project, facts in facts_at(ids, on, names=asked_facts()).items():
        found[project] = {name: _count(value) for name, value in facts.known.items() if value is not None}
    return found


def _count(value: Any) -> int:
    return len(value) if isinstance(value, tuple | list) else int(value)


def _papers(ids: Collection[int], midnight: datetime) -> dict[int, list[Paper]]:
    rows = PaperVersion.objects.filter(document__subject_kind="project", added_at__lt=midnight)
    rows = rows.filter(Q(document__withdrawn_at=None) | Q(document__withdrawn_at__gte=midnight))
    asked = of_these(rows, [str(one) for one in ids], "document__subject_id").order_by("document", "number")
    names = ("subject_id", "title", "kind", "owner__name")
    newest: dict[int, tuple[int, Paper]] = {}
    for paper, subject, title, kind, owner, at, link in asked.values_list(
        "document", *(f"document__{one}" for one in names), "added_at", "link"
    ):
        newest[paper] = int(subject), Paper(paper, title, kind, owner or "", at.date(), bool(link))
    found: dict[int, list[Paper]] = defaultdict(list)
    for project, paper in newest.values():
        found[project].append(paper)
    return found


def _pieces(ids: Collection[int], on: date) -> dict[int, list[Piece]]:
    rows = of_these(Deliverable.objects.order_by("pk"), ids)
    pieces = {row[0]: row[1:] for row in rows.values_list("pk", "project", "code", "name")}
    steps = of_these(DeliverableStep.objects.filter(on__lte=on).order_by("on", "pk"), ids, "deliverable__project")
    states = dict(steps.values_list("deliverable", "state"))
    found: dict[int, list[Piece]] = defaultdict(list)
    for number, (project, code, name) in pieces.items():
        found[project].append(Piece(number, code, name, states.get(number, "planned")))
    return found


def standing_conditions(ids: Collection[int], on: date) -> dict[int, list[GateCondition]]:
    """Return the conditions of projects that were not settled at the end of a day, as their steps tell."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = (
        GateCondition.objects.select_related("review", "owner")
        .filter(review__decided_on__lte=on)
        .order_by("due_on", "pk")
    )
    steps = of_these(
        GateConditionStep.objects.filter(recorded_at__lt=midnight).order_by("pk"), ids, "condition__review__project"
    )
    states = dict(steps.values_list("condition", "state"))
    found: dict[int, list[GateCondition]] = defaultdict(list)
    for row in of_these(rows, ids, "review__project"):
        if states.get(row.pk, ConditionState.OPEN) in STANDING_CONDITIONS:
            found[row.review.project_id].append(row)
    return found


def passed_gates(ids: Collection[int], on: date) -> dict[int, set[Asked]]:
    """Return which gates projects passed as decided on last by a day: by method and the gate's key."""
    rows = GateReview.objects.filter(state=GateState.DECIDED, decided_on__lte=on).order_by("decided_on", "pk")
    found: dict[int, set[Asked]] = defaultdict(set)
    names = ("project", "version__method", "gate", "decision")
    for project, method, gate, decision in of_these(rows, ids).values_list(*names):
        if decision in PASSES:
            found[project].add((method, gate))
        else:
            found[project].discard((method, gate))
    return found


def _exceptions(ids: Collection[int], midnight: datetime) -> dict[int, list[ExceptionReport]]:
    standing = Q(closed_at=None) | Q(closed_at__gte=midnight)
    rows = ExceptionReport.objects.filter(standing, programme=None, opened_at__lt=midnight).order_by("opened_at", "pk")
    found: dict[int, list[ExceptionReport]] = defaultdict(list)
    for row in of_these(rows, ids):
        if row.project_id is not None:
            found[row.project_id].append(row)
    return found
