"""A project closed as a guided deed: every point done or left by decision, two pairs of eyes, nothing changed after."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.engine.forecasts import days_off, percent_off, score
from conspectus.engine.measure import Reason
from conspectus.journeys.closure_files import closures_file
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.kit.subjects import Subject
from conspectus.kit.together import RowsRefused
from conspectus.rooms.closure import actions
from conspectus.rooms.closure.actions import Handover, NewBenefit, Verdict
from conspectus.rooms.closure.choices import Point
from conspectus.rooms.closure.models import Benefit, Closure, Handing, PlannedReview
from conspectus.rooms.closure.queries import ClosureView, closure_rows, closure_view, newest_closure, unclosed
from conspectus.rooms.closure.queries.facts import closure_facts
from conspectus.rooms.files.models import Document
from conspectus.rooms.files.queries import version_file
from conspectus.rooms.followup.actions import ActionParticulars, close_action, open_action
from conspectus.rooms.followup.models import Action
from conspectus.rooms.knowledge.actions import LessonText, record_lesson
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import Move, change_project_state, reopen_project
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import Particulars, change_register_entry, open_register_entry, particulars_of
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.schedule.queries import portfolio_totals, portfolio_view
from conspectus.rooms.scope.actions import DeliverableParticulars, enter_deliverables
from conspectus.rooms.status.actions import Declared, Words, declare_status

TODAY = AT.date()
WAITING = {"deliverables", "registers", "actions", "cost", "lessons", "people", "benefits", "review"}


def open_points(view: ClosureView) -> set[str]:
    return {one.point for one in view.points if one.state == "open"}


def seen(cast: Cast, by: object = None) -> ClosureView:
    row = newest_closure(Project.objects.get(pk=cast.project.pk))
    assert row is not None
    return closure_view(by or cast.alice, row, TODAY)  # type: ignore[arg-type]  # somebody of the cast


def begun(cast: Cast) -> Closure:
    """Return a closure of the cast's project, begun with things open on it."""
    for title in ("Ground water", "Late steel"):
        new = Particulars(kind="threat", title=title, owner=cast.alice.person)
        open_register_entry(place=cast.project, new=new, by=cast.alice, at=AT)
    subject = Subject("project", str(cast.project.pk), "Warehouse north", cast.project.pk)
    for words in ("Send the keys", "Paint the gate"):
        open_action(subject=subject, new=ActionParticulars(words, cast.heidi.person), by=cast.alice, at=AT)
    enter_deliverables(project=cast.project, new=[DeliverableParticulars("Manual")], by=cast.alice, at=AT)
    return actions.begin_closure(project=cast.project, by=cast.alice, at=AT)


def settled(cast: Cast, row: Closure) -> None:
    """Do what the points ask of a closure begun so."""
    entries = [("registerentry", str(one.pk)) for one in RegisterEntry.objects.order_by("pk")]
    works = [("action", str(one.pk)) for one in Action.objects.order_by("pk")]
    to = Handover("The operator has it", person=cast.ivan.person)
    given = {"closure": row, "by": cast.alice, "at": AT}
    actions.hand_over_open_items(picked=[entries[0], works[0]], handover=to, **given)
    actions.hand_over_open_items(picked=[works[1]], handover=Handover("Not needed", way="closed"), **given)
    away = replace(to, project=make.project("Warehouse south", code="WS-1", portfolio=cast.portfolio))
    actions.hand_over_open_items(**given | {"by": cast.bob}, picked=[entries[1]], handover=away)
    actions.reconcile_final_cost(words="Nothing was booked", **given)
    record_lesson(project=cast.project, text=LessonText("Steel", "It was late", "Order early"), by=cast.alice, at=AT)
    actions.release_people(closure=row, words="", by=cast.bob, at=AT)
    benefit = actions.name_benefit_owner(new=NewBenefit("A tenth less handling", cast.ivan.person), **given)
    with pytest.raises(NotAllowed, match="in person"):
        actions.answer_benefit(benefit=benefit, accepted=True, words="Yes", by=cast.alice, at=AT)
    actions.answer_benefit(benefit=benefit, accepted=True, words="I answer for it", by=cast.ivan, at=AT)
    later = {"owner": cast.bob.person, "due_on": TODAY + timedelta(days=180)}
    actions.plan_closing_review(words="What did it bring?", **later, **given)
    actions.leave_point_open(closure=row, point="deliverables", reason="By the operator", by=cast.carol, at=AT)


