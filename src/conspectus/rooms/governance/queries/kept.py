"""The open exceptions of a portfolio as a freeze keeps them, with what was promised and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.governance.bridge import counted
from conspectus.rooms.governance.choices import ExceptionState, PromiseKind
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.governance.queries.exceptions import promise_view, tells_cost
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import projects_in


@dataclass(frozen=True, slots=True)
class KeptException:
    """An exception as it stood at the end of a day; ``within`` are the projects of the programme it belongs to."""

    exception_id: int
    project_id: int | None
    programme_id: int | None
    within: tuple[int, ...]
    place: str
    state: str
    opened_on: date
    dimensions: tuple[str, ...]
    cost_dimensions: tuple[str, ...]  # of causes that tell of cost: only for who sees that
    wanted: str
    wanted_from: str
    wanted_by: date | None
    kept: int
    missed: int
    open: int
    green_on: date | None  # the latest day promised for green that stands


def kept_exceptions(portfolio: Portfolio, on: date) -> tuple[KeptException, ...]:
    """Return what was open at the end of a day, the longest first; asks as often for few as for many."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    mine = Q(project__portfolio=portfolio) | Q(programme__portfolio=portfolio)
    rows = ExceptionReport.objects.filter(mine, Q(closed_at=None) | Q(closed_at__gte=midnight), opened_at__lt=midnight)
    rows = rows.select_related("project", "programme", "wanted_from").order_by("opened_at", "pk")
    many = ("causes", "promises__owner", "promises__made_by", "promises__done", "promises__replaced_by")
    within = projects_in(portfolio)
    return tuple(_kept(row, within, on, midnight) for row in rows.prefetch_related(*many))


def _kept(row: ExceptionReport, within: dict[int, tuple[int, ...]], on: date, end: datetime) -> KeptException:
    written = row.written_at is not None and row.written_at < end
    state = ExceptionState.WRITTEN if written else ExceptionState.WANTED
    if row.decided_at is not None and row.decided_at < end:
        state = ExceptionState.DECIDED
    promises = [one for one in row.promises.all() if one.made_at < end]
    green = [one for one in promises if one.kind == PromiseKind.GREEN and promise_view(one, on).standing]
    causes = [one for one in row.causes.all() if one.noted_at < end and one.dimension not in ("", "overall")]
    found = counted(promises, on)
    return KeptException(
        exception_id=row.pk,
        project_id=row.project_id,
        programme_id=row.programme_id,
        within=within.get(row.programme_id or 0, ()),
        place=str(row.subject),
        state=state.value,
        opened_on=row.opened_at.date(),
        dimensions=tuple(dict.fromkeys(one.dimension for one in causes if not tells_cost(one))),
        cost_dimensions=tuple(dict.fromkeys(one.dimension for one in causes if tells_cost(one))),
        wanted=row.wanted if written else "",
        wanted_from=row.wanted_from.name if written and row.wanted_from else "",
        wanted_by=row.wanted_by if written else None,
        kept=found.kept,
        missed=found.missed,
        open=found.open,
        green_on=max((one.promised_on for one in green), default=None),
    )
