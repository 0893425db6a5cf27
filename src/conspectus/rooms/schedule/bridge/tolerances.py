"""Which tolerance holds for what on a day, and the bands it gives the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from conspectus.formats.currencies import decimals
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.schedule.choices import LIMITS, Judge
from conspectus.rooms.schedule.models import Tolerance

if TYPE_CHECKING:
    from conspectus.engine.status import Tolerances


@dataclass(frozen=True, slots=True)
class LimitView:
    """One limit: green up to one figure, amber up to the other, red beyond; of an index down to."""

    name: str
    label: str
    unit: str
    green: float
    amber: float
    more_is_better: bool


@dataclass(frozen=True, slots=True)
class ToleranceView:
    """What judges a status: whose tolerance, from when, why, and its limits; without a number the usual limits."""

    limits: tuple[LimitView, ...]
    judge: str = Judge.USUAL.value
    name: str = ""  # of the set, portfolio, programme or project
    tolerance_id: int | None = None
    from_on: date | None = None
    reason: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None

    @property
    def label(self) -> str:
        """Whose tolerance it is, in words."""
        return Judge(self.judge).label + (f" “{self.name}”" if self.name and self.judge != Judge.PROJECT else "")


def limits_of(kept: Mapping[str, Sequence[float]]) -> tuple[LimitView, ...]:
    """Return every limit, those not kept as they usually are."""
    found = []
    for name, one in LIMITS.items():
        green, amber = kept.get(name, (one.green, one.amber))
        found.append(LimitView(name, one.label, one.unit, green, amber, one.more_is_better))
    return tuple(found)


USUAL = ToleranceView(limits_of({}))


def bands(tolerance: ToleranceView, currency: str = "") -> Tolerances:
    """Return a tolerance as the engine judges by it; the currency is for the words alone."""
    from conspectus.engine.status import Band, Tolerances

    found: dict[str, Any] = {one.name: Band(one.green, one.amber) for one in tolerance.limits}
    return replace(Tolerances(minor_digits=decimals(currency)), **found)


def tolerances_on(projects: Iterable[Project], on: date) -> dict[int, ToleranceView]:
    """Return what judges each project on a day; asks the database once, however many there are."""
    wanted = list(projects)
    held = Held({one.portfolio_id for one in wanted}, on)
    return {one.pk: held.of("project", one.pk, one.portfolio_id) for one in wanted}


class Held:
    """The tolerances of portfolios that hold on a day, read once."""

    def __init__(self, portfolios: Iterable[int], on: date) -> None:
        rows = Tolerance.objects.filter(portfolio__in=set(portfolios), from_on__lte=on)
        rows = rows.select_related("recorded_by", "portfolio", "programme", "project").order_by("recorded_at", "pk")
        self._own: dict[tuple[str, int], Tolerance] = {}
        self._sets: dict[tuple[int, str], Tolerance] = {}
        for row in rows:
            if row.project_id is not None:
                self._own["project", row.project_id] = row
            elif row.programme_id is not None:
                self._own["programme", row.programme_id] = row
            else:
                self._sets[row.portfolio_id, row.name_key] = row

    def of(self, kind: str, number: int, portfolio: int) -> ToleranceView:
        """Return what judges a ``project``, or the sums of a ``programme``, of this number."""
        return self._of(self._own.get((kind, number)), portfolio)

    def of_portfolio(self, portfolio: int) -> ToleranceView:
        """Return what judges the sums of a portfolio, and all in it that has nothing else."""
        return self._of(None, portfolio)

    def sets(self, portfolio: int) -> list[ToleranceView]:
        """Return the sets of a portfolio, by name."""
        rows = [row for (place, key), row in self._sets.items() if place == portfolio and key]
        return [_view(row) for row in sorted(rows, key=lambda row: row.name_key)]

    def _of(self, own: Tolerance | None, portfolio: int) -> ToleranceView:
        if own is not None and own.limits:
            return _view(own)
        followed = self._sets.get((portfolio, own.name_key)) if own is not None else None
        found = followed or self._sets.get((portfolio, ""))
        return USUAL if found is None else _view(found)


def judge_of(row: Tolerance) -> tuple[Judge, Any]:
    """Return whose tolerance a row is, and the thing it is named by."""
    if row.project_id is not None:
        return Judge.PROJECT, row.project
    if row.programme_id is not None:
        return Judge.PROGRAMME, row.programme
    return (Judge.SET, row) if row.name else (Judge.PORTFOLIO, row.portfolio)


def _view(row: Tolerance) -> ToleranceView:
    judge, named = judge_of(row)
    return ToleranceView(
        limits=limits_of(row.limits),
        judge=judge.value,
        name=named.name,
        tolerance_id=row.pk,
        from_on=row.from_on,
        reason=row.reason,
        recorded_by=row.recorded_by.name,
        recorded_at=row.recorded_at,
    )


def scope_of(subject: Portfolio | Programme | Project) -> dict[str, Any]:
    """Return the columns that say what a tolerance is of."""
    if isinstance(subject, Portfolio):
        return {"portfolio": subject, "programme": None, "project": None}
    kinds = {"programme": None, "project": None, type(subject).__name__.lower(): subject}
    return {"portfolio_id": subject.portfolio_id, **kinds}
