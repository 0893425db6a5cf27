"""Exchange rates of a portfolio: recorded, listed, in force, and an amount converted by them."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.take_rates import take_rates
from conspectus.rooms.portfolio.actions import NewRate
from conspectus.rooms.portfolio.models import Rate
from conspectus.rooms.portfolio.queries import RateFilter, find_rates, get_portfolio, rates_in_force

router = Router(tags=["rates"])


class RateIn(Body):
    """A rate to record: budget rates have a ``fiscal_year``, others a day; ``rate`` is a decimal text.

    It says units of the portfolio's currency for one unit of this one; where ``inverse``, the other way round.
    """

    kind: str
    currency: str
    rate: str
    valid_on: Day | None = None
    fiscal_year: int | None = None
    inverse: bool = False


class RatesIn(Body):
    """Rates to record, all or none, and where they come from."""

    rates: list[RateIn]
    source: str = ""


class RateOut(Schema):
    """A rate as recorded."""

    id: int
    kind: str
    currency: str
    rate: str
    valid_on: date | None
    fiscal_year: int | None
    inverse: bool
    source: str
    recorded_by: Named
    recorded_at: datetime


class RateInForce(RateOut):
    """The newest rate of its kind and currency: how old it is, and whether it may still be used."""

    days: int | None
    in_force: bool


@router.get("/portfolios/{portfolio_id}/rates", response={200: Page[RateOut]}, summary="Rates")
def list_rates(
    request: HttpRequest, portfolio_id: str, kind: str = "", currency: str = "", cursor: str = "", limit: int = USUAL
) -> Page[RateOut]:
    """Return every rate recorded, newest first; of the same kind, currency and day the first counts."""
    known_only(request, "kind", "currency", "cursor", "limit")
    found = find_rates(get_portfolio(asker(request), portfolio_id), RateFilter(kind, currency))
    rows, following = page(found, cursor, limit)
    return Page(items=[RateOut.model_validate(_told(row)) for row in rows], next=following)


@router.post("/portfolios/{portfolio_id}/rates", response={201: list[RateOut]}, summary="Record rates")
def post_rates(request: HttpRequest, portfolio_id: str, body: RatesIn) -> Status[list[RateOut]]:
    """Record rates, all or none; answers with those that are new. A rate of the same day corrects the one before."""
    by = asker(request)
    place = get_portfolio(by, portfolio_id)
    given = [NewRate(**one.model_dump()) for one in body.rates]
    rows = take_rates(portfolio=place, rates=given, source=body.source, by=by, at=now())
    return Status(201, [RateOut.model_validate(_told(row)) for row in rows])


@router.get(
    "/portfolios/{portfolio_id}/rates/in-force",
    response={200: list[RateInForce]},
    summary="Rates in force",
)
def list_rates_in_force(request: HttpRequest, portfolio_id: str, on: Day | None = None) -> list[RateInForce]:
    """Return the newest rate of each kind and currency on or before a day, today unless ``on`` names one."""
    known_only(request, "on")
    found = rates_in_force(get_portfolio(asker(request), portfolio_id), on or now().date())
    return [
        RateInForce.model_validate({**_told(one.rate), "days": one.days, "in_force": one.in_force}) for one in found
    ]


def _told(row: Rate) -> dict[str, object]:
    names = ("kind", "currency", "rate", "valid_on", "fiscal_year", "inverse", "source", "recorded_at")
    told: dict[str, object] = {name: getattr(row, name) for name in names}
    return told | {"id": row.pk, "recorded_by": named(row.recorded_by)}
