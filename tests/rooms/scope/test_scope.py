"""Needs, requirements and deliverables: entered, traced, submitted and accepted by somebody else; who is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, Cast

from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import NotFound, Refusal
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.scope import actions
from conspectus.rooms.scope.actions import DeliverableParticulars, RequirementParticulars
from conspectus.rooms.scope.models import Deliverable, DeliverableStep
from conspectus.rooms.scope.queries import (
    DeliverableFilter,
    RequirementFilter,
    deliverable_views,
    find_deliverables,
    find_requirements,
    get_deliverable,
    requirement_views,
    scope_standings,
)
from conspectus.rooms.status.queries import statuses

pytestmark = pytest.mark.rows
DAY = AT.date()
HALL = DeliverableParticulars("Hall", code="D-1", due_on=DAY, criteria="Inspected by the authority")


def refused(code: str, action: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        action(**given, at=AT)
    assert caught.value.code == code, caught.value.words
    return caught.value.words


def enter(cast: Cast, *new: DeliverableParticulars) -> list[Deliverable]:
    return actions.enter_deliverables(project=cast.project, new=new or [HALL], by=cast.alice, at=AT)


def seen(cast: Cast, **wanted: Any) -> list[str]:
    rows = find_deliverables(cast.bob, DeliverableFilter(**wanted), DAY + timedelta(days=3))
    return [row.name for row in rows]


def test_a_need_is_followed_to_what_was_accepted(cast: Cast) -> None:
    (need,) = actions.enter_requirements(
        project=cast.project, new=[RequirementParticulars("Store more", kind="need")], by=cast.alice, at=AT
    )

    def traces() -> list[str]:
        rows = find_requirements(cast.alice, RequirementFilter(cast.project.pk), DAY)
        return [view.trace for view in requirement_views(list(rows))]

    assert traces() == ["no_requirement"]
    new = RequirementParticulars("9,000 pallets", code="R-1", need=need, priority="must")
    (asked,) = actions.enter_requirements(project=cast.project, new=[new], by=cast.alice, at=AT)
    assert traces() == ["no_deliverable", "no_deliverable"]
    (hall,) = enter(cast, replace(HALL, requirements=(asked,)))
    assert traces() == ["under_way", "under_way"]
    hall = actions.submit_deliverable(deliverable=hall, revision=1, by=cast.heidi, at=AT)
    hall = actions.judge_deliverable(deliverable=hall, state="accepted", revision=2, by=cast.carol, at=AT)
    assert traces() == ["accepted", "accepted"]
    assert [(one.state, one.recorded_by.name) for one in hall.steps.all()] == [
        ("submitted", "Heidi"),
        ("accepted", "Carol"),
    ]
    line = AuditLine.objects.order_by("number").last()
    assert line is not None
    assert (line.deed, line.subject_kind, line.subject_id) == ("judge_deliverable", "deliverable", str(hall.pk))
    row = actions.change_requirement(
        requirement=asked, new=replace(new, state="dropped"), revision=1, by=cast.alice, at=AT
    )
    assert (row.state, row.revision) == ("dropped", 2)
    assert traces() == ["no_requirement", "dropped"]


def test_steps_are_refused_out_of_order_and_never_change(cast: Cast) -> None:
    (hall, bare) = enter(cast, HALL, DeliverableParticulars("Yard", is_mandatory=False))
    step: dict[str, Any] = {"deliverable": hall, "revision": 1}
    refused("no_criteria", actions.submit_deliverable, deliverable=bare, revision=1, by=cast.alice)
    refused("state", actions.judge_deliverable, **step, state="accepted", by=cast.bob)
    refused("reason", actions.judge_deliverable, **step, state="rejected", by=cast.bob)
    refused("not_allowed", actions.judge_deliverable, **step, state="accepted", by=cast.alice)
    refused("not_allowed", actions.submit_deliverable, **step, by=cast.grace)
    refused("not_found", actions.submit_deliverable, **step, by=cast.dave)
    refused("on", actions.submit_deliverable, **step, on=DAY + timedelta(days=1), by=cast.bob)
    actions.submit_deliverable(**step, by=cast.bob, at=AT)
    refused("stale", actions.judge_deliverable, **step, state="accepted", by=cast.carol)
    step["revision"] = 2
    words = refused("not_allowed", actions.judge_deliverable, **step, state="accepted", by=cast.bob)
    assert words == "You submitted this yourself. Somebody else accepts it."
    refused(
        "on", actions.judge_deliverable, **step, state="rejected", reason="Roof", on=date(2024, 5, 1), by=cast.carol
    )
    actions.judge_deliverable(**step, state="rejected", reason="The roof leaks", by=cast.carol, at=AT)
    dropped = actions.drop_deliverable(deliverable=hall, reason="Rented", revision=3, by=cast.alice, at=AT)
    again = actions.drop_deliverable(
        deliverable=hall, reason="Not rented", again=True, revision=4, by=cast.alice, at=AT
    )
    assert (dropped.state, again.state) == ("dropped", "planned")
    for change in (DeliverableStep.objects.all().update, DeliverableStep.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(reason="") if change.__name__ == "update" else change()
    changed = replace(HALL, name="Hall 1", criteria="By the sponsor")
    row = actions.change_deliverable(deliverable=hall, new=changed, revision=5, by=cast.alice, at=AT)
    assert (row.name, row.state) == ("Hall 1", "planned")


def test_codes_and_places_are_those_of_the_project(cast: Cast) -> None:
    enter(cast)
    words = refused(
        "rows", actions.enter_deliverables, project=cast.project, new=[replace(HALL, code="d-1")], by=cast.alice
    )
    assert "D-1" in words.upper()
    assert Deliverable.objects.count() == 1
    need = RequirementParticulars("Elsewhere", kind="need")
    (other,) = actions.enter_requirements(project=cast.other, new=[need], by=cast.frank, at=AT)
    words = refused(
        "rows",
        actions.enter_requirements,
        project=cast.project,
        new=[RequirementParticulars("Here", need=other)],
        by=cast.alice,
    )
    assert "of its own project" in words
    refused("rows", actions.enter_deliverables, project=cast.project, new=[replace(HALL, name="")], by=cast.alice)
    refused("not_allowed", actions.enter_deliverables, project=cast.project, new=[HALL], by=cast.carol)
    require(cast.alice, "enter_requirements", cast.project, DAY)


def test_pasted_rows_come_in_all_or_none(cast: Cast) -> None:
    new = "Code\tTitel\tArt\tPriorität\nN-1\tMore room\tneed\tmust\n"
    actions.paste_requirements(project=cast.project, text=new, by=cast.alice, at=AT)
    more = "code,title,need\nR-1,9000 pallets,N-1\nR-2,Cold store,n-1\n"
    actions.paste_requirements(project=cast.project, text=more, by=cast.alice, at=AT)
    heads = "Code\tName\tPflicht\tFällig\tKriterien\tErfüllt\n"
    text = f"{heads}D-1\tHall\tja\t31.5.2024\tInspected\tR-1; R-2\nD-2\tYard\tnein\t\t\t\n"
    hall, yard = actions.paste_deliverables(project=cast.project, text=text, by=cast.alice, at=AT)
    assert (hall.due_on, hall.is_mandatory, hall.criteria) == (date(2024, 5, 31), True, "Inspected")
    assert [str(one) for one in hall.requirements.all()] == ["R-1 9000 pallets", "R-2 Cold store"]
    assert (yard.is_mandatory, yard.due_on) == (False, None)
    given: dict[str, Any] = {"project": cast.project, "by": cast.alice}
    for text, code, part in (
        ("name\n", "text", "line of headings"),
        ("name\tcolour\nX\tred\n", "heading", "colour"),
        ("name\tdue\nX\tsoon\n", "row", "soon"),
        ("name\tmandatory\nX\tmaybe\n", "row", "maybe"),
        ("name\tkind\nX\tboat\n", "row", "boat"),
        ("name\trequirements\nX\tR-9\n", "row", "R-9"),
        ("name\tcode\nX\t\nY\tD-1\n", "rows", "row 2"),
    ):
        assert part in refused(code, actions.paste_deliverables, text=text, **given)
    assert Deliverable.objects.count() == 2


def test_lists_narrow_and_ask_the_database_as_often_for_one_as_for_many(cast: Cast) -> None:
    enter(cast, HALL, replace(HALL, name="Gate", code="", due_on=DAY + timedelta(days=40)))
    bare = DeliverableParticulars("Yard", is_mandatory=False)
    actions.enter_deliverables(project=cast.other, new=[bare], by=cast.frank, at=AT)
    assert seen(cast) == ["Hall", "Gate", "Yard"]
    assert seen(cast, due="overdue") == ["Hall"]
    assert seen(cast, due="90") == ["Gate"]
    assert seen(cast, mandatory=True, text="ga") == ["Gate"]
    assert seen(cast, project=cast.other.pk, state="open", sort="-name") == ["Yard"]
    assert [row.name for row in find_deliverables(cast.grace, DeliverableFilter(), DAY)] == ["Hall", "Gate"]
    with pytest.raises(NotFound):
        get_deliverable(cast.dave, Deliverable.objects.get(name="Hall").pk, DAY)
    counts = []
    for wanted in (DeliverableFilter(text="Hall"), DeliverableFilter()):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            deliverable_views(list(find_deliverables(cast.bob, wanted, DAY)), DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_day_that_is_past_is_told_as_it_was(cast: Cast) -> None:
    (hall,) = enter(cast)
    later = DAY + timedelta(days=9)
    actions.submit_deliverable(deliverable=hall, revision=1, by=cast.alice, at=AT)
    actions.judge_deliverable(deliverable=hall, state="accepted", revision=2, by=cast.bob, at=AT + timedelta(days=9))
    days = {day: scope_standings([cast.project.pk], day)[cast.project.pk] for day in (DAY, later - timedelta(1), later)}
    assert [found.overdue for found in days.values()] == [(), ("D-1 Hall",), ()]
    assert [found.accepted for found in days.values()] == [0, 0, 1]
    assert scope_standings([cast.other.pk], DAY) == {}


def test_an_overdue_mandatory_deliverable_makes_the_scope_red_and_a_freeze_keeps_that(cast: Cast) -> None:
    periods = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 1), by=cast.mona, at=AT
    )
    april = open_period(period=periods[0], revision=1, by=cast.mona, at=AT)

    def scope() -> tuple[str, str]:
        found = statuses(cast.grace, april, at=AT)[0].dimension("scope").computed
        return found.colour, found.words

    assert scope() == (
        "not_assessed",
        "Not assessed, because no deliverables and changes are recorded. Enter its deliverables and changes.",
    )
    (hall,) = enter(cast, replace(HALL, due_on=date(2024, 4, 2)))
    red = ("red", "Mandatory, past due and not accepted: 1 deliverable, “D-1 Hall”.")
    assert scope() == red
    april = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    actions.drop_deliverable(deliverable=hall, reason="Rented", revision=1, by=cast.alice, at=AT)
    assert scope() == red
