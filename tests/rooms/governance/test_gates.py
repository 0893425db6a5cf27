"""Gates: readiness from what is kept, reviews asked for, held, decided by somebody else, conditions confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import AT, Cast
from tests.packs import pack

from conspectus.engine.measure import Reason
from conspectus.journeys.home.governing import gates_waiting
from conspectus.journeys.milestone_files import milestones_calendar
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.rooms.facts.actions import record_facts
from conspectus.rooms.files.actions import Content, Particulars, add_document
from conspectus.rooms.files.models import Document
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.actions import (
    ChosenEvidence,
    DecidedGate,
    HeldGate,
    NewCondition,
    PlannedGate,
    Reviewing,
)
from conspectus.rooms.governance.models import EvidenceChoice, GateCondition, GateReview, StageEntry
from conspectus.rooms.governance.queries import evidence_options, gate_days, gate_view, project_gates
from conspectus.rooms.governance.queries.at_stage import managers_at
from conspectus.rooms.governance.queries.gate_facts import gate_facts
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.schedule.queries import MilestoneFilter
from conspectus.rooms.search.actions import follow_deeds
from conspectus.rooms.search.queries import search
from conspectus.rooms.standards.actions import (
    adopt_version,
    decide_waiver,
    import_method,
    publish_method,
    request_waiver,
)

TODAY = AT.date()
MORE = """decisions: [pass, pass_with_conditions, repeat, stop]}
  - {key: g2, name: Done, question: Is it used?, repeats: true, scale: three, decisions: [pass, repeat]}"""
CHARTER = Content("charter.txt", b"Why")
FACTS: dict[str, Any] = {"sponsor_named": True, "plan_tasks": 5, "baseline_first_on": TODAY}


def following(cast: Cast, **facts: Any) -> None:
    """Let the cast's project follow the small method."""
    draft = import_method(data=pack(("decisions: [pass, stop]}", MORE)), by=cast.bob, at=AT)
    version = publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=AT)
    adopt_version(projects=[cast.project], version=version, starts_on=TODAY, by=cast.bob, at=AT)
    record_facts({cast.project.pk: FACTS | facts}, on=TODAY, source="test", at=AT)


def planned(cast: Cast, gate: str = "g1", **more: Any) -> GateReview:
    """Return a review that alice asks grace for."""
    new = {"planned_on": TODAY + timedelta(days=5), "reviewers": [Reviewing(cast.grace.person, "sponsor")]} | more
    return actions.plan_gate_review(project=cast.project, gate=gate, new=PlannedGate(**new), by=cast.alice, at=AT)


def held(cast: Cast, gate: str = "g1") -> GateReview:
    """Return a review that grace held."""
    row = planned(cast, gate)
    new = HeldGate(TODAY, "green", "All there")
    return actions.hold_gate_review(review=row, new=new, revision=row.revision, by=cast.grace, at=AT)


def decided(cast: Cast, row: GateReview, decision: str = "pass", by: Any = None, **more: Any) -> GateReview:
    """Return the review as carol decided on it by what she was shown."""
    view = gate_view(row, TODAY)
    assert view.readiness is not None
    new = DecidedGate(**{"decision": decision, "reason": "Sound", "shown": view.readiness.digest} | more)
    return actions.decide_gate(review=row, new=new, revision=row.revision, by=by or cast.carol, at=AT)


def a_charter(cast: Cast, content: Content = CHARTER, **more: Any) -> None:
    """Keep a charter with the project."""
    new = Particulars(**{"title": "Of the hall", "kind": "charter", "owner": cast.carol.person} | more)
    add_document(subject=subject_of(cast.project), new=new, content=content, by=cast.alice, at=AT)


def ready(cast: Cast) -> Any:
    """Return how ready the cast's project is for its next gate."""
    found = project_gates(cast.project, TODAY)
    assert found is not None
    return found.readiness


def hurdles(cast: Cast) -> list[tuple[str, str, bool]]:
    return [(str(one.hurdle), one.name, one.blocks) for one in ready(cast).points]


