"""Projects that run by a backlog and have no plan: judged alike in table, period, roadmap and pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.backlogs import export
from tests.cast import AT, Cast

from conspectus.doors.cli import run
from conspectus.journeys.home.todo import Duties
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.actions import NewChoice, SaidOf, choose_delivery, import_backlog
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.models import RegisterStatus
from conspectus.rooms.schedule.queries import portfolio_totals, portfolio_view, roadmap
from conspectus.rooms.schedule.queries.grid import GridFilter
from conspectus.rooms.status.actions import keep_judged, registers_judged
from conspectus.rooms.status.queries import live_statuses
from conspectus.rooms.status.queries.doubts import Said, report_doubts

pytestmark = pytest.mark.rows
DAY = AT.date()
START, FINISH = DAY - timedelta(days=60), DAY + timedelta(days=20)


def put(cast: Cast, as_of: date, **grown: Any) -> None:
    said = SaidOf(as_of)
    data = export(as_of, **grown)
    import_backlog(project=cast.project, data=data, name="kiosk.csv", said=said, by=cast.alice, at=AT)


def choose(cast: Cast, **new: Any) -> None:
    choose_delivery(project=cast.project, new=NewChoice("We have no plan", **new), by=cast.bob, at=AT)
    keep_judged(registers_judged([cast.project], on=DAY))


def row_of(cast: Cast, by: Any = None) -> Any:
    return next(one for one in portfolio_view(by or cast.bob, at=AT) if one.project_id == cast.project.pk)


def test_a_backlog_alone_is_judged_where_that_is_chosen(cast: Cast) -> None:
    put(cast, DAY - timedelta(days=7), weeks=7)
    put(cast, DAY, left=8)
    keep_judged(registers_judged([cast.project], on=DAY))
    assert row_of(cast).figures is None
    assert portfolio_totals(cast.bob, at=AT).unplanned >= 1
    choose(cast)
    figures = row_of(cast).figures
    assert figures.schedule.colour == "not_assessed"
    assert "nobody said what finish the project was approved for" in figures.schedule.words
    choose(cast, scopes=True, start_on=START, finish_on=FINISH)
    figures = row_of(cast).figures
    assert (figures.status_on, figures.finish_on) == (DAY, DAY + timedelta(days=28))
    assert figures.current_slip_days == 6
    assert f"the approved finish {FINISH}" in figures.schedule.words
    assert figures.schedule.colour == "red"
    assert (figures.registers["scope"].colour, figures.registers["scope"].words) == (
        "red", "The backlog grew by 20.0 %; amber to 10 %.",
    )  # fmt: skip
    assert figures.cost.words.startswith("Not assessed, because no budget is approved.")
    assert figures.backlog.accepted.value == pytest.approx(48 / 72)


def test_cost_is_judged_by_budget_ledger_and_forecast(cast: Cast) -> None:
    from conspectus.engine.measure import value
    from conspectus.engine.status import CostFacts, Tolerances, assess_forecast

    put(cast, DAY)
    line = NewLine(DAY.year, "base", "capex", 100_000)
    approve_budget(subject=cast.project, lines=[line], reason="Approved", by=cast.bob, at=AT)
    choose(cast, start_on=START, finish_on=FINISH)
    figures = row_of(cast).figures
    assert "nobody said what it will cost in the end" in figures.cost.words
    assert row_of(cast, cast.grace).figures.cost.words == "You may not see the cost of this project."

    def cost(spent: float, **known: float) -> tuple[str, str]:
        told = {name: value(amount) for name, amount in known.items()}
        found = assess_forecast(CostFacts("EUR", value(100_000), value(spent), **told), Tolerances())
        return found.colour.value, found.words

    assert cost(0, forecast=100_000) == ("green", "Forecast at completion 1,000 EUR is as approved.")
    assert cost(40_000, by_points=108_000) == (
        "amber",
        "Forecast at completion 1,080 EUR is 8.0 % over the approved budget 1,000 EUR; green to 5 %, amber to 10 %.",
    )
    assert cost(120_000)[0] == "red"
    assert cost(120_000, forecast=90_000)[1].startswith("Spending of 1,200 EUR is 20.0 % over the approved budget")
    assert cost(40_000)[0] == "not_assessed"


def test_the_same_status_in_table_period_roadmap_and_pages(cast: Cast) -> None:
    (laid,) = lay_periods(portfolio=cast.portfolio, starting=DAY, through=DAY, by=cast.mona, at=AT)
    open_period(period=laid, revision=1, by=cast.mona, at=AT)
    put(cast, DAY - timedelta(days=7), weeks=7)
    put(cast, DAY)
    choose(cast, scopes=True, start_on=START, finish_on=FINISH)
    figures = row_of(cast).figures
    (status,) = [
        one for one in live_statuses(cast.bob, Period.objects.get(), at=AT) if one.project_id == cast.project.pk
    ]
    assert status.figures is not None
    assert status.figures == figures
    assert {one.dimension: one.computed.colour for one in status.dimensions}["schedule"] == figures.schedule.colour
    assert status.overall.colour == figures.overall.colour == "amber"
    found = roadmap(cast.bob, at=AT)
    (bar,) = [one for group in found.groups for one in group.projects if one.project_id == cast.project.pk]
    assert (bar.start_on, bar.finish_on, bar.baseline_finish_on) == (START, DAY + timedelta(days=21), FINISH)
    assert (bar.colour, bar.half_on, round(bar.done_ratio, 3)) == ("amber", DAY + timedelta(days=21), 0.727)
    narrowed = portfolio_view(cast.bob, GridFilter(status="amber"), at=AT)
    assert [one.project_id for one in narrowed] == [cast.project.pk]
    assert cast.project.pk not in {
        one.project_id for one in portfolio_view(cast.bob, GridFilter(status="no_plan"), at=AT)
    }
    assert dict(portfolio_totals(cast.bob, at=AT).colours)["amber"] == 1
    client = Client()
    client.force_login(cast.bob)
    page = client.get(f"/projects/{cast.project.pk}/").content.decode()
    assert "The project has no plan; its backlog judges it." in page
    assert "No plan yet" not in page
    for address in ("/portfolio/", "/roadmap/", f"/projects/{cast.project.pk}/status/", "/?"):
        assert client.get(address).status_code == 200, address
    drawn = client.get("/roadmap/").content.decode()
    assert "finish by throughput: P50; its bar ends at P80" in drawn
    assert drawn.count('class="mark mark-half"') == 2  # the stroke, and the key beneath
    # Taken back, it stands as before: no plan yet.
    choose(cast, judges=False)
    assert row_of(cast).figures is None
    assert not RegisterStatus.objects.get(pk=cast.project.pk).stands


def test_the_backlog_is_asked_for_where_it_judges_alone(cast: Cast) -> None:
    (laid,) = lay_periods(portfolio=cast.portfolio, starting=DAY, through=DAY, by=cast.mona, at=AT)
    period = open_period(period=laid, revision=1, by=cast.mona, at=AT)
    client, said = Client(), Said(summary="On course")
    client.force_login(cast.alice)

    def asked() -> list[str]:
        return [one.code for one in report_doubts(cast.project, period, said, DAY)]

    def todo() -> list[tuple[str, str, bool]]:
        found = Duties(cast.alice, [cast.alice.person_id], DAY).mine()
        return [(one.what, one.words, one.late) for one in found if one.what in ("plan", "backlog")]

    assert asked() == ["NO_PLAN"]
    assert [what for what, _, _ in todo()] == ["plan"]
    choose(cast, scopes=True, start_on=START, finish_on=FINISH)
    assert asked() == ["NO_BACKLOG"]
    assert todo() == [("backlog", "There is no backlog yet. Upload the one that judges the project", False)]
    (status,) = [one for one in live_statuses(cast.bob, period, at=AT) if one.project_id == cast.project.pk]
    assert status.by_backlog
    lacking = "Not assessed, because no backlog is uploaded. Upload the backlog"
    for name in ("schedule", "cost"):
        assert status.dimension(name).computed.words.startswith(lacking), name
    pages = {
        f"/projects/{cast.project.pk}/": "its backlog judges it, and none is uploaded yet.",
        f"/projects/{cast.project.pk}/status/": "No backlog was uploaded by the end of the period.",
        f"/projects/{cast.project.pk}/update/?period={period.pk}": "No backlog was uploaded by the end of the period.",
        "/": "There is no backlog yet.",
    }
    for address, words in pages.items():
        page = client.get(address).content.decode()
        assert words in page, address
        assert "No plan was handed in" not in page, address
        assert "no plan was handed in" not in page, address
        assert f"/projects/{cast.project.pk}/backlog/" in page, address
    put(cast, DAY - timedelta(days=22))
    assert asked() == []
    assert todo() == [("backlog", "The newest backlog is of 14 Apr 2024; upload a new one", True)]
    User.objects.filter(pk=cast.alice.pk).update(language="de")
    assert "14.04.2024" in client.get("/").content.decode()
    put(cast, DAY)
    assert (asked(), todo()) == ([], [])


def test_what_it_was_approved_for_is_whole(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    put(cast, DAY)
    for start, finish, field in (
        (START, None, "finish_on"),
        (None, FINISH, "start_on"),
        (FINISH, START, "finish_on"),
        (date(2024, 3, 9), date(2024, 3, 10), "finish_on"),
    ):
        with pytest.raises(Refusal) as caught:
            choose(cast, start_on=start, finish_on=finish)
        assert caught.value.field == field  # type: ignore[attr-defined]
    given = ["--start", START.isoformat(), "--finish", FINISH.isoformat(), "--scopes"]
    assert run(["backlog", "count", cast.project.code, "--reason", "We have no plan", *given]) == 0
    assert f"{START} to {FINISH}" in capsys.readouterr().out
