"""The gates of a portfolio's projects as a freeze keeps them: ahead, decided of late, conditions that stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.governance.choices import GateState
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.governance.queries.gate_board import gate_rows
from conspectus.rooms.governance.queries.readiness import standing_conditions
from conspectus.rooms.portfolio.models import Portfolio

LATELY = timedelta(days=100)  # longer than a quarter, the longest period there is


@dataclass(frozen=True, slots=True)
class KeptCondition:
    """A condition that stood at the end of a day."""

    words: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class KeptGate:
    """A gate review as it stood at the end of a day; evidence and what blocks only of those ahead."""

    gate_review_id: int
    project_id: int
    place: str
    name: str
    number: int
    planned_on: date
    waits: bool  # was held and waits for a decision
    rating_name: str
    present: int
    asked: int
    blocking: int
    open_conditions: int  # of all gates of its project
    decision: str
    decided_on: date | None
    decided_by: str
    despite: bool
    conditions: tuple[KeptCondition, ...]


def kept_gates(portfolio: Portfolio, on: date) -> tuple[KeptGate, ...]:
    """Return what was ahead, was decided of late or has conditions that stood at the end of a day."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = GateReview.objects.filter(project__portfolio=portfolio, asked_at__lt=midnight)
    rows = rows.exclude(state=GateState.WITHDRAWN).select_related("project__manager", "version", "decided_by")
    rows = rows.defer("version__text").order_by("planned_on", "pk")
    standing: dict[int, list[GateCondition]] = {}
    ids = list(portfolio.projects.values_list("pk", flat=True))
    of_projects = standing_conditions(ids, on)
    for each in of_projects.values():
        for one in each:
            standing.setdefault(one.review_id, []).append(one)
    late = Q(decided_on=None) | Q(decided_on__gt=on - LATELY)
    found = list(rows.filter(late | Q(pk__in=standing)))
    ahead = {one.gate_review_id: one for one in gate_rows((row for row in found if not _decided(row, on)), on)}
    kept = []
    for row in found:
        told, decided = ahead.get(row.pk), _decided(row, on)
        held = row.held_at is not None and row.held_at < midnight
        kept.append(
            KeptGate(
                gate_review_id=row.pk,
                project_id=row.project_id,
                place=str(row.project),
                name=row.name,
                number=row.number,
                planned_on=row.planned_on,
                waits=held and not decided,
                rating_name=row.rating_name if held else "",
                present=told.present if told else 0,
                asked=told.asked if told else 0,
                blocking=told.blocking if told else 0,
                open_conditions=len(of_projects.get(row.project_id, ())),
                decision=row.decision if decided else "",
                decided_on=row.decided_on if decided else None,
                decided_by=row.decided_by.name if decided and row.decided_by else "",
                despite=decided and bool(row.despite),
                conditions=tuple(
                    KeptCondition(one.words, one.owner.name, one.due_on) for one in standing.get(row.pk, ())
                ),
            )
        )
    return tuple(kept)


def _decided(row: GateReview, on: date) -> bool:
    return row.decided_on is not None and row.decided_on <= on
