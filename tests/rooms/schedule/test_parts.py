"""What a group needs of a project is kept with its figures: the same colour follows as from the plans themselves."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.review.test_groups import ALONE, DEAR, GOOD

from conspectus.engine.plan import Plan
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.journeys.upkeep import migrate
from conspectus.kit.errors import Conflict
from conspectus.review.grouped import Place, groups, groups_of
from conspectus.review.result import ProjectReview
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import fill_parts, import_plan, parts
from conspectus.rooms.schedule.bridge.parts import child_of, part_json
from conspectus.rooms.schedule.models import PlanRevision, PlanSummary
from conspectus.rooms.status.queries import group_status

PLAN = b"Id,Task,Duration,Predecessors,Start,Cost,%% complete,Baseline finish\n1,Dig,5d,,2026-01-05,%d,50,2026-01-09\n"


def kept(judged: ProjectReview) -> tuple[tuple[Place, ...], object]:
    part = json.loads(json.dumps(part_json(judged.child)))
    curve = {"days": list(judged.curve.days), "planned": list(judged.curve.planned)}
    places = (Place(judged.programme),) if judged.programme else ()
    return places, child_of(judged.name, judged.money.currency, judged.colour("overall"), part, curve)


def test_kept_parts_give_the_same_groups() -> None:
    projects = (GOOD, DEAR, ALONE)
    found = groups([kept(one) for one in projects], Place("All projects"))
    assert tuple(group for _, group in found) == groups_of(projects)


def test_what_older_versions_stored_has_no_part() -> None:
    assert child_of("Old", "EUR", "green", {}, {}) is None
    assert part_json(None) == {}


def test_a_portfolio_is_judged_as_its_review_judges_it_with_four_questions(cast: Cast) -> None:
    bob = cast.bob
    projects = [cast.project, *(make.project(portfolio=cast.project.portfolio) for _ in range(2))]
    for number, project in enumerate(projects, 1):
        import_plan(
            project=Project.objects.get(pk=project.pk), data=PLAN % (1000 * number), name="a.csv", by=bob, at=AT
        )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = group_status(bob, at=AT, whole="All projects")
    assert len(asked) == 4
    judged = tuple(one for one in found[0].status if one.dimension not in ("scope", "quality", "risk"))
    assert replace(found[0], status=judged) == review_portfolio(by=bob, at=AT).groups[0]
    assert found[0].projects == 3
    assert group_status(bob, at=AT, whole="All projects") is found  # nothing is other: not judged again
    assert group_status(bob, at=AT, whole="Everything")[0].name == "Everything"
    PlanSummary.objects.update(part={})
    assert group_status(bob, at=AT, whole="All projects") == ()
    assert migrate(at=AT) == []  # what older versions did not keep is computed from the stored plans
    assert group_status(bob, at=AT, whole="All projects") == found
    assert fill_parts() == 0


def test_a_damaged_plan_lacks_its_part_and_stops_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for cost, project in ((1000, cast.project), (2000, make.project(portfolio=cast.project.portfolio))):
        import_plan(project=Project.objects.get(pk=project.pk), data=PLAN % cost, name="a.csv", by=cast.bob, at=AT)
    PlanSummary.objects.update(part={})
    real, damaged = parts.load_plan, PlanRevision.objects.order_by("pk").first()

    def load(digest: str) -> Plan:
        if digest == damaged.document_id:
            raise Conflict("document_changed", "The stored plan is not as it was written.")
        return real(digest)

    monkeypatch.setattr(parts, "load_plan", load)
    assert fill_parts() == 1
    assert damaged.summary.part == {}
