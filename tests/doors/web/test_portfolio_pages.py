"""The portfolio page: rows, order, totals from sums, and an empty house that teaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import Cast

from conspectus.doors.web.tables.columns import COLUMNS, trend
from conspectus.doors.web.tables.portfolio import PAGE, headings, read_filter
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.schedule.queries import FiguresView, Judgement, PortfolioRow

Enter = Callable[[User], Client]


def row(colour: str) -> PortfolioRow:
    figures = FiguresView(overall=Judgement(colour))
    return PortfolioRow(1, "a", "a", "active", "", "", "", "", None, None, None, figures)


def test_pressing_a_heading_twice_turns_the_order() -> None:
    once = {one.label: one for one in headings("/", {"text": "a"}, COLUMNS)}["Finish"]
    assert (once.href, once.order) == ("/?text=a&sort=finish", "")
    twice = {one.label: one for one in headings("/", {"sort": "finish"}, COLUMNS)}["Finish"]
    assert (twice.href, twice.order) == ("/?sort=-finish", "ascending")


@pytest.mark.parametrize("text", ["x", "-1", "1" * 40, "1;2", "٣"])
def test_an_id_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_filter({"programme": text})


def test_the_portfolio_shows_what_one_may_see(planned: Cast, enter: Enter) -> None:
    mine = enter(planned.alice).get("/portfolio/").content.decode()
    assert "Warehouse north" in mine
    assert "Head office move" not in mine
    everything = enter(planned.bob).get("/portfolio/").content.decode()
    assert "Head office move" in everything
    assert "no plan yet" in everything


def test_money_is_hidden_in_rows_and_totals(costed: Cast, enter: Enter) -> None:
    assert (
        enter(costed.alice).get("/portfolio/").content.decode().count("115,000") == 3
    )  # the row, the budget, the forecast
    assert "115,000" not in enter(costed.grace).get("/portfolio/").content.decode()


@pytest.mark.parametrize("sort", ["name", "-slip", "finish", "float", "quality", "cpi", "spi_t", "status", "-stale"])
def test_every_order_answers(planned: Cast, enter: Enter, sort: str) -> None:
    assert enter(planned.bob).get(f"/portfolio/?sort={sort}").status_code == 200


@pytest.mark.parametrize("asked", ["sort=user__password", "state=gone", "programme=x", "division=999999"])
def test_what_cannot_be_asked_is_refused_in_words(planned: Cast, enter: Enter, asked: str) -> None:
    assert enter(planned.bob).get(f"/portfolio/?{asked}").status_code in (404, 422)


def test_a_search_that_finds_nothing_says_so(planned: Cast, enter: Enter) -> None:
    page = enter(planned.bob).get("/portfolio/?text=zzz").content.decode()
    assert "No project is left" in page
    assert 'value="zzz"' in page


def test_an_empty_house_teaches(cast: Cast, enter: Enter) -> None:
    page = enter(cast.dave).get("/portfolio/").content.decode()
    assert "No project is open to you" in page
    assert 'href="/upload/"' in page


def test_programmes_are_pages_of_their_own(planned: Cast, enter: Enter) -> None:
    where = f"/programmes/{planned.programme.pk}/"
    assert "Warehouse north" in enter(planned.ivan).get(where).content.decode()
    assert enter(planned.dave).get(where).status_code == 404
    assert enter(planned.dave).get("/programmes/nonsense/").status_code == 404


def test_a_long_list_asks_the_database_no_more_often(planned: Cast, enter: Enter) -> None:
    client = enter(planned.bob)
    client.get("/portfolio/")
    with CaptureQueriesContext(connection) as few:
        client.get("/portfolio/")
    for _ in range(30):
        make.project(portfolio=planned.portfolio)
    with CaptureQueriesContext(connection) as many:
        client.get("/portfolio/")
    assert len(many) == len(few)


def test_a_long_list_comes_a_page_at_a_time_and_is_ordered_and_summed_whole(planned: Cast, enter: Enter) -> None:
    for number in range(PAGE + 5):
        make.project(portfolio=planned.portfolio, name=f"Bridge {number:03}")
    client = enter(planned.bob)
    first = client.get("/portfolio/?sort=-name").content.decode()
    assert first.count('<th scope="row" class="wide">') == PAGE
    assert f"Bridge {PAGE + 4:03}" in first
    assert "Bridge 003" not in first
    assert f"projects 1 to {PAGE} of {PAGE + 7}" in first
    assert f"from={PAGE + 1}" in first
    second = client.get(f"/portfolio/?sort=-name&from={PAGE + 1}").content.decode()
    assert second.count('<th scope="row" class="wide">') == 7
    assert "Bridge 003" in second
    assert client.get("/portfolio/?from=999999").content.decode().count('<th scope="row" class="wide">') == 7
    assert client.get("/portfolio/?from=x").status_code == 200


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [("red", "green", "better"), ("green", "amber", "worse"), ("red", "red", ""), ("", "red", "")],
)
def test_the_trend_is_against_the_revision_before(before: str, now: str, said: str) -> None:
    assert trend(replace(row(now), overall_before=before)) == said


@pytest.mark.parametrize("kind", ["pptx", "pdf", "xlsx"])
def test_the_board_pack_is_handed_over(planned: Cast, enter: Enter, kind: str) -> None:
    answer = enter(planned.bob).get(f"/board-pack.{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="board-pack.{kind}"'
    assert answer.content[:4] in (b"PK\x03\x04", b"%PDF")


def test_there_is_no_other_pack(planned: Cast, enter: Enter) -> None:
    assert enter(planned.bob).get("/board-pack.exe").status_code == 404
