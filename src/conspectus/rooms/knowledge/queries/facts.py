"""What is measured of the lessons of projects: entered, offered, answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.knowledge.choices import LessonState, OfferAnswer
from conspectus.rooms.knowledge.models import Lesson, LessonOffer
from conspectus.rooms.portfolio.models import Project


def lesson_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the lessons of projects by the end of a day, by project and name; asks twice."""
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    entered: dict[int, list[datetime]] = defaultdict(list)
    rows = of_these(Lesson.objects.exclude(state=LessonState.WITHDRAWN).filter(entered_at__lt=midnight), ids)
    for project, at in rows.order_by("entered_at", "pk").values_list("project", "entered_at"):
        entered[project].append(at)
    offered: dict[int, list[Any]] = defaultdict(list)
    asked = ("project", "offered_at", "answer", "answered_at")
    offers = of_these(LessonOffer.objects.filter(offered_at__lt=midnight), ids).order_by("offered_at", "pk")
    for project, *row in offers.values_list(*asked):
        offered[project].append(row)
    return {one.pk: _facts(entered[one.pk], offered[one.pk], midnight) for one in projects}


def _facts(entered: Sequence[datetime], offers: Sequence[Any], midnight: datetime) -> dict[str, Measured]:
    def answered(at: datetime | None) -> bool:
        return at is not None and at < midnight

    return {
        "lessons_entered": len(entered),
        "lesson_newest_on": entered[-1].date() if entered else Reason.NO_DATA,
        "lessons_offered": len(offers),
        "lessons_applied": sum(answer == OfferAnswer.APPLIED and answered(at) for _, answer, at in offers),
        "lessons_unanswered": tuple(offer.date() for offer, _, at in offers if not answered(at)),
    }
