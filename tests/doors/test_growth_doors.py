"""Cost growth of whole-life costs as lists stated them: by hand, hidden where it must be, by every door."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.engine.measure import Reason
from conspectus.rooms.portfolio.actions.lists import Figures, state_figures
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import cost_growth

YEARS = (date(2019, 3, 31), date(2020, 3, 31), date(2021, 3, 31))


def state(cast: Cast, project: Project, *costs: int | None, currency: str = "") -> None:
    for day, cost in zip(YEARS, costs, strict=False):
        figures = Figures(cost_minor=cost, currency=currency)
        state_figures(project=project, stated_on=day, figures=figures, source="List", by=cast.bob, at=AT)


@pytest.fixture
def stated(cast: Cast) -> dict[str, Project]:
    """Return five projects: one doubled, one fell, one left early, one came late, one began at nothing."""
    found = {name: make.project(name, portfolio=cast.portfolio) for name in ("Fell", "Left", "Late", "Nothing")}
    state(cast, cast.project, 100, 150, 200)
    state(cast, found["Fell"], 100, 100, 90)
    state(cast, found["Left"], 1000, 1100)
    state(cast, found["Late"], None, None, 5000)
    state(cast, found["Nothing"], 0, 10, 10)
    return found


def test_growth_is_from_sums_and_chained_over_what_two_lists_both_state(cast: Cast, stated: dict[str, Project]) -> None:
    found = cost_growth(cast.bob, cast.portfolio, on=AT.date())
    assert [(one.name, one.growth.value) for one in found.rows] == [
        ("Warehouse north", 1.0),
        ("Left", pytest.approx(0.1)),
        ("Fell", pytest.approx(-0.1)),
        ("Nothing", None),
    ]
    assert found.rows[-1].growth.reason is Reason.DIV_ZERO
    (together,) = found.sums
    assert (together.projects, together.first_minor, together.last_minor) == (4, 1200, 1400)
    assert together.growth.value == pytest.approx(200 / 1200)
    assert [(one.projects, one.before_minor, one.cost_minor) for one in found.steps] == [(4, 1200, 1360), (3, 260, 300)]
    assert [one.index for one in found.steps] == pytest.approx([100 * 1360 / 1200, 100 * 1360 / 1200 * 300 / 260])
    assert (found.once, found.hidden) == (1, 0)
    state(cast, stated["Fell"], 100, currency="GBP")  # another currency is never taken one to one
    assert [one.growth.value for one in cost_growth(cast.bob, cast.portfolio, on=AT.date()).rows if one.name == "Fell"]
    closed = cost_growth(cast.alice, cast.portfolio, on=AT.date())  # sees one project
    assert ([one.name for one in closed.rows], closed.hidden) == (["Warehouse north"], 0)
    heidi = cost_growth(cast.heidi, cast.portfolio, on=AT.date())  # sees it without its cost
    assert (heidi.rows, heidi.sums, heidi.steps, heidi.hidden) == ((), (), (), 1)


def test_it_is_told_by_every_door(cast: Cast, stated: dict[str, Project], capsys: pytest.CaptureFixture[str]) -> None:
    page = f"/portfolios/{cast.portfolio.pk}/cost-growth/"
    bob = entered(cast.bob)
    shown = bob.get(page).content.decode()
    assert "+100 %" in shown
    assert "List by list" in shown
    assert "+100" not in entered(cast.heidi).get(page).content.decode()
    assert page in bob.get("/money/").content.decode()
    own = bob.get(f"/projects/{cast.project.pk}/money/").content.decode()
    assert "Whole-life cost as stated" in own
    assert "Whole-life cost as stated" not in bob.get(f"/projects/{cast.other.pk}/money/").content.decode()
    api = Client()
    api.force_login(cast.bob, backend="conspectus.rooms.accounts.queries.SessionBackend")
    told = api.get(f"/api/v1/portfolios/{cast.portfolio.pk}/cost-growth").json()
    assert told["rows"][0]["growth"]["value"] == 1.0
    assert run(["money", "growth", str(cast.portfolio.pk)]) == 0
    said = capsys.readouterr().out
    assert "+100.0%" in said
    assert "4 projects together: +16.7% EUR" in said
