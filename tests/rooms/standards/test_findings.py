"""Findings: opened once by the data, given, answered, agreed, closed by the data, opened again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.cast import Cast
from tests.rooms.standards.test_standards import START, at, measured, published

from conspectus.journeys.compliance_findings import follow_findings
from conspectus.journeys.home.governing import methods_due
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.actions.life import Move, change_project_state
from conspectus.rooms.search.actions import rebuild_index
from conspectus.rooms.search.queries import search
from conspectus.rooms.standards import actions
from conspectus.rooms.standards.actions import Answered
from conspectus.rooms.standards.models import ComplianceFinding, FindingStep
from conspectus.rooms.standards.queries.findings import (
    FindingFilter,
    answers_waiting,
    find_findings,
    finding_counts,
    finding_row,
    findings_waiting,
    get_finding,
    steps_of,
)
from conspectus.rooms.standards.queries.indicators import project_indicators

KEY = "sponsor_named"


def following(cast: Cast, **facts: Any) -> Any:
    """Let the cast's project follow the small method, with these facts on the first day."""
    version = published(cast)
    actions.adopt_version(projects=[cast.project], version=version, starts_on=START, by=cast.bob, at=at(START))
    measured(cast.project, START, **facts)
    follow_findings(at=at(START))
    return version


def the(cast: Cast, key: str = KEY) -> ComplianceFinding:
    """Return the finding of a clause."""
    return ComplianceFinding.objects.get(project=cast.project, policy=key)


def told(cast: Cast, key: str = KEY) -> list[str]:
    """Return what happened to the finding of a clause."""
    return [one.kind for one in steps_of(the(cast, key))]


