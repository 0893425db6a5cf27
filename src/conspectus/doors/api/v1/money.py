"""Budgets, ledger entries and forecasts of projects, and where their money stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Page
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import get_division
from conspectus.rooms.money.actions import (
    NewEntry,
    NewLine,
    approve_budget,
    correct_entry,
    forecast_cost,
    record_entries,
)
from conspectus.rooms.money.queries import (
    BudgetView,
    EntryView,
    ForecastView,
    LedgerFilter,
    ProjectMoney,
    budgets,
    contracts_for,
    entries,
    entry_views,
    forecasts,
    get_entry,
    project_money,
)
from conspectus.rooms.portfolio.models import Contract, Programme, Project
from conspectus.rooms.portfolio.queries import get_programme, get_project

router = Router(tags=["money"])
programmes = Router(tags=["money"])


class EntryIn(Body):
    """An entry to record: ``kind`` is actual, direct_cost, commitment or revenue; ``nature`` capex, opex or empty.

    Below zero it is a credit and needs a reference.
    """

    kind: str
    on: Day
    amount_minor: int
    nature: str = ""
    category: str = ""
    currency: str = ""
    supplier: str = ""
    contract: int | None = None  # that serves the project; its supplier is then the supplier
    reference: str = ""
    note: str = ""


class EntriesIn(Body):
    """Entries to record, all or none; the same ``batch`` twice changes nothing."""

    entries: list[EntryIn]
    batch: str = ""


class CorrectionIn(Body):
    """Why an entry is reversed, and the right one; null where nothing takes its place."""

    reason: str
    right: EntryIn | None = None


class RecordedOut(Schema):
    """How many entries were recorded; 0 where the batch had come in before."""

    entries: int
    words: str


class CorrectedOut(Schema):
    """The reversal and the entry that took the place of the one corrected."""

    reversal: EntryView
    right: EntryView | None


class LineIn(Body):
    """A line of a budget: ``kind`` is base, contingency or reserve, ``nature`` capex or opex."""

    fiscal_year: int
    kind: str
    nature: str
    amount_minor: int
    category: str = ""
    division: int | None = None


class BudgetIn(Body):
    """A budget to approve; ``expected`` is the number of the newest one that was looked at."""

    lines: list[LineIn]
    reason: str
    expected: int | None = None


class MonthIn(Body):
    """What is still to be spent in a month, named by any of its days."""

    month: Day
    amount_minor: int


class ForecastIn(Body):
    """What is still to be spent after ``made_on``, by month; no months: nothing."""

    made_on: Day
    reason: str
    months: list[MonthIn]


@router.get("/{project_id}/money", response={200: ProjectMoney}, summary="Where the money stands")
def get_money(request: HttpRequest, project_id: str) -> ProjectMoney:
    """Return budget, ledger, the plan's estimates and the manager's forecast side by side, in minor units."""
    known_only(request)
    by = asker(request)
    return project_money(by, get_project(by, project_id), at=now())


@router.get("/{project_id}/entries", response={200: Page[EntryView]}, summary="The ledger")
def list_entries(
    request: HttpRequest,
    project_id: str,
    text: str = "",
    kind: str = "",
    since: Day | None = None,
    through: Day | None = None,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[EntryView]:
    """Return ledger entries, newest day first; ``text`` is looked for in category, supplier, reference and note."""
    known_only(request, "text", "kind", "since", "through", "cursor", "limit")
    by = asker(request)
    wanted = LedgerFilter(text, kind, since, through)
    rows, following = page(entries(by, get_project(by, project_id), wanted), cursor, limit)
    return Page(items=list(entry_views(rows)), next=following)


@router.post("/{project_id}/entries", response={(200, 201): RecordedOut}, summary="Record entries")
def post_entries(request: HttpRequest, project_id: str, body: EntriesIn) -> Status[RecordedOut]:
    """Record entries, all or none; 200 where the same batch had come in before."""
    by = asker(request)
    project = get_project(by, project_id)
    held = contracts_for(by, project) if any(one.contract is not None for one in body.entries) else {}
    found = [_entry(one, project, held) for one in body.entries]
    done = record_entries(entries=found, batch=body.batch, by=by, at=now())
    return Status(201 if done.entries else 200, RecordedOut(entries=done.entries, words=done.words))


@router.post(
    "/{project_id}/entries/{entry_id}/correction",
    response={201: CorrectedOut},
    summary="Correct an entry",
)
def post_correction(request: HttpRequest, project_id: str, entry_id: str, body: CorrectionIn) -> Status[CorrectedOut]:
    """Reverse an entry, and record the right one where it is given."""
    by = asker(request)
    project = get_project(by, project_id)
    right = _entry(body.right, project, contracts_for(by, project)) if body.right else None
    row = get_entry(by, project, entry_id)
    reversal, instead = correct_entry(entry=row, reason=body.reason, right=right, by=by, at=now())
    shown = entry_views([reversal, instead] if instead else [reversal])
    return Status(201, CorrectedOut(reversal=shown[0], right=shown[1] if instead else None))


@router.get("/{project_id}/budgets", response={200: list[BudgetView]}, summary="Approved budgets")
def list_budgets(request: HttpRequest, project_id: str) -> Any:
    """Return the approved budgets of a project with their lines, the original first."""
    known_only(request)
    by = asker(request)
    return list(budgets(by, get_project(by, project_id)))


@router.post("/{project_id}/budgets", response={201: BudgetView}, summary="Approve a budget")
def post_budget(request: HttpRequest, project_id: str, body: BudgetIn) -> Status[BudgetView]:
    """Approve the project's next budget, in its currency."""
    by = asker(request)
    return _approved(by, get_project(by, project_id), body)


