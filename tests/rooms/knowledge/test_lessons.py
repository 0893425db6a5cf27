"""Lessons: written, reviewed, offered by likeness with reasons, applied and counted."""

from __future__ import annotations

from typing import Any

import pytest
from tests import factories as make
from tests.factories import AT

from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.knowledge.actions import (
    LessonText,
    answer_offer,
    change_lesson,
    offer_lessons,
    open_offer,
    paste_lessons,
    record_lesson,
    review_lesson,
    say_what_changed,
    withdraw_lesson,
)
from conspectus.rooms.knowledge.bridge.likeness import Traits, common_words, likeness
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.knowledge.queries import (
    LessonFilter,
    find_lessons,
    get_lesson,
    get_offer,
    lesson_views,
    offers_of,
)
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import Particulars as RiskParticulars
from conspectus.rooms.risks.actions import open_register_entry

ON = AT.date()
TEXT = LessonText("Order cables early", "The cables took 22 weeks.", "Order them before the drawing is released.")


def published(project: Project, title: str = "Order cables early", **more: Any) -> Lesson:
    by, text = local_operator(), LessonText(title, TEXT.happened, TEXT.advice, **more)
    row = record_lesson(project=project, text=text, by=by, at=AT)
    return review_lesson(lesson=row, publish=True, words="", revision=row.revision, by=by, at=AT)


def test_likeness_is_points_with_reasons() -> None:
    quay = Traits(
        "North", "Harbour", 100, "EUR", {"Type": "Build", "Site": "Kiel"}, frozenset({"piles", "steel", "of"})
    )
    same = Traits("North", "Ships", 190, "EUR", {"Type": "Build", "Site": "Bonn"}, frozenset({"steel", "of", "sheet"}))
    points, reasons = likeness(same, quay)
    assert points == 3 + 2 + 2 + 1
    assert reasons == (("division", "North"), ("size", ""), ("choice", "Type: Build"), ("word", "steel"))
    assert likeness(same, quay, common={"steel"})[0] == 7
    assert likeness(Traits(currency="USD", budget_minor=100), quay) == (0, ())
    assert common_words([{"steel", str(number)} for number in range(8)]) == {"steel"}


@pytest.mark.django_db
def test_a_lesson_is_reviewed_before_others_read_it() -> None:
    by, reader = local_operator(), make.user("Rita")
    project = make.project("Quay")
    row = record_lesson(project=project, text=TEXT, by=by, at=AT)
    with pytest.raises(NotFound):
        get_lesson(reader, row.pk)
    with pytest.raises(NotAllowed):
        review_lesson(lesson=row, publish=True, words="", revision=row.revision, by=reader, at=AT)
    with pytest.raises(Invalid, match="empty"):
        review_lesson(lesson=row, publish=False, words="", revision=row.revision, by=by, at=AT)
    row = review_lesson(lesson=row, publish=False, words="Why?", revision=row.revision, by=by, at=AT)
    row = change_lesson(lesson=row, text=TEXT, revision=row.revision, by=by, at=AT)
    assert row.state == "entered"
    with pytest.raises(Stale):
        change_lesson(lesson=row, text=TEXT, revision=1, by=by, at=AT)
    with pytest.raises(Conflict, match="Publish the lesson"):
        say_what_changed(lesson=row, standard="light/1.2", words="Clause 4", revision=row.revision, by=by, at=AT)
    row = review_lesson(lesson=row, publish=True, words="", revision=row.revision, by=by, at=AT)
    row = say_what_changed(lesson=row, standard="light/1.2", words="Clause 4", revision=row.revision, by=by, at=AT)
    seen = lesson_views(reader, [get_lesson(reader, row.pk)], ON)[0]
    assert (seen.title, seen.project, seen.project_id, seen.entered_by) == (TEXT.title, "", None, "")
    assert (seen.standard, seen.standard_words) == ("light/1.2", "Clause 4")
    withdraw_lesson(lesson=row, revision=row.revision, by=by, at=AT)
    with pytest.raises(NotFound):
        get_lesson(by, row.pk)


@pytest.mark.django_db
def test_lessons_are_pasted_all_or_none() -> None:
    by, project = local_operator(), make.project("Quay")
    table = "Title\tWhat happened\tAdvice\tCategory\tGood\nA\tIt broke\tCheck it\trisk\tyes\n"
    rows = paste_lessons(project=project, text=table, by=by, at=AT)
    assert [(row.title, row.category, row.went_well) for row in rows] == [("A", "risk", True)]
    for wrong, code in (
        (table + "B\tIt broke\t\trisk\t\n", "rows"),
        (table.replace("Advice", "Weather"), "heading"),
        ("", "text"),
        (table.replace("risk", "moon"), "rows"),
    ):
        with pytest.raises(Invalid) as refusal:
            paste_lessons(project=project, text=wrong, by=by, at=AT)
        assert refusal.value.code == code
    assert Lesson.objects.count() == 1


@pytest.mark.django_db
def test_like_projects_are_offered_lessons_once_and_answers_are_counted(django_assert_num_queries: Any) -> None:
    by, division = local_operator(), make.division("Harbours")
    old, new = make.project("Old quay", division=division), make.project("New quay for cables", division=division)
    published(old)
    published(make.project("Payroll"), "Pay early")
    published(old, "Two yards", category="supplier")
    risk = RiskParticulars("threat", "One yard only", category="supplier")
    open_register_entry(place=new, new=risk, by=by, at=AT)
    (likest, offer) = offer_lessons(project=new, by=by, at=AT)
    assert (likest.points, likest.reasons[1]) == (6, ["risk", "supplier"])
    assert offer_lessons(project=new, by=by, at=AT) == []
    (first, seen) = offers_of(new)
    assert first.reasons[1] == "open risks or issues of the same source: Suppliers and contracts"
    assert seen.reasons == ("same division: Harbours", "speaks of “cables”")
    row = open_offer(offer=get_offer(by, offer.pk), by=by, at=AT)
    with pytest.raises(Invalid, match="empty"):
        answer_offer(offer=row, answer="dismissed", words="", revision=row.revision, by=by, at=AT)
    answer_offer(offer=row, answer="applied", words="Ordered in May", revision=row.revision, by=by, at=AT)
    for number in range(3):
        published(old, f"Another {number}")
    rows = list(find_lessons(by, LessonFilter(), ON))
    assert len(rows) == 6
    with django_assert_num_queries(3):
        views = lesson_views(by, rows, ON)
    counted = {view.title: (view.offered, view.opened, view.applied, view.dismissed) for view in views}
    assert counted[TEXT.title] == (1, 1, 1, 0)
    with pytest.raises(Invalid):
        find_lessons(by, LessonFilter(state="moon"), ON)
