"""A month's update: findings answered or not, nothing changed, what is typed kept, what it cost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.reporting_cycle import begin_cycle, decide_reports
from conspectus.journeys.update_report import Update, write_update
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.actions import (
    Declared,
    Words,
    answer_findings,
    declare_status,
    keep_draft,
    repeat_report,
    submit_report,
)
from conspectus.rooms.status.models import Report, ReportDraft, ReportFinding
from conspectus.rooms.status.queries import project_status
from conspectus.rooms.status.queries.cycles import collected, requests_of
from conspectus.rooms.status.queries.doubts import findings_now

WORDS = Words(summary="On course", decisions="More people", finish_on=date(2024, 12, 1), forecast_minor=900_000)
GREEN = [
    Declared("overall", "green"),
    Declared("schedule", "red", "As the plan says"),
    Declared("cost", "red", "Steel"),
]
LATER = datetime(2024, 6, 3, 9, tzinfo=UTC)


@pytest.fixture
def april(cast: Cast, reader: None) -> Period:  # noqa: F811  # the fixture of the same name
    """Return April 2024, open in a cycle, with a plan whose status date lies in it."""
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 1), by=cast.mona, at=AT
    )
    type(cast.project).objects.filter(pk=cast.project.pk).update(created_at=datetime(2024, 4, 2, tzinfo=UTC))
    begin_cycle(period=rows[0], revision=1, by=cast.mona, at=AT)
    rows[0].refresh_from_db()
    return rows[0]


def test_findings_are_answered_before_a_report_is_handed_in(cast: Cast, april: Period) -> None:
    new = Update(GREEN, WORDS, "rag", {})
    given = {"project": cast.project, "period": april, "by": cast.alice, "at": AT}
    with pytest.raises(Invalid, match="want an answer") as refused:
        write_update(new=new, submit=True, revision=0, **given)
    assert (refused.value.code, Report.objects.count()) == ("unanswered", 0)  # all or nothing
    report = write_update(new=new, submit=False, revision=0, **given)
    found = findings_now(cast.project, april, report, with_cost=True, on=AT.date())
    keys = [(one.code, one.place) for one in found]
    assert ("OVERALL_BETTER", "overall") in keys
    assert ("DECISION_UNDATED", "decisions") in keys
    assert ("SCHEDULE_BETTER", "schedule") not in keys
    wrong = {("OVERALL_BETTER", "nowhere"): "Why not"}
    with pytest.raises(Invalid, match="There is no finding"):
        answer_findings(report=report, answers=wrong, revision=1, by=cast.alice, at=AT)
    with pytest.raises(NotAllowed):
        answer_findings(report=report, answers={keys[0]: "I know"}, revision=1, by=cast.grace, at=AT)
    half = answer_findings(report=report, answers={keys[0]: "I know"}, revision=1, by=cast.alice, at=AT)
    with pytest.raises(Stale):
        answer_findings(report=report, answers={keys[0]: "I know"}, revision=1, by=cast.alice, at=AT)
    rest = dict.fromkeys(keys[1:], "It is so")
    sent = submit_report(report=half, answers=rest, minutes=9, revision=2, by=cast.alice, at=AT)
    assert (sent.state, sent.effort_minutes, sent.effort_typed) == ("submitted", 9, True)
    assert {one.answer for one in ReportFinding.objects.all()} == {"I know", "It is so"}
    (row,) = (one for one in requests_of(cast.mona, april, at=AT) if one.kind == "project")
    assert (row.findings, row.unanswered, row.minutes) == (len(keys), 0, 9)
    assert collected([row]).findings == len(keys)
    with pytest.raises(Conflict):
        answer_findings(report=sent, answers={keys[0]: "Later"}, revision=3, by=cast.alice, at=AT)
    with pytest.raises(Invalid):
        submit_report(report=sent, minutes=0, revision=3, by=cast.alice, at=AT)


def test_what_is_found_shows_in_the_report_and_when_it_is_frozen(cast: Cast, april: Period) -> None:
    report = declare_status(
        subject=cast.project, period=april, declared=[Declared("overall", "red", "Late"), Declared("cost", "green")],
        words=WORDS, revision=0, by=cast.alice, at=AT,
    )  # fmt: skip
    found = findings_now(cast.project, april, report, with_cost=True, on=AT.date())
    answers = {(one.code, one.place): "So it is" for one in found}
    assert "COST_BETTER" in {one.code for one in found}
    submit_report(report=report, answers=answers, revision=1, by=cast.alice, at=AT)
    for frozen in (False, True):
        if frozen:
            april = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
        seen = project_status(cast.alice, cast.project, april, at=AT).report
        assert {one.code for one in seen.findings} == {one.code for one in found}
        assert (seen.finish_on, seen.forecast_minor) == (date(2024, 12, 1), 900_000)
        hidden = project_status(cast.grace, cast.project, april, at=AT).report  # who may not see cost
        assert "COST_BETTER" not in {one.code for one in hidden.findings}
        assert (hidden.forecast_minor, hidden.finish_on) == (None, date(2024, 12, 1))


def test_nothing_changed_repeats_the_last_report_unless_the_data_say_otherwise(cast: Cast, april: Period) -> None:
    with pytest.raises(Conflict, match="Nothing was reported"):
        repeat_report(project=cast.project, period=april, revision=0, by=cast.alice, at=AT)
    declared = [Declared("overall", "red", "Steel is late"), Declared("schedule", "red"), Declared("cost", "red")]
    far = Words(summary="Late", finish_on=date(2025, 6, 1), forecast_minor=99_000_000)
    report = declare_status(
        subject=cast.project, period=april, declared=declared, words=far, revision=0, by=cast.alice, at=AT
    )
    found = findings_now(cast.project, april, report, with_cost=True, on=AT.date())
    answers = {(one.code, one.place): "So it is" for one in found}
    report = submit_report(report=report, answers=answers, revision=1, by=cast.alice, at=AT)
    decide_reports(period=april, chosen=[(report, 2)], accept=True, by=cast.mona, at=AT)
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    may = Period.objects.get(name="May 2024")
    may = open_period(period=may, revision=1, by=cast.mona, at=LATER)
    with pytest.raises(NotAllowed):
        repeat_report(project=cast.project, period=may, revision=0, by=cast.grace, at=LATER)
    if any(one.code == "MILESTONE_OPEN" for one in found):
        pytest.fail("the plan of this test has a milestone that is past and open")
    again = repeat_report(project=cast.project, period=may, revision=0, by=cast.alice, at=LATER)
    assert (again.state, again.repeated, again.summary, again.finish_on) == (
        "submitted",
        True,
        "Late",
        date(2025, 6, 1),
    )
    assert [one.level for one in again.declarations.all()] == ["red"] * 3
    assert {one.answer for one in again.findings.all()} == {"Nothing changed."}
    assert {one.code for one in again.findings.all()} == {"PLAN_NOT_UPDATED"}
    assert AuditLine.objects.filter(deed="repeat_report").count() == 1
    with pytest.raises(Conflict, match="submitted"):
        repeat_report(project=cast.project, period=may, revision=1, by=cast.alice, at=LATER)
    [back] = decide_reports(period=may, chosen=[(again, 1)], accept=False, words="Green?", by=cast.mona, at=LATER)
    declared[0] = Declared("overall", "green")
    changed = declare_status(
        subject=cast.project, period=may, declared=declared, words=far, revision=2, by=cast.alice, at=LATER
    )
    assert not changed.repeated
    assert back.pk == changed.pk


def test_what_is_typed_is_kept_for_its_author_and_measured(cast: Cast, april: Period) -> None:
    given = {"project": cast.project, "period": april, "at": AT}
    row = keep_draft(body={"summary": "On co"}, seconds=90, revision=0, by=cast.alice, **given)
    assert keep_draft(body={"summary": "On course"}, seconds=9_999, revision=1, by=cast.alice, **given).seconds == 690
    with pytest.raises(Stale):  # another window
        keep_draft(body={"summary": "Old"}, seconds=5, revision=1, by=cast.alice, **given)
    with pytest.raises(NotAllowed):
        keep_draft(body={}, revision=0, by=cast.grace, **given)
    with pytest.raises(Invalid):
        keep_draft(body={"summary": "x" * 200_000}, revision=2, by=cast.alice, **given)
    assert ReportDraft.objects.get().pk == row.pk
    declared = [Declared("overall", "red", "Late")]
    words = Words(summary="Late", finish_on=date(2025, 6, 1), forecast_minor=99_000_000)
    report = write_update(new=Update(declared, words, "rag", {}), submit=False, revision=0, by=cast.alice, **given)
    assert (ReportDraft.objects.get().body, ReportDraft.objects.get().seconds) == ("", 690)
    found = findings_now(cast.project, april, report, with_cost=True, on=AT.date())
    answers = {(one.code, one.place): "So it is" for one in found}
    done = submit_report(report=report, answers=answers, revision=1, by=cast.alice, at=AT)
    assert (done.effort_minutes, done.effort_typed, ReportDraft.objects.count()) == (12, False, 0)
