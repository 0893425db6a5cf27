"""Files to take along: the board pack of the portfolio, and a workbook to begin a plan with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from conspectus.journeys.portfolio_table import portfolio_file
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.review import pack_bytes

from ..answers import hand_over, page
from ..asking import asker, at, query
from ..tables.columns import file_columns
from ..tables.portfolio import read_filter, read_grid
from .narrowing import asked_of
from .review import KINDS

TABLES = {"xlsx": KINDS["xlsx"], "csv": "text/csv; charset=utf-8"}


@require_safe
@page
def pack(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over one file of the board pack of all the reader may see."""
    if kind not in KINDS:
        raise Http404
    found = review_portfolio(by=asker(request), at=at(request), wanted=read_filter(query(request)))
    name = f"board-pack.{kind}"
    return hand_over(pack_bytes(found, (kind,))[name], name, KINDS[kind])


@require_safe
@page
def portfolio_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the portfolio table as narrowed and ordered, every row of it."""
    if kind not in TABLES:
        raise Http404
    asked = asked_of(request)
    wanted = read_grid(asked)
    columns = file_columns(asked.get("columns", ""))
    data = portfolio_file(by=asker(request), at=at(request), kind=kind, wanted=wanted, columns=columns)
    return hand_over(data, f"portfolio.{kind}", TABLES[kind])


@require_safe
@page
def plan_template(request: HttpRequest) -> HttpResponse:
    """Hand over a workbook to fill in, for teams without a planning program."""
    from conspectus.formats.schedules import template

    return hand_over(template.write_template(), template.NAME, KINDS["xlsx"])
