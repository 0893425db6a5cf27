"""The portfolio table: what each row says, who sees what, and how often the database is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import PlanRevision, PlanSummary
from conspectus.rooms.schedule.queries import FiguresView, gantt, portfolio_view
from conspectus.rooms.schedule.queries.briefs import project_briefs

pytestmark = pytest.mark.usefixtures("reader")


def hand_in(cast: Cast, *days: int) -> PlanRevision:
    """Hand a plan of these three durations in."""
    data = file_of(house(days or (5, 10, 5)))
    return import_plan(project=cast.project, data=data, name="north.xml", by=cast.alice, at=AT).revision


def many(revision: PlanRevision, count: int) -> None:
    """Add projects that each have a copy of this revision, straight into the tables."""
    start = Project.objects.count()
    copies = []
    for number in range(start, start + count):
        code, name = f"X-{number}", f"Extra {number}"
        row = Project.objects.get(pk=revision.project_id)
        row.pk, row.code, row.code_key, row.name, row.name_key = None, code, fold(code), name, fold(name)
        copies.append(row)
    Project.objects.bulk_create(copies)
    summary = PlanSummary.objects.get(revision=revision)
    rows = []
    for project in copies:
        row = PlanRevision.objects.get(pk=revision.pk) if not rows else rows[0]
        values = {field.attname: getattr(row, field.attname) for field in PlanRevision._meta.concrete_fields}
        rows.append(PlanRevision(**{**values, "id": None, "project_id": project.pk}))
    PlanRevision.objects.bulk_create(rows)
    values = {field.attname: getattr(summary, field.attname) for field in PlanSummary._meta.concrete_fields}
    PlanSummary.objects.bulk_create(
        PlanSummary(**{**values, "revision_id": row.pk, "project_id": row.project_id}) for row in rows
    )


def asked(call: Any) -> int:
    """Return how many questions a call asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as questions:
        call()
    return len(questions)


def test_a_row_says_what_a_portfolio_manager_asks_first(cast: Cast) -> None:
    hand_in(cast, 5, 15, 5)
    (row,) = portfolio_view(cast.alice, at=AT)
    assert (row.code, row.manager, row.programme, row.division) == ("WN-1", "Alice", "Warehouses", "Logistics")
    assert (row.revision, row.stale_days) == (1, 14)
    assert row.figures is not None
    assert row.figures.current_slip_days == 5
    assert row.figures.money.cpi.value == pytest.approx(220_000 / 240_000)
    assert row.figures.money.spi_t.value is not None
    assert row.figures.schedule.colour == "red"
    assert row.figures.cost.colour in {"amber", "red"}
    assert row.figures.overall.colour == "red"
    assert row.figures.overall.words.startswith("2 of 7 dimensions assessed.")
    assert row.figures.quality_assessed > 5


def test_a_project_without_a_plan_is_a_row_without_figures(cast: Cast) -> None:
    (row,) = portfolio_view(cast.alice, at=AT)
    assert (row.figures, row.revision, row.stale_days) == (None, None, None)


def test_a_row_knows_the_colour_before_as_far_as_one_may_see(cast: Cast) -> None:
    hand_in(cast, 5, 10, 5)
    assert portfolio_view(cast.alice, at=AT)[0].overall_before == ""
    hand_in(cast, 5, 15, 5)
    before = portfolio_view(cast.alice, at=AT)[0].figures
    hand_in(cast, 5, 11, 5)
    assert before is not None
    assert portfolio_view(cast.alice, at=AT)[0].overall_before == before.overall.colour == "red"
    (hidden,) = portfolio_view(cast.grace, at=AT)
    assert hidden.overall_before == before.schedule.colour


def test_each_sees_the_own_projects_and_the_own_money(cast: Cast) -> None:
    hand_in(cast)
    for name, user in cast.users().items():
        rows = portfolio_view(user, at=AT)
        assert [row.code for row in rows] == {"dave": [], "bob": ["HO-1", "WN-1"], "erin": ["HO-1", "WN-1"]}.get(
            name, ["HO-1", "WN-1"] if name == "frank" else ["WN-1"]
        )
        for row in rows:
            if row.figures is not None:
                hidden = row.figures.money.bac.reason == "HIDDEN"
                assert hidden != sees_cost(user, cast.project), name


