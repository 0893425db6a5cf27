"""Home pages: whose is whose, what waits on whom, what changed, what is decided first; few questions asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.comment import write_comment
from conspectus.journeys.home.look import home
from conspectus.journeys.home.views import Home
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import follow_subject
from conspectus.rooms.knowledge.actions import Particulars, Text, create_article, publish_article
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    Move,
    PartyParticulars,
    arrange_programme,
    change_project_state,
    create_contract,
    create_party,
    raise_claim,
)
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import Milestone, PlanSummary
from conspectus.rooms.status.actions import (
    Declared,
    Words,
    accept_report,
    declare_status,
    override_status,
    return_report,
    submit_report,
)

SINCE = AT - timedelta(days=1)
PLAN = "Id,Task,Duration,Start,Predecessors,Cost,Percent\n1,Dig,10d,2024-04-01,,1000,0\n2,Opening,{},,1,,0\n"


def plan(project: Any, gap: str = "0d", at: datetime = AT, **more: Any) -> None:
    by = more.pop("by", None) or make.user(role="administrator")
    import_plan(project=project, data=PLAN.format(gap).encode(), name="a.csv", by=by, at=at)


def opened(cast: Cast, at: datetime = AT) -> Period:
    day = at.date()
    (row,) = lay_periods(portfolio=cast.portfolio, starting=day, through=day, by=cast.mona, at=at)
    return open_period(period=row, revision=1, by=cast.mona, at=at)


def look(by: User, at: datetime = AT) -> Home:
    return home(by, since=SINCE, at=at)


def tasks(found: Any) -> list[tuple[str, str]]:
    return [(one.what, one.subject) for one in found]


def test_each_part_has_its_own_page(cast: Cast) -> None:
    parts = {name: look(user).part for name, user in cast.users().items()}
    assert parts == {
        "alice": "project_manager",
        "bob": "director",
        "carol": "sponsor",
        "dave": "member",
        "erin": "executive",
        "frank": "director",
        "grace": "member",
        "heidi": "member",
        "ivan": "programme_manager",
        "judy": "division_head",
        "kim": "resource_manager",
        "liam": "member",
        "mona": "analyst",
    }
    firsts = {look(cast.users()[name]).sections[0] for name in ("alice", "bob", "carol", "judy", "kim", "mona")}
    assert len(firsts) == 6
    assert [row.code for row in look(cast.judy).projects] == ["WN-1"]
    assert (look(cast.dave).projects, look(cast.dave).todo, look(cast.dave).changes) == ((), (), ())
    vacant = make.project("No one's", portfolio=cast.portfolio, programme=cast.programme)
    assert [one.project_id for one in look(cast.kim).unstaffed] == [vacant.pk]


def test_a_report_waits_on_its_manager_then_on_who_accepts_it(cast: Cast) -> None:
    period = opened(cast)
    own = ("report", "WN-1 Warehouse north")
    late = datetime(2024, 6, 8, 9, tzinfo=AT.tzinfo)
    assert own in tasks(look(cast.alice).todo)
    assert own in tasks(look(cast.alice, late).late)
    assert own not in tasks(look(cast.alice, late - timedelta(days=1)).late)  # a week after the last day it is due
    programme = ("report", "Warehouses")
    assert tasks(look(cast.mona).waiting) == [own, programme]
    assert [one.person for one in look(cast.mona).waiting] == ["Alice", "Ivan"]
    assert look(cast.mona).periods[0].missing == 2
    report = declare_status(
        subject=cast.project,
        period=period,
        declared=[Declared("overall", "green")],
        words=Words(decisions="More money"),
        revision=0,
        by=cast.alice,
        at=AT,
    )
    report = submit_report(report=report, revision=report.revision, by=cast.alice, at=AT)
    assert ("report", "WN-1 Warehouse north") not in tasks(look(cast.alice).todo)
    assert [one.person for one in look(cast.alice).waiting] == ["the PMO"]
    for name in ("mona", "ivan", "bob"):
        assert ("acceptance", "WN-1 Warehouse north") in tasks(look(cast.users()[name]).todo)
    assert [one.words for one in look(cast.carol).wanted] == ["More money"]
    assert look(cast.grace).todo == ()
    report = return_report(report=report, words="Say why", revision=report.revision, by=cast.mona, at=AT)
    assert look(cast.alice).todo[0].words.endswith("came back: Say why")
    report = submit_report(report=report, revision=report.revision, by=cast.alice, at=AT)
    accept_report(report=report, revision=report.revision, by=cast.mona, at=AT)
    assert (look(cast.mona).periods[0].accepted, look(cast.alice).waiting) == (1, ())


def test_a_programme_that_runs_owes_its_own_report_and_is_accepted_from_above(cast: Cast) -> None:
    inner = make.programme("Docks", portfolio=cast.portfolio, manager=cast.heidi.person)
    make.programme("Idle", portfolio=cast.portfolio, manager=cast.ivan.person)  # nothing runs in it
    arrange_programme(
        programme=inner, parent=cast.programme, own_plan=None, revision=inner.revision, by=cast.mona, at=AT
    )
    inner.refresh_from_db()
    make.project("Quay", portfolio=cast.portfolio, programme=inner)
    period = opened(cast)
    assert ("report", "Warehouses") in tasks(look(cast.ivan).todo)
    assert ("report", "Docks") in tasks(look(cast.heidi).todo)
    assert ("report", "Docks") in tasks(look(cast.ivan).waiting)  # ivan steers what Docks lies in
    assert "Idle" not in {one.subject for one in (*look(cast.ivan).todo, *look(cast.mona).waiting)}
    for programme, by in ((cast.programme, cast.ivan), (inner, cast.heidi)):
        said, words = [Declared("overall", "green")], Words(decisions=f"Money for {programme}")
        row = declare_status(subject=programme, period=period, declared=said, words=words, revision=0, by=by, at=AT)
        submit_report(report=row, revision=row.revision, by=by, at=AT)
    assert ("acceptance", "Docks") in tasks(look(cast.ivan).todo)
    assert ("acceptance", "Warehouses") not in tasks(look(cast.ivan).todo)  # nobody accepts their own
    assert ("report", "Warehouses") in tasks(look(cast.ivan).waiting)
    assert {("acceptance", "Docks"), ("acceptance", "Warehouses")} <= set(tasks(look(cast.mona).todo))
    assert {(one.project, one.project_id) for one in look(cast.erin).wanted} == {("Docks", None), ("Warehouses", None)}
    assert look(cast.dave).wanted == look(cast.dave).todo == ()
    (change,) = look(cast.ivan).changes  # follows what he manages, and what lies in it
    assert (change.what, change.subject_kind, change.subject, change.person) == (
        "report",
        "programme",
        "Docks",
        "Heidi",
    )
    assert "Quay" in {row.name for row in look(cast.ivan).projects}


def test_plans_milestones_overrides_contracts_and_claims_wait_too(cast: Cast) -> None:
    assert ("plan", "WN-1 Warehouse north") in tasks(look(cast.alice).todo)
    plan(cast.project)
    PlanSummary.objects.update(status_on=date(2024, 1, 1), errors=2)
    Milestone.objects.update(baseline_on=date(2023, 12, 29))  # and not done by the status date
    override_status(
        subject=cast.project,
        dimension="schedule",
        colour="green",
        computed="red",
        reason="Agreed",
        ends_on=AT.date() + timedelta(days=10),
        by=cast.mona,
        at=AT,
    )
    new = PartyParticulars(name="Nord Steel", kinds=("supplier",))
    party = create_party(portfolio=cast.portfolio, new=new, by=cast.liam, at=AT)
    day = AT.date()
    for title, ends_on in (("Over", day - timedelta(days=1)), ("Soon", day + timedelta(days=30)), ("Later", None)):
        terms = ContractParticulars(
            party, title, 1, owner=cast.liam.person, ends_on=ends_on, projects=(cast.project,), state="in_force"
        )
        contract = create_contract(new=terms, by=cast.liam, at=AT)
    raise_claim(contract=contract, amount_minor=5, words="Ground", raised_on=day, by=cast.liam, at=AT)
    mine = look(cast.alice)
    assert [one.what for one in mine.late] == ["milestone", "plan"]
    assert [one.what for one in mine.todo] == ["override", "findings"]
    assert [one.what for one in look(cast.mona).todo] == ["override"]  # who set it aside
    assert tasks(look(cast.liam).late) == [("contract", "Over")]
    assert tasks(look(cast.liam).todo) == [("contract", "Soon"), ("claim", "Later")]
    assert look(cast.carol).todo == look(cast.grace).todo == ()


def test_what_others_change_about_what_one_follows_is_told(cast: Cast) -> None:
    plan(cast.project, at=SINCE - timedelta(days=1))
    follow_subject(subject=subject_of(cast.programme), by=cast.bob, at=AT)
    period = opened(cast)
    plan(cast.project, "5d", by=cast.alice)
    said = [Declared("overall", "green")]
    report = declare_status(subject=cast.project, period=period, declared=said, revision=0, by=cast.alice, at=AT)
    submit_report(report=report, revision=1, by=cast.alice, at=AT)
    revision = cast.project.plan_revisions.get(number=2)
    set_baseline(project=cast.project, revision=revision, reason="Gate", source="dates", by=cast.carol, at=AT)
    write_comment(subject=subject_of(report), text="Why green, @Carol?", by=cast.mona, at=AT)
    cast.project.refresh_from_db()
    change_project_state(
        project=cast.project, move=Move("paused", "Wait"), revision=cast.project.revision, by=cast.mona, at=AT
    )
    found = look(cast.bob).changes
    assert {one.what for one in found} == {"plan", "report", "baseline", "comment", "state"}
    told = {one.what: one for one in found}
    assert "7 days later" in told["plan"].words
    assert (told["comment"].subject_kind, told["comment"].person) == ("report", "Mona")
    assert told["state"].words == "Moved from active to on hold"
    assert {one.what for one in look(cast.carol).changes} == {
        "plan",
        "report",
        "named",
        "state",
    }  # the baseline is hers
    assert {one.what for one in look(cast.alice).changes} == {"baseline", "comment", "state"}
    assert look(cast.dave).changes == look(cast.grace).changes == ()


def test_who_runs_a_programme_meets_what_lies_deeper(cast: Cast) -> None:
    inner = make.programme("Halls", portfolio=cast.portfolio)
    arrange_programme(programme=inner, parent=cast.programme, own_plan=None, revision=1, by=cast.mona, at=AT)
    deep = make.project("Deep hall", portfolio=cast.portfolio, programme=inner)
    plan(deep)
    found = look(cast.ivan)
    assert [one.project_id for one in found.changes if one.what == "plan"] == [deep.pk]
    assert deep.pk in {one.project_id for one in found.projects}


def test_an_executive_meets_the_widest_gap_the_worst_colour_and_the_largest_overrun(cast: Cast) -> None:
    none = look(cast.erin).deciding
    assert [(one.what, one.project_id, bool(one.reason)) for one in none] == [
        ("gap", None, True),
        ("colour", None, True),
        ("overrun", None, True),
    ]
    period = opened(cast)
    red, over = (make.project(portfolio=cast.portfolio, manager=cast.alice.person) for _ in range(2))
    foreign = make.project(portfolio=cast.portfolio, currency="NOK")
    for row in (cast.project, red, over, foreign):
        plan(row)
    told: dict[int, dict[str, Any]] = {
        cast.project.pk: {"schedule_colour": "amber"},
        red.pk: {"schedule_colour": "red", "current_slip_days": 40.0},
        over.pk: {"schedule_colour": "green", "bac_minor": 100_00, "forecast_minor": 150_00, "currency": "EUR"},
        foreign.pk: {"schedule_colour": "green", "bac_minor": 1, "forecast_minor": 10**9, "currency": "NOK"},
    }
    for pk, values in told.items():
        PlanSummary.objects.filter(project=pk).update(**{"cost_colour": "not_assessed"} | values)
    said = [Declared("overall", "green")]
    declare_status(subject=cast.project, period=period, declared=said, revision=0, by=cast.alice, at=AT)
    gap, colour, overrun = look(cast.erin).deciding
    assert (gap.project_id, gap.period_id, gap.words) == (
        cast.project.pk,
        period.pk,
        "Reported green, computed amber for May 2024",
    )
    assert colour.project_id == red.pk
    assert overrun.project_id == over.pk
    assert overrun.words.startswith("Forecast 50 EUR above the budget, 50% of it. 1 in currencies without a rate")
    blind = look(make.user("Eve", role="viewer")).deciding
    assert [one.project_id for one in blind] == [cast.project.pk, red.pk, None]


def test_a_house_of_one_or_many_projects_asks_as_often(cast: Cast) -> None:
    period, asked = opened(cast), []
    follow_subject(subject=subject_of(cast.portfolio), by=cast.bob, at=AT)
    for number in (1, 3, 12):
        while cast.portfolio.projects.count() < number:
            make.project(portfolio=cast.portfolio, manager=cast.alice.person, programme=cast.programme)
        for row in cast.portfolio.projects.all():
            plan(row, at=AT + timedelta(minutes=number), by=cast.frank)
            if not row.reports.exists():
                said = [Declared("overall", "green")]
                report = declare_status(subject=row, period=period, declared=said, revision=0, by=cast.frank, at=AT)
                submit_report(report=report, revision=1, by=cast.frank, at=AT)
                write_comment(subject=subject_of(row), text="Well", by=cast.frank, at=AT)
        counted = []
        for who in ("bob", "alice", "mona", "judy"):
            with CaptureQueriesContext(connection) as queries:
                home(User.objects.get(pk=cast.users()[who].pk), since=SINCE, at=AT + timedelta(days=1))
            counted.append(len(queries))
        asked.append(counted)
    assert asked[0] == asked[1] == asked[2]
    assert max(asked[0]) < 80, asked[0]


def test_an_article_to_look_at_again_is_named_by_its_title(cast: Cast) -> None:
    new, by = Particulars(owner=cast.heidi.person, review_on=AT.date()), local_operator()
    article = create_article(kind="term", key="float", text=Text("Total float", "Spare."), new=new, by=by, at=AT)
    (draft,) = [one.words for one in look(cast.heidi).todo if one.what == "article"]
    publish_article(article=article, note="", revision=article.revision, by=by, at=AT)
    (read,) = [one.words for one in look(cast.heidi).todo if one.what == "article"]
    assert draft == read == "Look again at the article “Total float”"


def test_an_empty_house_says_what_comes_first(db: None) -> None:
    root = make.user("Root", role="administrator")
    assert [step.done for step in look(root).steps] == [False] * 4
    place = make.portfolio()
    make.project(portfolio=place)
    make.user("Second")
    assert [step.done for step in look(root).steps] == [True, True, True, False]
    (row,) = lay_periods(portfolio=place, starting=AT.date(), through=AT.date(), by=root, at=AT)
    open_period(period=row, revision=1, by=root, at=AT)
    assert look(root).steps == ()
    assert look(make.user("Third")).steps == ()
