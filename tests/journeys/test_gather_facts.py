"""Facts gathered after deeds: what is measured, when a sheet is kept, and what was known on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.gather_facts import PAUSE, follow_facts, gather, gather_all, measure
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.queries import newest_line
from conspectus.rooms.facts.actions import record_facts
from conspectus.rooms.facts.choices import FACTS, Amount, FactKind
from conspectus.rooms.facts.models import Followed, Sheet
from conspectus.rooms.facts.queries import facts_at
from conspectus.rooms.files.actions import Content, Particulars, add_document
from conspectus.rooms.followup.actions import add_comment
from conspectus.rooms.money.actions import approve_budget, record_entries
from conspectus.rooms.money.bridge.budgets import NewLine
from conspectus.rooms.money.bridge.entries import NewEntry
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import change_project
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.status.actions import Declared, declare_status, submit_report

pytestmark = pytest.mark.usefixtures("reader")
TODAY = AT.date()
GREEN = (Declared("overall", "green", "All well"), Declared("schedule", "amber"))
LINES = (NewLine(2024, "base", "capex", 400_000_00), NewLine(2024, "contingency", "capex", 40_000_00))


def lived(cast: Cast) -> Project:
    """Return the project with a plan, a baseline, a budget, entries, a report of April and a charter."""
    project = cast.project
    import_plan(project=project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    set_baseline(project=project, revision=PlanRevision.objects.get(), reason="Gate 3 passed", by=cast.bob, at=AT)
    approve_budget(subject=project, lines=LINES, reason="Gate 3", by=cast.carol, at=AT)
    spent = NewEntry(project, "actual", 110_000_00, date(2024, 4, 12), nature="capex", currency="EUR")
    record_entries(entries=[spent], by=cast.liam, at=AT)
    months = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 3, 1), through=date(2024, 6, 1), by=cast.mona, at=AT
    )
    april = open_period(period=months[1], revision=1, by=cast.mona, at=AT)
    report = declare_status(subject=project, period=april, declared=GREEN, revision=0, by=cast.alice, at=AT)
    submit_report(report=report, revision=report.revision, by=cast.alice, at=AT)
    charter = Particulars("Charter", "charter", review_on=date(2024, 9, 1))
    link = Content(link="https://example.org/charter")
    add_document(subject=subject_of(project), new=charter, content=link, by=cast.alice, at=AT)
    return project


def known(project: Project, on: date = TODAY) -> dict[str, object]:
    return dict(facts_at([project.pk], on)[project.pk].known)


def test_every_fact_is_measured_of_every_project_in_a_constant_number_of_questions(cast: Cast) -> None:
    project = lived(cast)
    projects = list(Project.objects.select_related("portfolio", "manager", "sponsor"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        alone = measure([project], TODAY)
    for _ in range(4):
        projects.append(make.project(portfolio=cast.portfolio))
    with CaptureQueriesContext(connection) as many:
        found = measure(projects, TODAY)
    assert len(many) <= len(one) + 3  # the rates and periods of another portfolio
    assert found[project.pk] == alone[project.pk]
    for values in found.values():
        assert sorted(values) == sorted(FACTS)
    kinds = {
        FactKind.TEXT: str, FactKind.NUMBER: int | float, FactKind.MONEY: Amount, FactKind.YES_NO: bool,
        FactKind.DATE: date, FactKind.TEXTS: tuple, FactKind.DATES: tuple, FactKind.NUMBERS: tuple,
    }  # fmt: skip
    for name, value in found[project.pk].items():
        assert isinstance(value, Reason | kinds[FACTS[name].kind]), name


def test_what_is_measured_of_a_project_that_has_everything(cast: Cast) -> None:
    project = lived(cast)
    assert follow_facts(at=AT) == Project.objects.count()
    found = known(project)
    told = {
        "state": "active", "manager_named": True, "manager_is_sponsor": False, "team_size": 2, "people_gone": 0,
        "plan_status_on": date(2024, 4, 22), "plan_finish_on": date(2024, 5, 3), "baselines": 1, "rebaselines": 0,
        "baseline_approver_is_manager": False, "budget_approved": Decimal("440000.00"),
        "percent_complete": Decimal(55),
        "contingency_percent": Decimal(10), "spent": Decimal("110000.00"), "spent_percent": Decimal(25),
        "spent_without_budget": False, "documents_present": ("charter",), "charter_on": TODAY,
        "documents_review": (date(2024, 9, 1),), "report_newest_state": "submitted", "report_delay_days": Decimal(6),
        "report_period_on": date(2024, 4, 30), "reports_missing": (), "declared_overall": "green",
        "declared_unexplained": Decimal(1), "gap_overall": Decimal(2), "gap_better": ("overall", "schedule"),
        "milestones_open": (date(2024, 5, 3),), "objectives_linked": 0, "forecast_on": None,
    }  # fmt: skip
    assert {name: found[name] for name in told} == told
    assert facts_at([project.pk], TODAY)[project.pk].reasons["forecast_on"] == "NO_DATA"
    other = known(cast.other)
    assert (other["plan_finish_on"], other["baselines"], other["budget_approved"]) == (None, 0, None)


def test_a_sheet_is_kept_only_where_something_changed_and_the_past_stays(cast: Cast) -> None:
    project, later = cast.project, AT + timedelta(days=40)
    gather_all(source="day", at=AT)
    assert gather_all(source="day", at=AT + timedelta(days=1)) == 0
    row = Project.objects.get(pk=project.pk)
    change_project(project=row, revision=row.revision, changes={"sponsor": None}, by=cast.mona, at=later)
    assert follow_facts(at=later) == 1  # the first of the day looks at all
    row.refresh_from_db()
    sponsor = cast.carol.person
    change_project(project=row, revision=row.revision, changes={"sponsor": sponsor}, by=cast.mona, at=later)
    assert follow_facts(at=later) == 1  # only what was touched
    assert follow_facts(at=later) == 0
    assert [known(project, day)["sponsor_named"] for day in (TODAY, later.date() - timedelta(days=1))] == [True, True]
    assert known(project, later.date())["sponsor_named"] is True
    assert facts_at([project.pk], TODAY - timedelta(days=1)) == {}
    since = facts_at([project.pk], later.date())[project.pk].stands
    assert (since["sponsor_named"].since, since["manager_named"].since) == (later.date(), TODAY)


def test_a_correction_changes_what_is_known_today_and_not_what_was_known_then(cast: Cast) -> None:
    project, then = cast.project, date(2024, 4, 30)
    gather([project.pk], on=then, source="freeze 1", at=AT)
    record_facts({project.pk: {"streams": 3}}, on=then, source="freeze 1", at=AT + timedelta(days=30))
    assert known(project, then) == {"streams": Decimal(3)}
    assert "state" in facts_at([project.pk], then, TODAY)[project.pk].known
    assert facts_at([project.pk], then, TODAY - timedelta(days=1)) == {}
    assert facts_at([project.pk], then, names=("streams",))[project.pk].known == {"streams": Decimal(3)}


def test_a_freeze_measures_the_last_day_of_its_period(cast: Cast) -> None:
    lived(cast)
    april = Period.objects.get(name__startswith="Apr")
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    last = date(2024, 4, 30)
    found = facts_at([cast.project.pk, cast.other.pk], last)
    assert set(found) == {cast.project.pk}  # the other lies in another portfolio
    assert (found[cast.project.pk].valid_on, found[cast.project.pk].recorded_at) == (last, AT)
    told = found[cast.project.pk].known
    assert told["plan_status_on"] == date(2024, 4, 22)  # it came in May and tells of April
    assert (told["baselines"], told["spent"]) == (0, Decimal("110000.00"))  # approved in May, spent in April


@pytest.mark.parametrize("deed", ["UPDATE facts_sheet SET source = 'x'", "DELETE FROM facts_sheet"])
def test_a_sheet_never_changes(cast: Cast, deed: str) -> None:
    gather([cast.project.pk], on=TODAY, source="day", at=AT)
    with pytest.raises(DatabaseError, match="a sheet of facts never changes"), transaction.atomic():
        connection.cursor().execute(deed)


def test_what_a_deed_reaches_is_measured_and_what_may_reach_everything_waits(cast: Cast) -> None:
    gather_all(source="day", at=AT)
    make.division("Elsewhere")  # nobody here knows what a division reaches
    assert follow_facts(at=AT + PAUSE / 2) == 0
    before = Followed.objects.get().number
    assert before < newest_line()
    follow_facts(at=AT + PAUSE)
    assert Followed.objects.get().number == newest_line()
    make.user("Somebody new")
    add_comment(subject=subject_of(cast.project), text="Well done", named=(), by=cast.alice, at=AT)
    assert Sheet.objects.filter(source="deed").count() == 0  # nothing of it is a fact


def test_what_is_not_in_the_catalogue_is_a_fault(cast: Cast) -> None:
    with pytest.raises(ValueError, match="luck"):
        record_facts({cast.project.pk: {"luck": 3}}, on=TODAY, source="day", at=AT)
