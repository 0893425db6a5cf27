"""Registers: entries listed, opened one or many, changed, converted, escalated; heat map and exposure."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.portfolio import BYTES, FILES
from conspectus.doors.api.v1.references import referred, referred_projects
from conspectus.doors.api.v1.shapes import Page
from conspectus.journeys.registers import register_file
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import get_contract, get_objective, get_party, visible_projects
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks import actions
from conspectus.rooms.risks.actions import Listed, Particulars, Quantities
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.burn_down import RegisterBurnDown, burn_down
from conspectus.rooms.risks.queries.entries import RegisterFilter, RegisterView, entry_views, find_entries, get_entry
from conspectus.rooms.risks.queries.exposure import Exposure, HeatMap, exposures, heat_map
from conspectus.rooms.risks.queries.touched import Touches, touches_of
from conspectus.rooms.risks.rules import sees_amounts

router = Router(tags=["registers"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AskedRegister(Schema):
    """What registers are narrowed to; see `docs/methods/registers.md`."""

    text: str = ""
    kind: str = ""
    state: str = ""
    category: str = ""
    band: str = ""
    cell: str = ""
    whose: str = ""
    late: bool = False
    escalated: bool = False
    portfolio: Number | None = None
    programme: Number | None = None
    division: Number | None = None
    project: Number | None = None
    objective: Number | None = None
    party: Number | None = None
    contract: Number | None = None
    task: Number | None = None
    sort: str = "-score"

    def wanted(self) -> RegisterFilter:
        """Return the one filter object of the list."""
        return RegisterFilter(**{name: getattr(self, name) for name in AskedRegister.model_fields})


class RegisterPage(AskedRegister):
    """The same, a page at a time."""

    cursor: str = ""
    limit: int = USUAL


class RegisterEntryIn(Body):
    """What is kept of an entry: scales from 1 to 5, ``percent`` from 0 to 100, money in minor units.

    ``tasks`` are those of its project's plan it touches, each by its id or exact name.
    """

    title: str
    cause: str = ""
    effect: str = ""
    category: str = "other"
    probability: int | None = None
    impact_time: int | None = None
    impact_cost: int | None = None
    impact_quality: int | None = None
    percent: int | None = None
    cost_minor: int | None = None
    days: int | None = None
    residual_probability: int | None = None
    residual_impact: int | None = None
    residual_percent: int | None = None
    residual_cost_minor: int | None = None
    currency: str = ""
    expected_on: Day | None = None
    response: str = ""
    response_words: str = ""
    owner: int | None = None
    review_on: Day | None = None
    state: str = "open"
    outcome: str = ""
    also: list[int] = Field(default_factory=list)
    objectives: list[int] = Field(default_factory=list)
    parties: list[int] = Field(default_factory=list)
    contracts: list[int] = Field(default_factory=list)
    tasks: list[str] = Field(default_factory=list)


class NewEntryIn(RegisterEntryIn):
    """An entry to open: a threat, opportunity, issue, assumption or decision of one of the three places."""

    kind: str
    project: int | None = None
    programme: int | None = None
    portfolio: int | None = None


class RegisterEntriesIn(Body):
    """Entries to open at one place, all or none; each names the place again or leaves it out."""

    project: int | None = None
    programme: int | None = None
    portfolio: int | None = None
    entries: list[NewEntryIn]


class EntryChangeIn(Body):
    """One of the entries to change alike, at the revision it was read."""

    entry: int
    revision: int
    state: str = ""
    outcome: str = ""
    owner: int | None = None
    review_on: Day | None = None
    category: str = ""


class EntryChangesIn(Body):
    """Entries to change, all or none."""

    changes: list[EntryChangeIn]


class ConversionIn(Body):
    """What an entry becomes, and why."""

    kind: str
    reason: str


class EscalationIn(Body):
    """Where an entry is given: programme, portfolio, or empty for back; and why."""

    level: str
    reason: str


class ExposureOut(Schema):
    """Expected money of open threats, and of open opportunities."""

    threats: Exposure
    opportunities: Exposure


class OneEntry(Schema):
    """An entry with all that is kept of it; its money where its reader may see that."""

    entry: RegisterView
    cause: str
    effect: str
    impacts: dict[str, int | None]
    residual: dict[str, int | None]
    days: int | None
    response_words: str
    outcome: str
    also: tuple[int, ...]
    came_from: int | None
    touches: Touches


@router.get("/register-entries", response={200: Page[RegisterView]}, summary="Registers")
def list_entries(request: HttpRequest, asked: Query[RegisterPage]) -> Page[RegisterView]:
    """Return the entries you may see; open ones unless ``state`` says otherwise, the gravest first."""
    known_only(request, *RegisterPage.model_fields)
    by, on = asker(request), now().date()
    rows = find_entries(by, asked.wanted(), on)
    found, following = page(rows, asked.cursor, asked.limit)
    return Page(items=entry_views(by, found, on), next=following)


@router.get("/registers/exposure", response={200: ExposureOut}, summary="Exposure in money")
def get_exposure(request: HttpRequest, asked: Query[AskedRegister]) -> ExposureOut:
    """Return the expected money of the open threats and opportunities of a place, one that is shared once."""
    known_only(request, *AskedRegister.model_fields)
    threats, opportunities = exposures(asker(request), asked.wanted(), now().date())
    return ExposureOut(threats=threats, opportunities=opportunities)


@router.get("/registers/heat-map", response={200: HeatMap}, summary="Heat map")
def get_heat_map(request: HttpRequest, asked: Query[AskedRegister]) -> HeatMap:
    """Return probability against impact of the open threats, or of another ``kind``, with moves to what remains."""
    known_only(request, *AskedRegister.model_fields)
    return heat_map(asker(request), asked.wanted(), asked.kind or "threat", now().date())


@router.get("/registers/burn-down", response={200: RegisterBurnDown}, summary="Burn-down")
def get_burn_down(request: HttpRequest, asked: Query[AskedRegister]) -> RegisterBurnDown:
    """Return the open threats, or another ``kind``, at the end of each of the last periods, and their money."""
    known_only(request, *AskedRegister.model_fields)
    return burn_down(asker(request), asked.wanted(), now().date())


@router.get(
    "/registers/file",
    response={200: bytes},
    summary="Registers as a file",
    openapi_extra={"responses": {200: {"content": {kind: {"schema": BYTES} for kind in FILES.values()}}}},
)
def get_register_file(request: HttpRequest, asked: Query[AskedRegister], form: str = "xlsx") -> HttpResponse:
    """Return every entry the same filters leave as XLSX or CSV (``form``); it reads back in."""
    known_only(request, *AskedRegister.model_fields, "form")
    data = register_file(by=asker(request), at=now(), kind=form, wanted=asked.wanted())
    answer = HttpResponse(data, content_type=FILES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="register.{form}"'
    return answer


@router.post("/register-entries", response={201: OneEntry}, summary="Open an entry")
def post_entry(request: HttpRequest, response: HttpResponse, body: NewEntryIn) -> Status[OneEntry]:
    """Open an entry of a project, a programme or a portfolio."""
    by, at = asker(request), now()
    place = _place(by, body)
    require(by, "open_register_entry", place, at.date())
    row = actions.open_register_entry(place=place, new=_particulars(by, body, body.kind), by=by, at=at)
    return Status(201, _tagged(response, by, row))


@router.post("/register-entries/many", response={201: Page[RegisterView]}, summary="Open several at once")
def post_entries(request: HttpRequest, body: RegisterEntriesIn) -> Status[Page[RegisterView]]:
    """Open several entries of one place at once: all of them or none, each at fault named by its row."""
    by, at = asker(request), now()
    place = _place(by, body)
    require(by, "import_register_entries", place, at.date())
    news = [Listed(_particulars(by, one, one.kind), place) for one in body.entries]
    rows = actions.import_register_entries(place=place, rows=news, source="API", by=by, at=at)
    return Status(201, Page(items=entry_views(by, rows, at.date()), next=None))


@router.post("/register-entries/changes", response={200: Page[RegisterView]}, summary="Change several alike")
def post_changes(request: HttpRequest, body: EntryChangesIn) -> Page[RegisterView]:
    """Change state, owner, category or day of review of several entries: all of them or none."""
    by, at = asker(request), now()
    changes = [_bulk(by, one, at) for one in body.changes]
    rows = actions.change_register_entries(changes=changes, by=by, at=at)
    return Page(items=entry_views(by, rows, at.date()), next=None)


@router.get("/register-entries/{register_id}", response={200: OneEntry}, summary="One entry")
def one_entry(request: HttpRequest, response: HttpResponse, register_id: str) -> OneEntry:
    """Return an entry with all that is kept of it."""
    by = asker(request)
    return _tagged(response, by, get_entry(by, register_id, now().date()))


@router.put("/register-entries/{register_id}", response={200: OneEntry}, summary="Change it")
def put_entry(request: HttpRequest, response: HttpResponse, register_id: str, body: RegisterEntryIn) -> OneEntry:
    """Change what is kept of an entry, all at once; its kind stays. Takes If-Match."""
    by, at = asker(request), now()
    row = get_entry(by, register_id, at.date())
    require(by, "change_register_entry", row.place, at.date())
    new, revision = _particulars(by, body, row.kind, row), wanted_revision(request)
    return _tagged(response, by, actions.change_register_entry(entry=row, new=new, revision=revision, by=by, at=at))


@router.post("/register-entries/{register_id}/conversion", response={201: OneEntry}, summary="Convert it")
def post_conversion(
    request: HttpRequest, response: HttpResponse, register_id: str, body: ConversionIn
) -> Status[OneEntry]:
    """Open what an entry became; the old one ends and both name each other. Takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_entry(by, register_id, at.date()), wanted_revision(request)
    made = actions.convert_register_entry(entry=row, **body.model_dump(), revision=revision, by=by, at=at)
    return Status(201, _tagged(response, by, made))


