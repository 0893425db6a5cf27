"""Board packs of frozen periods, and the template they follow."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.runs import RunOut, followed, wants_run
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.formats.packs import KINDS
from conspectus.journeys.long_work import start_pack
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.packs.actions import Scheduled, Template, make_pack, schedule_packs, set_pack_template
from conspectus.rooms.packs.models import PackRun, PackSchedule, PackTemplate
from conspectus.rooms.packs.queries import get_pack, pack_data, pack_schedule, pack_template, packs_of
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import require

router = Router(tags=["packs"])


class TemplateOut(Schema):
    """A portfolio's template; ``revision`` 0 where none was set: the usual look. The logo is PNG in base64."""

    organisation: str
    logo: str
    accent: str
    second: str
    pages: list[str]
    unit: str
    revision: int


class TemplateIn(Body):
    """The template to set; a ``logo`` left out stays, an empty one goes."""

    organisation: str = ""
    accent: str
    second: str
    pages: list[str]
    unit: str = "one"
    logo: str | None = None


class ScheduleOut(Schema):
    """When packs are made by themselves; ``revision`` 0 where nothing was said yet. Made in the name of ``set_by``."""

    is_on: bool
    kinds: list[str]
    working_days: int
    readers: list[Named]
    set_by: Named | None
    revision: int


class ScheduleIn(Body):
    """What to say: the kinds of file, working days to wait after a period's last day, and people to tell by number."""

    is_on: bool
    kinds: list[str]
    working_days: int
    readers: list[int]


class PackIn(Body):
    """What to make: kinds of file, all without, and the version of the freeze, 0 for the newest."""

    kinds: list[str] | None = None
    version: int = 0


class PackOut(Schema):
    """A kept file; ``digest`` is the SHA-256 of its bytes."""

    id: int
    period: int
    version: int
    template_revision: int
    kind: str
    digest: str
    size: int
    made_by: Named | None
    made_at: datetime


@router.get("/portfolios/{portfolio_id}/pack-template", response={200: TemplateOut}, summary="Template")
def one_template(request: HttpRequest, response: HttpResponse, portfolio_id: str) -> TemplateOut:
    """Return how a portfolio's packs look and which pages they hold."""
    row = pack_template(get_portfolio(asker(request), portfolio_id))
    tag(response, row.revision)
    return _template(row)


@router.put("/portfolios/{portfolio_id}/pack-template", response={200: TemplateOut}, summary="Set it")
def put_template(request: HttpRequest, response: HttpResponse, portfolio_id: str, body: TemplateIn) -> TemplateOut:
    """Say how a portfolio's packs look; takes If-Match. Packs already made stay."""
    by = asker(request)
    place, revision = get_portfolio(by, portfolio_id), wanted_revision(request)
    wanted = Template(**body.model_dump(exclude={"logo"}), logo=_logo(body.logo))
    row = set_pack_template(portfolio=place, template=wanted, revision=revision, by=by, at=now())
    tag(response, row.revision)
    return _template(row)


@router.get("/portfolios/{portfolio_id}/pack-schedule", response={200: ScheduleOut}, summary="Schedule")
def one_schedule(request: HttpRequest, response: HttpResponse, portfolio_id: str) -> ScheduleOut:
    """Return when a portfolio's packs are made by themselves; to who may say so."""
    by = asker(request)
    place = get_portfolio(by, portfolio_id)
    require(by, "schedule_packs", place)
    return _schedule(response, pack_schedule(place))


@router.put("/portfolios/{portfolio_id}/pack-schedule", response={200: ScheduleOut}, summary="Set it")
def put_schedule(request: HttpRequest, response: HttpResponse, portfolio_id: str, body: ScheduleIn) -> ScheduleOut:
    """Say when a portfolio's packs are made by themselves, in your name; takes If-Match."""
    by = asker(request)
    place, revision = get_portfolio(by, portfolio_id), wanted_revision(request)
    require(by, "schedule_packs", place)
    wanted = Scheduled(**body.model_dump(exclude={"readers"}), readers=[get_person(one) for one in body.readers])
    return _schedule(response, schedule_packs(portfolio=place, schedule=wanted, revision=revision, by=by, at=now()))


@router.get("/periods/{period_id}/packs", response={200: Page[PackOut]}, summary="Packs")
def list_packs(request: HttpRequest, period_id: str, cursor: str = "", limit: int = USUAL) -> Page[PackOut]:
    """Return the packs kept of a period, newest first: those that show nothing the asker may not see."""
    known_only(request, "cursor", "limit")
    by = asker(request)
    rows, following = page(packs_of(by, get_period(by, period_id), at=now()), cursor, limit)
    return Page(items=[_pack(row) for row in rows], next=following)


@router.post("/periods/{period_id}/packs", response={201: list[PackOut], 202: RunOut}, summary="Make a pack")
def post_pack(request: HttpRequest, response: HttpResponse, period_id: str, body: PackIn) -> Any:
    """Make the pack of a frozen period; from the same it is the one that is there. With respond-async as a run."""
    by, at = asker(request), now()
    period, kinds = get_period(by, period_id), KINDS if body.kinds is None else body.kinds
    if wants_run(request):
        return followed(response, start_pack(period=period, version=body.version, kinds=kinds, by=by, at=at))
    rows = make_pack(period=period, version=body.version, kinds=kinds, by=by, at=at)
    return Status(201, [_pack(row) for row in rows])


@router.get("/packs/{pack_id}", response={200: bytes}, summary="A file of a pack")
def pack_file(request: HttpRequest, pack_id: str) -> HttpResponse:
    """Return the bytes of a kept file."""
    row = get_pack(asker(request), pack_id, at=now())
    return handed_over(pack_data(row), f"board-pack-{row.pk}.{row.kind}", "application/octet-stream")


def _schedule(response: HttpResponse, row: PackSchedule) -> ScheduleOut:
    tag(response, row.revision)
    told = {name: getattr(row, name) for name in ("is_on", "kinds", "working_days", "revision")}
    readers = [Named(id=one.pk, name=one.name) for one in row.readers.all()] if row.pk else []
    return ScheduleOut(**told, readers=readers, set_by=named(row.set_by))


def _logo(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("logo", "The logo is not written in base64.", "logo") from None


def _template(row: PackTemplate) -> TemplateOut:
    return TemplateOut(
        **{name: getattr(row, name) for name in TemplateOut.model_fields if name != "logo"},
        logo=base64.b64encode(bytes(row.logo)).decode(),
    )


def _pack(row: PackRun) -> PackOut:
    return PackOut(
        id=row.pk,
        period=row.period_id,
        digest=row.file_id,
        made_by=named(row.made_by),
        **{name: getattr(row, name) for name in ("version", "template_revision", "kind", "size", "made_at")},
    )