def test_every_point_is_done_or_left_by_decision(cast: Cast) -> None:
    row = begun(cast)
    view = seen(cast)
    assert (open_points(view), view.number, view.state) == (WAITING, 1, "begun")
    with pytest.raises(Conflict, match="being closed already"):
        actions.begin_closure(project=cast.project, by=cast.alice, at=AT)
    with pytest.raises(Invalid, match=r"8 points are open\. The first is: Deliverables accepted"):
        actions.submit_closure(closure=row, words="Done", revision=1, by=cast.alice, at=AT)
    for by, point, error in ((cast.alice, "cost", NotAllowed), (cast.carol, "exceptions", Conflict)):
        with pytest.raises(error):
            actions.leave_point_open(closure=row, point=point, reason="So", by=by, at=AT)
    with pytest.raises(Invalid, match="has it from now on"):
        actions.hand_over_open_items(closure=row, picked=[], handover=Handover("x"), by=cast.alice, at=AT)
    gone = Handover("x", person=cast.ivan.person)
    with pytest.raises(RowsRefused, match="not open any more"):
        actions.hand_over_open_items(closure=row, picked=[("action", "999")], handover=gone, by=cast.alice, at=AT)
    settled(cast, row)
    kept = {one.name: (one.way, one.to) for one in seen(cast).handings}
    assert kept["Ground water"] == ("handed_over", "Ivan")
    assert kept["Paint the gate"][0] == "closed"
    south = RegisterEntry.objects.get(project__code="WS-1")
    assert (south.title, south.state, south.owner) == ("Late steel", "open", cast.ivan.person)
    old = RegisterEntry.objects.get(project=cast.project, title="Late steel")
    assert (old.state, old.outcome) == ("closed", "WS-1: The operator has it")
    view = seen(cast)
    assert (open_points(view), view.waiting) == (set(), 0)
    assert [one.state for one in view.points if one.point == "deliverables"] == ["left"]
    assert not cast.project.roles.exists()
    PlannedReview.objects.get()
    action = Action.objects.latest("pk")
    close_action(action=action, state="dropped", answer="No", revision=action.revision, by=cast.alice, at=AT)
    assert open_points(seen(cast)) == {"review"}


