"""What is measured of the closures of projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.closure.choices import OPEN_STATES, ClosureState, PointState
from conspectus.rooms.closure.models import Closure, ClosureDecision, PlannedReview, PointLeft
from conspectus.rooms.closure.queries.points import PointView, points_of
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project, StateChange

NAMES = ("begun_on", "points_open", "points_left", "confirmed_on", "review_on")


def closure_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the closures of projects at the end of a day, by project and name."""
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = Closure.objects.exclude(state=ClosureState.WITHDRAWN).filter(begun_at__lt=midnight)
    asked = of_these(rows.select_related("project", "decision").order_by("number"), ids)
    newest = {row.project_id: row for row in asked}
    numbers = [row.pk for row in newest.values()]
    points = points_of([row for row in newest.values() if row.state in OPEN_STATES], on)
    left: dict[int, set[str]] = {}
    told = of_these(PointLeft.objects.filter(at__lt=midnight).order_by(), numbers, "closure")
    for closure, point in told.values_list("closure", "point"):
        left.setdefault(closure, set()).add(point)
    planned = PlannedReview.objects.filter(at__lt=midnight).exclude(action__state=ActionState.DROPPED).order_by("pk")
    reviews = dict(of_these(planned, numbers, "closure").values_list("closure", "action__due_on"))
    steps = StateChange.objects.filter(from_on__lte=on, recorded_at__lt=midnight).order_by("recorded_at", "pk")
    stands = {pk: (state, at) for pk, state, at in of_these(steps, ids).values_list("project", "state", "recorded_at")}
    confirmed = of_these(ClosureDecision.objects.filter(at__lt=midnight).order_by("at"), ids, "closure__project")
    decided = dict(confirmed.values_list("closure__project", "at"))
    found: dict[int, dict[str, Measured]] = {}
    for one in projects:
        row = newest.get(one.pk)
        found[one.pk] = dict.fromkeys((f"closure_{name}" for name in NAMES), Reason.NO_DATA)
        if row is not None:
            found[one.pk] |= _facts(row, points.get(row.pk, ()), midnight)
            found[one.pk]["closure_points_left"] = len(left.get(row.pk, ()))
            found[one.pk]["closure_review_on"] = reviews.get(row.pk) or Reason.NO_DATA
        state, since = stands.get(one.pk, (one.state, None))
        before = decided.get(one.pk)
        closed = before is not None and (since is None or before >= since)
        found[one.pk]["completed_without_closure"] = state == State.CLOSED and not closed
    return found


def _facts(row: Closure, points: Sequence[PointView], midnight: datetime) -> dict[str, Measured]:
    decision = getattr(row, "decision", None)
    waiting = sum(one.state == PointState.OPEN for one in points)
    confirmed = decision is not None and decision.at < midnight
    return {
        "closure_begun_on": row.begun_at.date(),
        "closure_points_open": waiting if points else Reason.NOT_APPLICABLE,
        "closure_confirmed_on": decision.at.date() if decision and confirmed else Reason.NO_DATA,
    }