def _approved(by: User, subject: Project | Programme, body: BudgetIn) -> Status[BudgetView]:
    lines = [
        NewLine(**{**dict(one), "division": None if one.division is None else get_division(one.division)})
        for one in body.lines
    ]
    approve_budget(subject=subject, lines=lines, reason=body.reason, expected=body.expected, by=by, at=now())
    return Status(201, budgets(by, subject)[-1])


@programmes.get("/{programme_id}/budgets", response={200: list[BudgetView]}, summary="Its own budgets")
def list_programme_budgets(request: HttpRequest, programme_id: str) -> Any:
    """Return the budgets approved for a programme itself with their lines, the original first."""
    known_only(request)
    by = asker(request)
    return list(budgets(by, get_programme(by, programme_id)))


@programmes.post("/{programme_id}/budgets", response={201: BudgetView}, summary="Approve its own budget")
def post_programme_budget(request: HttpRequest, programme_id: str, body: BudgetIn) -> Status[BudgetView]:
    """Approve a programme's next budget of its own, in the currency of its portfolio; its sums are held to it."""
    by = asker(request)
    return _approved(by, get_programme(by, programme_id), body)


@router.get("/{project_id}/forecasts", response={200: Page[ForecastView]}, summary="Forecasts")
def list_forecasts(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[ForecastView]:
    """Return what the manager expected still to be spent, the newest forecast first."""
    known_only(request, "cursor", "limit")
    by = asker(request)
    rows, following = page(forecasts(by, get_project(by, project_id)), cursor, limit, "number")
    return Page(items=rows, next=following)


@router.post("/{project_id}/forecasts", response={201: ForecastView}, summary="Forecast the cost")
def post_forecast(request: HttpRequest, project_id: str, body: ForecastIn) -> Status[ForecastView]:
    """Keep what is still to be spent, month by month."""
    by = asker(request)
    project = get_project(by, project_id)
    months = [(one.month, one.amount_minor) for one in body.months]
    forecast_cost(project=project, made_on=body.made_on, reason=body.reason, months=months, by=by, at=now())
    return Status(201, forecasts(by, project)[0])


def _entry(given: EntryIn, project: Project, held: dict[int, Contract]) -> NewEntry:
    """Return an entry as it was sent; refuses a contract that does not serve the project."""
    values = dict(given)
    number = values.pop("contract")
    if number is not None and number not in held:
        raise Invalid("contract", f"There is no contract {number} that serves {project.code}.", "contract")
    return NewEntry(project=project, contract=held.get(number), **values)