def test_a_finding_opens_once_closes_by_itself_and_comes_back(cast: Cast) -> None:
    following(cast, sponsor_named=False)
    row = the(cast)
    assert (row.state, row.first_seen_on, row.version.number, row.severity) == ("open", START, "1.0", "must")
    assert ComplianceFinding.objects.count() == 1  # not assessable is none
    day = START + timedelta(days=1)
    assert follow_findings(at=at(day)) == follow_findings(at=at(day)) == 0
    measured(cast.project, day, sponsor_named=True)
    assert follow_findings(at=at(day)) == 1
    row = the(cast)
    assert (row.state, row.closing, row.closed_on) == ("closed", "met", day)
    again = START + timedelta(days=9)
    measured(cast.project, again, sponsor_named=False)
    follow_findings(at=at(again))
    row = the(cast)
    assert (row.state, row.opened_on, row.first_seen_on, row.reopened, row.closing) == ("open", again, START, 1, "")
    assert told(cast) == ["opened", "closed", "reopened"]
    assert finding_row(row, again + timedelta(days=3)).age_days == 3
    for change in (lambda: FindingStep.objects.update(words="x"), lambda: FindingStep.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()
    lines = AuditLine.objects.filter(deed="keep_findings")
    assert [line.subject_id for line in lines] == [str(cast.project.pk)] * 3


def test_what_a_day_alone_changes_is_found_the_next_morning(cast: Cast) -> None:
    """A plan grows too old; a waiver holds and runs out; what can no longer be told stays open."""
    following(cast, sponsor_named=False, plan_status_on=START)
    last = START + timedelta(days=20)
    waiver = actions.request_waiver(
        project=cast.project,
        policy=KEY,
        reason="She leaves",
        starts_on=START,
        ends_on=last,
        by=cast.alice,
        at=at(START),
    )
    row = the(cast)
    assert (row.state, row.answer, row.words, row.waiver_id) == ("answered", "waiver", "She leaves", waiver.pk)
    with pytest.raises(Conflict):
        actions.confirm_answer(finding=row, agreed=True, revision=row.revision, by=cast.mona, at=at(START))
    actions.decide_waiver(waiver=waiver, granted=True, by=cast.mona, at=at(START))
    assert follow_findings(at=at(START)) == 1
    assert (the(cast).state, the(cast).closing) == ("closed", "waived")
    assert follow_findings(at=at(last)) == 0
    assert follow_findings(at=at(last + timedelta(days=1))) == 1
    row = the(cast)
    assert (row.state, row.waiver_id, finding_row(row, last).waiver_ran_out) == ("open", waiver.pk, True)
    assert follow_findings(at=at(START + timedelta(days=36))) == 1
    assert the(cast, "plan_fresh").severity == "should"
    later = START + timedelta(days=40)
    actions.tailor_clause(
        project=cast.project,
        policy="plan_fresh",
        kind="off",
        reason="Small",
        starts_on=later,
        by=cast.mona,
        at=at(later),
    )
    follow_findings(at=at(later))
    assert the(cast, "plan_fresh").closing == "off"


def test_a_waiver_refused_returns_the_answer(cast: Cast) -> None:
    following(cast, sponsor_named=False)
    asked = {"starts_on": START, "ends_on": START + timedelta(days=9)}
    waiver = actions.request_waiver(
        project=cast.project, policy=KEY, reason="Soon", **asked, by=cast.alice, at=at(START)
    )
    actions.decide_waiver(waiver=waiver, granted=False, words="Name one.", by=cast.mona, at=at(START))
    assert (the(cast).state, steps_of(the(cast))[-1].words) == ("returned", "Name one.")


def test_a_finding_is_given_answered_and_agreed(cast: Cast) -> None:
    following(cast, sponsor_named=False, plan_status_on=START + timedelta(days=30))
    row, due = the(cast), START + timedelta(days=14)
    give: dict[str, Any] = {"finding": row, "owner": cast.heidi.person, "at": at(START)}
    with pytest.raises(NotAllowed, match="The day is set by"):
        actions.assign_finding(**give, due_on=due, revision=1, by=cast.alice)
    with pytest.raises(NotAllowed):
        actions.assign_finding(**give, due_on=None, revision=1, by=cast.grace)
    with pytest.raises(Invalid, match="later day"):
        actions.assign_finding(**give, due_on=START - timedelta(days=1), revision=1, by=cast.mona)
    with pytest.raises(Invalid, match="may not see this project"):
        actions.assign_finding(**give | {"owner": cast.dave.person}, due_on=None, revision=1, by=cast.mona)
    row = actions.assign_finding(**give, due_on=due, revision=1, by=cast.mona)
    with pytest.raises(Stale):
        actions.assign_finding(**give, due_on=due, revision=1, by=cast.mona)
    mended = START + timedelta(days=30)
    answer: dict[str, Any] = {"finding": row, "revision": row.revision, "at": at(START)}
    for wrong in (Answered("mend", "Soon"), Answered("mend", "Soon", START - timedelta(days=1)),
                  Answered("disagree", " "), Answered("waiver", "x")):  # fmt: skip
        with pytest.raises(Invalid):
            actions.answer_finding(**answer, new=wrong, by=cast.heidi)
    with pytest.raises(NotAllowed):
        actions.answer_finding(**answer, new=Answered("disagree", "No"), by=cast.grace)
    row = actions.answer_finding(**answer, new=Answered("mend", "Being sought", mended), by=cast.heidi)
    decide: dict[str, Any] = {"finding": row, "revision": row.revision, "at": at(START)}
    waits = [[count for _, count in answers_waiting(who, START)] for who in (cast.mona, cast.alice, cast.grace)]
    assert waits == [[1], [], []]
    rebuild_index(at=at(START))
    hits = [
        hit.title for group in search(cast.mona, "being sought", kind="finding", on=START).groups for hit in group.hits
    ]
    assert hits == ["1.1 A sponsor is named"]
    for who in (cast.alice, cast.heidi):
        with pytest.raises(NotAllowed):
            actions.confirm_answer(**decide, agreed=True, by=who)
    with pytest.raises(Invalid):
        actions.confirm_answer(**decide, agreed=False, by=cast.mona)
    row = actions.confirm_answer(**decide, agreed=True, by=cast.mona)
    assert (row.state, row.due_on) == ("agreed", mended)
    assert told(cast) == ["opened", "assigned", "answered", "agreed"]
    late = mended + timedelta(days=1)
    assert follow_findings(at=at(late)) == 1  # once
    assert follow_findings(at=at(late + timedelta(days=1))) == 0
    assert finding_row(the(cast), late).late
    assert [one.late for one in findings_waiting(cast.heidi, [cast.heidi.person_id], late)] == [1]
    measured(cast.project, late, sponsor_named=True)
    follow_findings(at=at(late))
    with pytest.raises(Conflict):
        actions.assign_finding(finding=row, owner=None, due_on=row.due_on, revision=the(cast).revision, by=cast.mona,
                               at=at(late))  # fmt: skip


def test_who_answered_does_not_agree(cast: Cast) -> None:
    following(cast, sponsor_named=False)
    row = actions.answer_finding(
        finding=the(cast), new=Answered("disagree", "There is one"), revision=1, by=cast.mona, at=at(START)
    )
    with pytest.raises(NotAllowed, match="Somebody else"):
        actions.confirm_answer(finding=row, agreed=True, revision=row.revision, by=cast.mona, at=at(START))
    row = actions.confirm_answer(
        finding=row, agreed=False, words="Show it.", revision=row.revision, by=cast.bob, at=at(START)
    )
    assert (row.state, row.answer) == ("returned", "disagree")


def test_a_project_that_ends_or_leaves_its_method_has_no_open_findings(cast: Cast) -> None:
    following(cast, sponsor_named=False)
    other, day = published(cast, ("key: small\n", "key: other\n")), START + timedelta(days=2)
    actions.adopt_version(projects=[cast.project], version=other, starts_on=day, by=cast.bob, at=at(day))
    follow_findings(at=at(day))
    assert sorted(ComplianceFinding.objects.values_list("method__key", "state", "closing")) == [
        ("other", "open", ""),
        ("small", "closed", "left"),
    ]
    cast.project.refresh_from_db()
    change_project_state(
        project=cast.project, move=Move("stopped", "No more"), revision=cast.project.revision, by=cast.bob, at=at(day)
    )
    measured(cast.project, day, state="stopped")
    follow_findings(at=at(day))
    assert ComplianceFinding.objects.get(method__key="other").closing == "ended"


def test_lists_are_narrowed_counted_and_only_of_what_one_sees(cast: Cast) -> None:
    following(cast, sponsor_named=False, plan_status_on=START - timedelta(days=90))
    on = START + timedelta(days=100)

    def found(by: Any = None, **wanted: Any) -> list[str]:
        return [row.policy for row in find_findings(by or cast.mona, FindingFilter(**wanted), on)]

    row = the(cast)
    actions.assign_finding(
        finding=row, owner=None, due_on=START + timedelta(days=9), revision=1, by=cast.mona, at=at(START)
    )
    assert found() == [KEY, "plan_fresh"]
    assert found(sort="-clause") == ["plan_fresh", KEY]
    assert found(state="late") == found(severity="must") == found(text="sponsor is") == [KEY]
    assert found(cast.alice, whose="mine") == found(cast.alice, whose="projects") == [KEY, "plan_fresh"]
    assert found(whose="mine") == found(state="closed") == found(least_days=101) == found(cast.dave) == []
    assert found(policy="plan_fresh", method="small", project=cast.project.pk) == ["plan_fresh"]
    assert found(portfolio=cast.portfolio.pk, programme=cast.programme.pk) == [KEY, "plan_fresh"]
    counts = finding_counts(cast.mona, FindingFilter(), on)
    assert (counts.open, counts.unanswered, counts.late, counts.old, counts.returned) == (2, 2, 1, 2, 0)
    for wrong in ({"state": "x"}, {"whose": "x"}, {"severity": "x"}, {"sort": "x"}):
        with pytest.raises(Invalid):
            found(**wrong)
    with pytest.raises(NotFound):
        get_finding(cast.dave, row.pk, on)


def test_indicators_are_told_of_facts_and_a_method_is_looked_at_again(cast: Cast) -> None:
    words = (
        "kpis:\n"
        "  - {key: size, name: Size, words: How many tasks., unit: tasks, better: lower, target: 100,"
        " expression: plan_tasks}\n"
        "  - {key: cost, name: Cost, words: As spent., unit: index, better: higher, target: 1, expression: cpi}\n"
        "  - {key: pace, name: Pace, words: In time., unit: index, better: higher, expression: spi_t}\n"
        'review: {every_months: 12, next_on: "2024-06-10", owner: sponsor}\npolicies:\n'
    )
    version = published(cast, ("policies:\n", words))
    actions.adopt_version(projects=[cast.project], version=version, starts_on=START, by=cast.bob, at=at(START))
    measured(cast.project, START, cpi=0.9)
    found = project_indicators(cast.mona, cast.project, START, "large", known_by=None)
    told = [(one.key, one.value, one.met) for one in found]
    assert told == [("size", 120, False), ("cost", 0.9, False), ("pace", None, None)]
    assert found[2].missing == ("spi_t",)
    hidden = project_indicators(cast.grace, cast.project, START, "large", known_by=None)[1]
    assert (hidden.value, hidden.reason) == (None, "HIDDEN")
    asked = [one.due_on for one in methods_due(cast.bob, START)]
    assert asked == [date(2024, 6, 10)]
    assert not list(methods_due(cast.alice, START)) + list(methods_due(cast.bob, date(2024, 5, 1)))


def test_a_deputy_does_not_agree_in_place_of_who_answered(cast: Cast) -> None:
    following(cast, sponsor_named=False)
    new = Answered("disagree", "There is one")
    row = actions.answer_finding(finding=the(cast), new=new, revision=1, by=cast.mona, at=at(START))
    given: dict[str, Any] = {"finding": row, "agreed": False, "words": "Show it.", "revision": row.revision}
    days: dict[str, Any] = {"deputy": cast.heidi.person, "starts_on": START, "last_on": START, "at": at(START)}
    name_deputy(person=cast.mona.person, by=cast.mona, **days)
    with pytest.raises(NotAllowed, match="Somebody else"):
        actions.confirm_answer(**given, by=cast.heidi, at=at(START))
    name_deputy(person=cast.bob.person, by=cast.bob, **days)
    assert actions.confirm_answer(**given, by=cast.heidi, at=at(START)).state == "returned"