@router.post("/register-entries/{register_id}/escalation", response={200: OneEntry}, summary="Escalate it")
def post_escalation(request: HttpRequest, response: HttpResponse, register_id: str, body: EscalationIn) -> OneEntry:
    """Give an entry to its programme or portfolio, or back, with a reason. Takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_entry(by, register_id, at.date()), wanted_revision(request)
    row = actions.escalate_register_entry(entry=row, **body.model_dump(), revision=revision, by=by, at=at)
    return _tagged(response, by, row)


def _place(by: User, body: NewEntryIn | RegisterEntriesIn) -> Project | Programme | Portfolio:
    named = [name for name in ("project", "programme", "portfolio") if getattr(body, name) is not None]
    if len(named) != 1:
        raise Invalid("place", "Name one project, programme or portfolio the entry belongs to.", "project")
    found: Project | Programme | Portfolio = referred(by, named[0], getattr(body, named[0]))
    return found


def _particulars(by: User, body: RegisterEntryIn, kind: str, row: RegisterEntry | None = None) -> Particulars:
    given = body.model_dump(exclude={"kind", "project", "programme", "portfolio"})
    quantities: dict[str, Any] = {name: given.pop(name) for name in Quantities.__dataclass_fields__}
    if row is not None and not sees_amounts(by, row, now().date()):  # who does not see money does not change it
        quantities |= {name: getattr(row, name) for name in ("cost_minor", "residual_cost_minor")}
    projects = referred_projects(by, given.pop("also"))
    given |= {"owner": referred(by, "owner", given["owner"]), "also": tuple(projects.values())}
    given["objectives"] = tuple(get_objective(by, one) for one in given["objectives"])
    given["parties"] = tuple(get_party(by, one) for one in given["parties"])
    given["tasks"] = tuple(given["tasks"])
    given["contracts"] = tuple(get_contract(by, one) for one in given["contracts"])
    return Particulars(kind=kind, quantities=Quantities(**quantities), **given)


def _bulk(by: User, one: EntryChangeIn, at: Any) -> actions.BulkChange:
    told = one.model_dump(exclude={"entry"}) | {"owner": referred(by, "owner", one.owner)}
    return actions.BulkChange(entry=get_entry(by, one.entry, at.date()), **told)


def _tagged(response: HttpResponse, by: User, row: RegisterEntry) -> OneEntry:
    tag(response, row.revision)
    (view,) = entry_views(by, [row], now().date())
    also = tuple(visible_projects(by).filter(shared_register=row).order_by().values_list("pk", flat=True))
    return OneEntry(
        entry=view,
        impacts={name: getattr(row, f"impact_{name}") for name in ("time", "cost", "quality")},
        residual={
            "probability": row.residual_probability,
            "impact": row.residual_impact,
            "percent": row.residual_percent,
            "cost_minor": None if view.amounts_hidden else row.residual_cost_minor,
        },
        also=also,
        came_from=row.came_from_id,
        touches=touches_of(by, row, now().date(), named=bool(view.place)),
        **{name: getattr(row, name) for name in ("cause", "effect", "days", "response_words", "outcome")},
    )
