"""The portfolio table with what is declared: the newest period counts, hidden gaps stay hidden, few questions."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries import GridFilter, for_rows, portfolio_projects
from conspectus.rooms.status.actions import Declared, declare_status
from conspectus.rooms.status.queries import GridRow, grid_rows


def rows(by: User) -> dict[str, GridRow]:
    found = grid_rows(for_rows(portfolio_projects(by, GridFilter(), at=AT)), at=AT)
    return {row.code: row for row in found}


def test_the_newest_open_or_frozen_period_is_beside_the_data(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    assert (rows(cast.bob)["WN-1"].period, rows(cast.bob)["WN-1"].gap) == ("", None)
    days = {"starting": date(2024, 3, 1), "through": date(2024, 6, 1)}
    laid = lay_periods(portfolio=cast.portfolio, **days, by=cast.mona, at=AT)
    april = open_period(period=laid[1], revision=1, by=cast.mona, at=AT)
    declare_status(
        subject=cast.project, period=april, declared=(Declared("overall", "green"),), revision=0, by=cast.alice, at=AT
    )
    row = rows(cast.bob)["WN-1"]
    assert row.figures is not None
    assert (row.period, row.declared, row.declared_label, row.figures.overall.colour) == (
        "Apr 2024", "green", "Green", "red",
    )  # fmt: skip
    assert row.gap == 2.0
    frozen = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    assert rows(cast.bob)["WN-1"] == row
    hidden = rows(cast.grace)["WN-1"]
    assert (hidden.declared, hidden.gap) == ("green", None)  # the frozen gap was taken from cost too
    open_period(period=laid[2], revision=1, by=cast.mona, at=AT)
    assert (frozen.state, rows(cast.bob)["WN-1"].period, rows(cast.bob)["WN-1"].declared) == ("frozen", "May 2024", "")
    assert rows(cast.bob)["HO-1"].period == ""


def test_one_three_and_a_thousand_rows_ask_as_often(cast: Cast) -> None:
    laid = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.mona, at=AT
    )
    open_period(period=laid[0], revision=1, by=cast.mona, at=AT)
    asked = []
    for wanted in (1, 3, 1000):
        here = Project.objects.filter(portfolio=cast.portfolio)
        model = make.project(portfolio=cast.portfolio) if wanted == 3 else cast.project
        copies = []
        for number in range(here.count(), wanted):
            row = Project.objects.get(pk=model.pk) if not copies else copies[0]
            known = {one.attname: getattr(row, one.attname) for one in Project._meta.concrete_fields}
            name = f"copy {number}"
            copies.append(Project(**{**known, "id": None, "code": name, "code_key": name, "name_key": name}))
        Project.objects.bulk_create(copies)
        with only_reading(), CaptureQueriesContext(connection) as questions:
            found = rows(cast.mona)
        assert len(found) == wanted
        asked.append(len(questions))
    assert asked[0] == asked[1] == asked[2] <= 10
