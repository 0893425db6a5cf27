"""What somebody who leaves answers for in governance; what has ended stays theirs."""

from __future__ import annotations

from django.db.models import QuerySet

from conspectus.rooms.governance.choices import OPEN_GATES, OPEN_STATES, STANDING_CONDITIONS
from conspectus.rooms.governance.models import ExceptionReport, GateCondition, GateReviewer
from conspectus.rooms.portfolio.queries.owned import Left


def governance_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    conditions = GateCondition.objects.filter(owner=person, state__in=STANDING_CONDITIONS)
    wanted = ExceptionReport.objects.filter(wanted_from=person, state__in=OPEN_STATES, decided_at=None)
    return (
        Left("gatereview", "reviewer", gates_to_review(person), lambda row: str(row.review), "review_id", "person"),
        Left("gatereview", "condition", conditions.select_related("review"), str, "review_id"),
        Left("exceptionreport", "wanted_from", wanted.select_related("project", "programme"), field="wanted_from"),
    )


def gates_to_review(person: int) -> QuerySet[GateReviewer]:
    """Return the places of a person among the reviewers of gates not decided on."""
    return GateReviewer.objects.filter(person=person, review__state__in=OPEN_GATES).select_related("review__project")