def test_readiness_says_by_what_evidence_counts(cast: Cast) -> None:
    assert project_gates(cast.project, TODAY) is None
    following(cast, baseline_first_on=Reason.NO_BASELINE)
    assert hurdles(cast) == [("evidence", "Charter", True), ("must", "1.3 A baseline is approved", True)]
    a_charter(cast, owner=None)
    assert [(one.shows, one.source) for one in ready(cast).evidence] == [("unowned", "Of the hall")]
    a_charter(cast, Content(link="https://a.example/c"), title="Charter, on the drive", kind="other")
    assert ready(cast).present == 0  # what is only called so is proposed
    on_drive = Document.objects.get(title="Charter, on the drive")
    (wanted,) = evidence_options(cast.project, "", TODAY).items
    assert [(one.number, one.proposed) for one in wanted.options] == [(on_drive.pk, True), (on_drive.pk - 1, False)]
    chosen = {"chosen": [ChosenEvidence("charter", on_drive.pk)], "by": cast.alice, "at": AT}
    with pytest.raises(NotAllowed):
        actions.choose_evidence(project=cast.project, revision=0, **chosen | {"by": cast.grace})
    other = make.project("Quarry", portfolio=cast.portfolio)
    add_document(
        subject=subject_of(other), new=Particulars("Charter", "charter", cast.bob.person), content=CHARTER, by=cast.bob,
        at=AT,
    )  # fmt: skip
    theirs = Document.objects.get(subject_id=str(other.pk))
    for wrong in (ChosenEvidence("king"), ChosenEvidence("charter", theirs.pk), ChosenEvidence("charter", 1, 1)):
        with pytest.raises(Invalid):
            actions.choose_evidence(project=cast.project, revision=0, **chosen | {"chosen": [wrong]})
    (made,) = actions.choose_evidence(project=cast.project, revision=0, **chosen)
    with pytest.raises(Stale):
        actions.choose_evidence(project=cast.project, revision=0, **chosen)
    with pytest.raises(Conflict, match="already"):
        actions.choose_evidence(project=cast.project, revision=made.pk, **chosen)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        EvidenceChoice.objects.all().delete()
    assert (ready(cast).present, ready(cast).declared, ready(cast).ready) == (1, 1, False)
    assert ("declared", "Charter", False) in hurdles(cast)
    a_charter(cast, title="Charter signed")
    assert ready(cast).declared == 1  # another was chosen
    last = actions.choose_evidence(
        project=cast.project, revision=made.pk, **chosen | {"chosen": [ChosenEvidence("charter")]}
    )
    assert [one.document for one in last] == [None]
    assert [(one.shows, one.owner) for one in ready(cast).evidence] == [("document", "Carol")]
    record_facts({cast.project.pk: FACTS}, on=TODAY, source="test", at=AT)
    assert (ready(cast).ready, hurdles(cast)) == (True, [])
    before = ready(cast).digest
    asked = {"policy": "baseline", "reason": "Small", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=9)}
    waiver = request_waiver(project=cast.project, **asked, by=cast.alice, at=AT)
    decide_waiver(waiver=waiver, granted=True, words="Yes", by=cast.bob, at=AT)
    record_facts({cast.project.pk: FACTS | {"baseline_first_on": Reason.NO_BASELINE}}, on=TODAY, source="test", at=AT)
    assert (ready(cast).ready, ready(cast).digest) == (True, before)  # waived: it blocks no more


