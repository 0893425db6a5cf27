"""Projects with the few figures that sums over them are made of; no row of the table is built for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries.figures import HIDDEN
from conspectus.rooms.schedule.queries.grid import portfolio_projects
from conspectus.rooms.schedule.queries.ranks import COLOURS, overall_rank
from conspectus.rooms.schedule.queries.views import NO_DATA

_MONEY = {"bac": "bac", "actual_cost": "ac", "forecast": "eac"}  # figures by the names their reasons are kept under
_ASKED = (
    *("pk", "code", "name", "state", "programme__name", "division__name", "current__currency"),
    *(f"current__{name}_minor" for name in _MONEY),
)


@dataclass(frozen=True, slots=True)
class ProjectBrief:
    """A project with its overall colour and its money in minor units of ``currency``, as far as the reader may see."""

    project_id: int
    code: str
    name: str
    state: str
    programme: str
    division: str
    colour: str
    currency: str
    bac: Measure
    actual_cost: Measure
    forecast: Measure


def project_briefs(by: User, wanted: ProjectFilter, *, at: datetime) -> tuple[ProjectBrief, ...]:
    """Return the visible projects a filter leaves, in its order; asks the database once."""
    reasons = {f"{name}_reason": F(f"current__measures__{kept}__reason") for name, kept in _MONEY.items()}
    found = portfolio_projects(by, wanted, at=at).annotate(rank=overall_rank(), open=F("cost_open"), **reasons)
    return tuple(_brief(row) for row in found.values(*_ASKED, "rank", "open", *reasons))


def _brief(row: dict[str, Any]) -> ProjectBrief:
    planned = row["rank"] is not None
    return ProjectBrief(
        project_id=row["pk"],
        code=row["code"],
        name=row["name"],
        state=row["state"],
        programme=row["programme__name"] or "",
        division=row["division__name"] or "",
        colour=COLOURS[row["rank"]] if planned else Colour.NOT_ASSESSED.value,
        currency=row["current__currency"] or "",
        **{name: _amount(row, name) if planned else NO_DATA for name in _MONEY},
    )


def _amount(row: dict[str, Any], name: str) -> Measure:
    if not row["open"]:
        return HIDDEN
    amount = row[f"current__{name}_minor"]
    if amount is not None:
        return value(amount)
    reason = row[f"{name}_reason"]
    return missing(Reason(reason) if reason else Reason.NO_DATA)
