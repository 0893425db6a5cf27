"""Exchange rates of a portfolio: recorded, listed, in force, and an amount converted by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.contract_files import KeptOut
from conspectus.doors.api.v1.ledgers import FileIn
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.rooms.money.actions import RateLine, import_rates, preview_rates, take_rates
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


class RateFileIn(FileIn):
    """What goes with a file of rates: what it leaves open, and the kind of rows that name none."""

    kind: str = "closing"


class RatesPreviewOut(Schema):
    """What an import would record, row by row; ``ready`` where it can be."""

    digest: str
    ready: bool
    words: str
    lines: list[RateLine]
    findings: list[dict[str, Any]]


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


@router.post(
    "/portfolios/{portfolio_id}/rates/import/preview",
    response={200: RatesPreviewOut},
    summary="Look at a file of rates",
)
def preview_rate_file(
    request: HttpRequest, portfolio_id: str, file: File[UploadedFile], given: Form[RateFileIn]
) -> RatesPreviewOut:
    """Say which rates a file would record, and what is wrong with its rows; nothing is recorded."""
    from conspectus.review.show import finding_row

    found = preview_rates(**_sent(request, portfolio_id, file, given))
    told = {name: getattr(found, name) for name in ("digest", "ready", "words")}
    findings = [finding_row(one) for one in found.findings]
    return RatesPreviewOut(**told, lines=list(found.lines), findings=findings)


@router.post("/portfolios/{portfolio_id}/rates/import", response={200: KeptOut}, summary="Record a file of rates")
def import_rate_file(
    request: HttpRequest, portfolio_id: str, file: File[UploadedFile], given: Form[RateFileIn]
) -> KeptOut:
    """Record the rates of a file, all or none; the same file twice changes nothing."""
    return KeptOut(words=import_rates(**_sent(request, portfolio_id, file, given), expected_digest=given.digest))


def _sent(request: HttpRequest, portfolio_id: str, file: UploadedFile, given: RateFileIn) -> dict[str, Any]:
    """Return a file of rates as the actions take it."""
    by = asker(request)
    shared: dict[str, Any] = {"portfolio": get_portfolio(by, portfolio_id), "said": given.said, "by": by, "at": now()}
    return shared | {"data": contents(file), "name": file.name or "", "kind": given.kind}


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