def test_a_review_is_asked_for_and_held(cast: Cast) -> None:
    with pytest.raises(Conflict, match="follows no method"):
        planned(cast)
    following(cast)
    grace = Reviewing(cast.grace.person, "sponsor")
    for more, words in (
        ({"reviewers": []}, "one to 20"),
        ({"reviewers": [grace, grace]}, "named twice"),
        ({"reviewers": [Reviewing(cast.alice.person)]}, "does not review it"),
        ({"reviewers": [Reviewing(cast.grace.person, "king")]}, "no such role"),
    ):
        with pytest.raises(Invalid, match=words):
            planned(cast, **more)
    with pytest.raises(Invalid, match="no such gate"):
        planned(cast, "g9")
    row = planned(cast)
    with pytest.raises(Conflict, match="planned already"):
        planned(cast)
    assert project_gates(cast.project, TODAY).open_reviews == (row.pk,)  # type: ignore[union-attr]  # it follows one
    new = PlannedGate(TODAY + timedelta(days=9), [grace, Reviewing(cast.heidi.person)])
    with pytest.raises(NotAllowed):
        actions.change_gate_review(review=row, new=new, revision=row.revision, by=cast.grace, at=AT)
    row = actions.change_gate_review(review=row, new=new, revision=row.revision, by=cast.alice, at=AT)
    assert (row.first_planned_on, row.planned_on) == (TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    found = HeldGate(TODAY, "green", "All there")
    for who in (cast.alice, cast.carol, cast.judy):  # its manager, its sponsor, and who only reads
        with pytest.raises(NotAllowed):
            actions.hold_gate_review(review=row, new=found, revision=row.revision, by=who, at=AT)
    wrong = HeldGate(TODAY, "blue", "Well")
    with pytest.raises(Invalid, match="green, red"):
        actions.hold_gate_review(review=row, new=wrong, revision=row.revision, by=cast.heidi, at=AT)
    row = actions.hold_gate_review(review=row, new=found, revision=row.revision, by=cast.heidi, at=AT)
    with pytest.raises(Conflict, match="waits for a decision"):
        actions.change_gate_review(review=row, new=new, revision=row.revision, by=cast.alice, at=AT)
    row = actions.withdraw_gate_review(review=row, reason="Too early", revision=row.revision, by=cast.alice, at=AT)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        GateReview.objects.filter(pk=row.pk).update(closed_reason="x")
    assert planned(cast).number == 1


def test_a_decision_is_taken_by_somebody_else_and_stays(cast: Cast) -> None:
    following(cast)
    row = held(cast)
    with pytest.raises(NotAllowed):
        decided(cast, row, by=cast.alice)
    with pytest.raises(NotAllowed):
        decided(cast, row, by=cast.ivan)
    with pytest.raises(Conflict, match="changed since you looked"):
        decided(cast, row, shown="0" * 64)
    with pytest.raises(Invalid, match="Blocked by 1"):
        decided(cast, row)
    with pytest.raises(Invalid, match="This gate knows"):
        decided(cast, row, "perhaps")
    condition = NewCondition("Sign the charter", cast.alice.person, TODAY + timedelta(days=20))
    for given in (
        [],
        [NewCondition("Sign", None, TODAY)],
        [NewCondition("Sign", cast.alice.person, TODAY - timedelta(1))],
    ):
        with pytest.raises(Invalid):
            decided(cast, row, "pass_with_conditions", conditions=given, despite="Drafted")
    row = decided(cast, row, "pass_with_conditions", conditions=[condition], despite="It is drafted")
    view = gate_view(row, TODAY)
    assert (view.state, view.opened_stage, view.readiness.ready) == ("decided", "Build", False)  # type: ignore[union-attr]  # kept
    a_charter(cast)
    assert gate_view(row, TODAY).readiness == view.readiness  # as it was shown
    for change in (
        lambda: GateReview.objects.filter(pk=row.pk).update(decision="pass"),
        lambda: StageEntry.objects.update(stage="shape"),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()
    found = project_gates(cast.project, TODAY)
    assert found is not None
    assert [(one.key, one.stands) for one in found.line] == [
        ("shape", "passed"), ("g1", "passed"), ("build", "here"), ("g2", "next"),
    ]  # fmt: skip
    assert [(one.hurdle, one.blocks) for one in found.readiness.points] == [("condition", False)]  # type: ignore[union-attr]  # next
    later = project_gates(cast.project, TODAY + timedelta(days=30))
    assert ("overdue", True) in [(one.hurdle, one.blocks) for one in later.readiness.points]  # type: ignore[union-attr]  # next


def test_conditions_are_confirmed_by_another(cast: Cast) -> None:
    following(cast)
    due = TODAY + timedelta(days=20)
    conditions = [
        NewCondition("Sign the charter", cast.heidi.person, due),
        NewCondition("Hire", cast.carol.person, due),
    ]
    decided(cast, held(cast), "pass_with_conditions", conditions=conditions, despite="Drafted")
    first, second = GateCondition.objects.order_by("number")
    told = {"words": "Signed on Monday", "by": cast.heidi, "at": AT}
    with pytest.raises(NotAllowed):
        actions.meet_gate_condition(condition=first, **told | {"by": cast.grace}, revision=1)
    with pytest.raises(Conflict, match="“open”"):
        actions.judge_gate_condition(condition=first, state="confirmed", words="Seen", revision=1, by=cast.carol, at=AT)
    actions.meet_gate_condition(condition=first, **told, revision=1)
    first.refresh_from_db()
    with pytest.raises(Stale):
        actions.meet_gate_condition(condition=first, **told, revision=1)
    sent = {"words": "Page 3 is missing", "by": cast.carol, "at": AT}
    actions.judge_gate_condition(condition=first, state="open", **sent, revision=2)
    first.refresh_from_db()
    actions.meet_gate_condition(condition=first, **told | {"by": cast.bob}, revision=3)
    first.refresh_from_db()
    for who in (cast.bob, cast.alice, cast.heidi):  # who said it, who manages, who owns
        with pytest.raises(NotAllowed):
            actions.judge_gate_condition(condition=first, state="confirmed", **sent | {"by": who}, revision=4)
    actions.judge_gate_condition(condition=first, state="confirmed", **sent, revision=4)
    with pytest.raises(NotAllowed, match="own this condition"):
        actions.judge_gate_condition(condition=second, state="lifted", **sent, revision=1)
    actions.judge_gate_condition(condition=second, state="lifted", **sent | {"by": cast.mona}, revision=1)
    assert hurdles(cast) == []
    assert [one.state for one in GateCondition.objects.order_by("number")] == ["confirmed", "lifted"]
    assert [one.state for one in first.steps.all()] == ["met", "open", "met", "confirmed"]


def test_a_repeat_comes_again_and_a_stop_stands_on_the_line(cast: Cast) -> None:
    following(cast)
    decided(cast, held(cast), "repeat")
    row = held(cast)
    assert (row.number, StageEntry.objects.count()) == (2, 0)
    decided(cast, row, "stop")
    found = project_gates(cast.project, TODAY)
    assert found is not None
    assert [(one.key, one.stands) for one in found.line if one.kind == "gate"] == [("g1", "stopped"), ("g2", "ahead")]
    assert found.stage == "shape"


def test_people_are_told_and_what_waits_stands_on_their_home_page(cast: Cast) -> None:
    follow_notices(at=AT)
    following(cast)
    row = held(cast)
    condition = NewCondition("Sign the charter", cast.heidi.person, TODAY + timedelta(days=6))
    decided(cast, row, "pass_with_conditions", conditions=[condition], despite="Drafted")
    one = GateCondition.objects.get()
    waits = [task.words for task in gates_waiting(cast.heidi, [cast.heidi.person_id], TODAY)]
    assert waits == ["Condition of the gate: Sign the charter"]
    actions.meet_gate_condition(condition=one, words="Signed", revision=1, by=cast.heidi, at=AT)
    assert [task.words for task in gates_waiting(cast.carol, [cast.carol.person_id], TODAY)] == [
        "Confirm: Sign the charter"
    ]
    planned(cast, "g2")
    waits = [task.words for task in gates_waiting(cast.grace, [cast.grace.person_id], TODAY)]
    assert waits == ["Review the gate"]
    asked = MilestoneFilter(month=f"{TODAY + timedelta(days=5):%Y-%m}")
    days = [(one.name, one.condition, one.late) for one in gate_days(cast.grace, asked, TODAY)]
    assert days == [("Done", "", False), ("Go", "Sign the charter", False)]
    assert gate_days(cast.grace, MilestoneFilter(text="otter"), TODAY) == ()
    assert gate_days(cast.grace, MilestoneFilter(state="late"), TODAY) == gate_days(cast.dave, asked, TODAY) == ()
    fed = milestones_calendar(by=cast.grace, at=AT, wanted=MilestoneFilter())
    assert fed.count(b"BEGIN:VEVENT") == 2
    assert b"condition: Sign the charter" in fed
    follow_deeds(at=AT)
    assert [group.kind for group in search(cast.grace, "Drafted").groups] == ["gate"]
    follow_notices(at=AT)

    def told(user: Any) -> list[str]:
        notices = Notice.objects.filter(person=user.person, kind="gate").order_by("pk")
        return [one.change.words for one in shown(user, list(notices), TODAY)]

    planned_for = f"A gate review is planned for {TODAY + timedelta(days=5)}"
    decision = "Pass with conditions: Sound"
    assert told(cast.grace) == [planned_for, planned_for]
    assert told(cast.alice) == ["The review was held and waits for a decision", decision]
    assert told(cast.heidi) == [decision]
    assert told(cast.carol) == [
        "The review was held and waits for a decision", "A condition: Said to be met. Signed",
    ]  # fmt: skip
    stage = StageEntry.objects.get().stage  # whoever manages what stands there hears of its articles
    assert managers_at([stage, "other"], (), TODAY) == {cast.alice.person_id}
    assert managers_at([stage], [row.version.method.key], TODAY) == {cast.alice.person_id}
    assert managers_at([stage], ["other"], TODAY) == managers_at(["other"], (), TODAY) == set()


def test_what_is_measured_of_gates(cast: Cast) -> None:
    assert gate_facts([cast.project], TODAY)[cast.project.pk]["gates_decided"] == 0
    following(cast)
    due = TODAY + timedelta(days=6)
    conditions = [NewCondition("Sign the charter", cast.heidi.person, due)]
    decided(cast, held(cast), "pass_with_conditions", conditions=conditions, despite="Drafted")
    planned(cast, "g2")
    assert gate_facts([cast.project], TODAY)[cast.project.pk] == {
        "stage": "build",
        "gates_decided": 1,
        "gates_passed": 1,
        "gate_last_on": TODAY,
        "gate_last_decision": "pass_with_conditions",
        "gate_next_on": TODAY + timedelta(days=5),
        "gate_conditions_due": (due,),
    }


def test_a_deputy_decides_at_no_gate_in_place_of_who_asked_nor_confirms_for_who_owns(cast: Cast) -> None:
    following(cast)
    a_charter(cast)
    new = PlannedGate(planned_on=TODAY, reviewers=[Reviewing(cast.grace.person, "sponsor")])
    row = actions.plan_gate_review(project=cast.project, gate="g1", new=new, by=cast.mona, at=AT)
    told = HeldGate(TODAY, "green", "All there")
    row = actions.hold_gate_review(review=row, new=told, revision=row.revision, by=cast.grace, at=AT)
    days: dict[str, Any] = {"deputy": cast.heidi.person, "starts_on": TODAY, "last_on": TODAY, "at": AT}
    name_deputy(person=cast.mona.person, by=cast.mona, **days)
    wanted = [NewCondition("Hire", cast.mona.person, TODAY + timedelta(days=20))]
    with pytest.raises(NotAllowed, match="asked for this review"):
        decided(cast, row, "pass_with_conditions", conditions=wanted, by=cast.heidi)
    decided(cast, row, "pass_with_conditions", conditions=wanted)
    given: dict[str, Any] = {"condition": GateCondition.objects.get(), "state": "lifted", "words": "No", "revision": 1}
    with pytest.raises(NotAllowed, match="own this condition"):
        actions.judge_gate_condition(**given, by=cast.heidi, at=AT)
    name_deputy(person=cast.carol.person, by=cast.carol, **days)
    actions.judge_gate_condition(**given, by=cast.heidi, at=AT)
    assert GateCondition.objects.get().state == "lifted"