def test_confirmed_by_somebody_else_and_never_changed(cast: Cast) -> None:
    follow_notices(at=AT)  # what was before is told to nobody
    row = begun(cast)
    settled(cast, row)
    row = actions.submit_closure(closure=row, words="All is handed over", revision=1, by=cast.bob, at=AT)
    yes = Verdict(True, "Well done", "Board of 3 May")
    for by, words in ((cast.bob, "You submitted"), (cast.alice, "may not do this")):
        with pytest.raises(NotAllowed, match=words):
            actions.decide_closure(closure=row, verdict=yes, revision=row.revision, by=by, at=AT)
    row = actions.decide_closure(
        closure=row, verdict=Verdict(False, "Say more"), revision=row.revision, by=cast.carol, at=AT
    )
    assert (row.state, row.answer) == ("begun", "Say more")
    row = actions.submit_closure(closure=row, words="Said", revision=row.revision, by=cast.bob, at=AT)
    row = actions.decide_closure(closure=row, verdict=yes, revision=row.revision, by=cast.carol, at=AT)
    cast.project.refresh_from_db()
    step = cast.project.state_changes.latest("pk")
    assert (cast.project.state, step.reason, step.authority) == ("closed", "Well done", "Board of 3 May")
    view = seen(cast, cast.carol)
    assert view.decision is not None
    assert (view.state, view.decision.effective_on, len(view.points)) == ("confirmed", TODAY, len(Point))
    facts = closure_facts([cast.project, cast.other], TODAY)
    assert facts[cast.project.pk]["closure_confirmed_on"] == facts[cast.project.pk]["closure_begun_on"] == TODAY
    assert facts[cast.project.pk]["closure_points_left"] == 1
    assert facts[cast.other.pk]["closure_begun_on"] == Reason.NO_DATA
    assert [facts[one.pk]["completed_without_closure"] for one in (cast.project, cast.other)] == [False, False]
    follow_notices(at=AT)
    told = Notice.objects.filter(person=cast.ivan.person, kind="closure").order_by("line")
    words = [one.change.words for one in shown(cast.ivan, told, TODAY)]
    assert words[0] == "What was open is handed over as the project ends"
    assert words[-1] == "The owner of a benefit is named: accept it or decline it"
    name, data = version_file(row.decision.document, 1)
    assert (name, view.decision.digest) == (f"closure-WN-1-1-{TODAY}.docx", hashlib.sha256(data).hexdigest())
    paper = Document.objects.get(pk=view.decision.paper_id)
    name, data = version_file(paper, 1)
    assert name == f"closure-WN-1-1-{TODAY}.pdf"
    told = " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    for part in (str(paper.title.removesuffix(" (PDF)")), "Decision", "Points", str(Point.DELIVERABLES.label)):
        assert part in told
    for change in (
        lambda: Closure.objects.update(words="Other"),
        lambda: Handing.objects.update(words="Other"),
        lambda: Benefit.objects.update(words="Other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(Conflict):
        actions.reconcile_final_cost(closure=row, words="Late", by=cast.bob, at=AT)
    risk = RegisterEntry.objects.get(title="Ground water")  # handed over, it lives on
    new = particulars_of(risk, cause="Rain")
    change_register_entry(entry=risk, new=new, revision=risk.revision, by=cast.bob, at=AT)
    assert unclosed(cast.bob, TODAY) == ()
    for sort in ("age", "-age", "points", "project", "manager"):
        assert [one.code for one in closure_rows(cast.bob, TODAY, "confirmed", sort)] == ["WN-1"]
    for state, sort in (("x", "age"), ("", "x")):
        with pytest.raises(Invalid):
            closure_rows(cast.bob, TODAY, state, sort)
    kept = closures_file(by=cast.bob, at=AT, kind="csv", state="confirmed").decode("utf-8-sig").splitlines()
    assert (len(kept), "WN-1" in kept[1]) == (2, True)
    give_again = {"reason": "A fault", "authority": "Board of 9 May", "revision": cast.project.revision}
    project = reopen_project(project=cast.project, **give_again, by=cast.bob, at=AT)
    again = actions.begin_closure(project=project, by=cast.bob, at=AT)
    assert again.number == 2
    assert open_points(seen(cast, cast.bob)) >= {"cost", "benefits", "review"}
    given_up = actions.withdraw_closure(closure=again, reason="Too soon", revision=1, by=cast.bob, at=AT)
    assert (given_up.state, Project.objects.get(pk=project.pk).state) == ("withdrawn", "active")
    reopened = [row for row in portfolio_view(cast.bob, at=AT) if row.project_id == project.pk]
    assert [row.state for row in reopened] == ["active"]  # once, as what it is
    assert portfolio_totals(cast.bob, at=AT).projects == Project.objects.count()
    move = Move("closed", "Nothing was at fault")
    later = AT + timedelta(hours=1)
    change_project_state(project=project, move=move, revision=project.revision, by=cast.bob, at=later)
    assert closure_facts([project], TODAY)[project.pk]["completed_without_closure"] is True
    (lacking,) = unclosed(cast.bob, TODAY)  # the closure confirmed before does not count for it
    assert (lacking.code, lacking.completed_on, lacking.reason) == ("WN-1", TODAY, "Nothing was at fault")
    assert unclosed(cast.dave, TODAY) == ()


def test_forecasts_are_scored_by_what_came_true(cast: Cast) -> None:
    months = {date(2024, 1, 1): date(2024, 5, 1), date(2024, 3, 1): date(2024, 6, 9)}
    through, truth = date(2024, 3, 1), AT + timedelta(days=30)  # 5 June
    for row in lay_periods(portfolio=cast.portfolio, starting=min(months), through=through, by=cast.mona, at=AT):
        period = open_period(period=row, revision=1, by=cast.mona, at=AT)
        told = Words(finish_on=months.get(row.starts_on))
        green = [Declared("overall", "green")]
        declare_status(
            subject=cast.project, period=period, declared=green, words=told, revision=0, by=cast.alice, at=AT
        )
        freeze_period(period=period, revision=period.revision, by=cast.mona, at=AT)
    row = begun(cast)
    settled(cast, row)
    row = actions.submit_closure(closure=row, words="Done", revision=1, by=cast.bob, at=AT)
    early = Verdict(True, "Yes", effective_on=date(2020, 1, 1))
    with pytest.raises(Invalid, match="cannot count from before"):
        actions.decide_closure(closure=row, verdict=early, revision=row.revision, by=cast.carol, at=truth)
    row = actions.decide_closure(
        closure=row, verdict=Verdict(True, "Yes"), revision=row.revision, by=cast.carol, at=truth
    )
    off = [(one.source, one.lead_days, one.error) for one in row.scores.order_by("period__starts_on")]
    assert off == [("declared", 126, -35.0), ("declared", 66, 4.0)]
    (total,) = seen(cast, cast.carol).scores
    assert (total.total.count, total.total.bias.value, total.total.absolute.value) == (2, -15.5, 19.5)


def test_errors_by_hand() -> None:
    assert (days_off(date(2026, 5, 1), date(2026, 5, 11)), percent_off(90, 100).value) == (-10.0, -10.0)
    assert percent_off(1, 0).reason == Reason.DIV_ZERO
    total = score([-10.0, 4.0])
    assert (total.bias.value, total.absolute.value, total.worst.value) == (-3.0, 7.0, 10.0)
    assert score([]).bias.reason == Reason.NO_DATA


def test_many_closures_are_asked_like_one(cast: Cast) -> None:
    begun(cast)
    asked = []
    for count in (0, 2, 6):
        for number in range(count):
            project = make.project(f"P{count}{number}", portfolio=cast.portfolio)
            actions.begin_closure(project=project, by=cast.bob, at=AT)
        with CaptureQueriesContext(
            connection,
        ) as seen_queries:
            rows = closure_rows(cast.bob, TODAY)
        asked.append(len(seen_queries))
    assert (len(rows), len(set(asked))) == (9, 1)
    assert (rows[0].code, rows[0].waiting, rows[0].points) == ("WN-1", 8, len(Point))
    assert closure_rows(cast.dave, TODAY) == ()


def test_a_deputy_does_not_confirm_in_place_of_who_submitted(cast: Cast) -> None:
    row = begun(cast)
    settled(cast, row)
    row = actions.submit_closure(closure=row, words="All is handed over", revision=1, by=cast.mona, at=AT)
    days = {"starts_on": TODAY, "last_on": TODAY}
    name_deputy(person=cast.mona.person, deputy=cast.heidi.person, **days, by=cast.mona, at=AT)
    verdict = Verdict(False, "Say more")
    with pytest.raises(NotAllowed, match="You submitted"):
        actions.decide_closure(closure=row, verdict=verdict, revision=row.revision, by=cast.heidi, at=AT)
    name_deputy(person=cast.carol.person, deputy=cast.heidi.person, **days, by=cast.carol, at=AT)
    row = actions.decide_closure(closure=row, verdict=verdict, revision=row.revision, by=cast.heidi, at=AT)
    assert row.answer == "Say more"