def test_the_set_of_projects_with_cost_agrees_with_the_rule_for_one(cast: Cast) -> None:
    for name, user in cast.users().items():
        seen = projects_with_cost(user)
        for project in (cast.project, cast.other):
            assert (seen is None or project.pk in seen) == sees_cost(user, project), name


def test_what_is_told_in_brief_is_what_the_rows_say(cast: Cast) -> None:
    hand_in(cast)
    make.project("Without a plan", portfolio=cast.portfolio)
    import_plan(project=cast.other, data=file_of(house((5, 10, 5), cost=1_000.0)), name="o.xml", by=cast.bob, at=AT)
    for name, user in cast.users().items():
        rows, briefs = portfolio_view(user, at=AT), project_briefs(user, ProjectFilter(), at=AT)
        assert len(rows) == len(briefs), name
        for row, brief in zip(rows, briefs, strict=True):
            same = ("project_id", "code", "name", "state", "programme", "division")
            assert [getattr(brief, one) for one in same] == [getattr(row, one) for one in same], name
            figures = row.figures or FiguresView()
            assert (brief.colour, brief.currency) == (figures.overall.colour, figures.money.currency), name
            money = ("bac", "actual_cost", "forecast")
            assert [getattr(brief, one) for one in money] == [getattr(figures.money, one) for one in money], name
    only = {cast.other.pk}
    assert [row.project_id for row in portfolio_view(cast.bob, at=AT, only=only)] == [cast.other.pk]


def test_one_three_and_a_thousand_projects_ask_the_same_number_of_questions(cast: Cast) -> None:
    revision = hand_in(cast)
    found = {}
    for wanted in (1, 3, 1000):
        many(revision, wanted - Project.objects.filter(portfolio=cast.portfolio).count())
        for name, user in (("mona", cast.mona), ("bob", cast.bob)):
            found[name, wanted] = asked(
                lambda user=user: portfolio_view(user, ProjectFilter(portfolio=cast.portfolio.pk), at=AT)
            )
    assert len(portfolio_view(cast.bob, at=AT)) == 1001
    assert found["mona", 1] == found["mona", 3] == found["mona", 1000]
    assert found["bob", 1] == found["bob", 3] == found["bob", 1000] <= 5


@pytest.mark.parametrize("sort", ["finish", "-slip", "float", "quality", "cpi", "spi_t", "status", "-stale"])
def test_rows_are_ordered_by_figures_with_the_unknown_last(cast: Cast, sort: str) -> None:
    hand_in(cast)
    codes = [row.code for row in portfolio_view(cast.bob, ProjectFilter(sort=sort), at=AT)]
    assert codes == ["WN-1", "HO-1"]


def test_an_unknown_order_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Cannot sort by 'manager__user__password'"):
        portfolio_view(cast.bob, ProjectFilter(sort="manager__user__password"), at=AT)


def test_a_filter_leaves_what_it_names(cast: Cast) -> None:
    hand_in(cast)
    other = make.programme("Fleet", portfolio=cast.portfolio)
    assert portfolio_view(cast.bob, ProjectFilter(programme=other.pk), at=AT) == ()
    assert len(portfolio_view(cast.bob, ProjectFilter(text="WAREHOUSE"), at=AT + timedelta(days=1))) == 1


def test_the_gantt_shows_dates_baseline_floats_and_links(cast: Cast) -> None:
    hand_in(cast, 5, 15, 5)
    chart = gantt(cast.project)
    assert (chart.revision, chart.total, chart.baseline_words) == (1, 4, "from file")
    roof = chart.rows[2]
    assert (roof.uid, roof.name, roof.kind, roof.level, roof.critical) == ("3", "Roof", "task", 0, True)
    assert (roof.start.isoformat(), roof.finish.isoformat()) == ("2024-05-06T08:00:00", "2024-05-10T17:00:00")
    assert roof.baseline_finish.isoformat() == "2024-05-03T17:00:00"
    assert roof.total_float_days == 0
    assert [(link.before, link.type, link.lag, link.driving) for link in roof.links] == [("2", "FS", "", True)]
    assert chart.rows[3].kind == "milestone"


def test_the_gantt_comes_in_pages_and_filtered(cast: Cast) -> None:
    hand_in(cast)
    assert [row.name for row in gantt(cast.project, offset=1, most=2).rows] == ["Build", "Roof"]
    assert [row.name for row in gantt(cast.project, text="roo").rows] == ["Roof"]
    assert gantt(cast.project, critical_only=True).total == 3
