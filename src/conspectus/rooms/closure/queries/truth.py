"""What came true of a project, and each forecast of its frozen periods against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conspectus.engine.forecasts import Score, days_off, percent_off, score
from conspectus.engine.measure import Measure
from conspectus.rooms.closure.choices import Forecast, Source
from conspectus.rooms.closure.models import ForecastScore
from conspectus.rooms.closure.queries.points import FinalCost
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.queries.snapshots import published, status_of
from conspectus.rooms.status.queries.views import ProjectStatus


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """The forecasts of one thing by one source taken together; days of a finish, percent of a cost."""

    forecast: str
    source: str
    label: str
    source_words: str
    total: Score


def finished_on(project: Project, ends_on: date) -> date:
    """Return the day a project was finished: of its plan where all of that is done, else the day it ends."""
    row = PlanSummary.objects.filter(project=project, is_current=True).first()
    if row is None or row.finish_on is None or row.done < row.tasks:
        return ends_on
    return min(row.finish_on, ends_on)


def scored(project: Project, cost: FinalCost, finish: date) -> Iterator[ForecastScore]:
    """Yield each forecast made before the finish, not stored yet: by the data and as declared, finish and cost."""
    rows = published().filter(subject_kind=SubjectKind.PROJECT, subject_id=project.pk)
    for row in rows.select_related("period").order_by("period__starts_on"):
        lead = (finish - (row.period.ends_on - timedelta(days=1))).days
        if lead <= 0:
            continue
        for source, ends, amount in _said(status_of(row.body), cost.currency):
            made = {"period": row.period, "source": source, "lead_days": lead}
            if ends is not None:
                error = days_off(ends, finish)
                yield ForecastScore(**made, forecast=Forecast.FINISH, finish_on=ends, error=error)
            off = None if amount is None or cost.spent_minor is None else percent_off(amount, cost.spent_minor)
            if off is not None and off.value is not None:
                yield ForecastScore(**made, forecast=Forecast.COST, cost_minor=amount, error=off.value)


def sums(rows: Iterable[ForecastScore], *, with_cost: bool) -> tuple[ScoreSum, ...]:
    """Return scores taken together by what was forecast and by whom; those of cost only ``with_cost``."""
    found: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        if with_cost or row.forecast != Forecast.COST:
            found.setdefault((row.forecast, row.source), []).append(row.error)
    return tuple(
        ScoreSum(forecast, source, str(Forecast(forecast).label), str(Source(source).label), score(errors))
        for (forecast, source), errors in sorted(found.items())
    )


def _said(status: ProjectStatus, currency: str) -> Iterator[tuple[str, date | None, int | None]]:
    """Yield what a frozen status forecast: by the data, and as its manager declared it."""
    if status.figures is not None:
        money = status.figures.money
        known = money.currency in ("", currency)
        yield Source.COMPUTED, status.figures.finish_on, _whole(money.forecast) if known else None
    yield Source.DECLARED, status.report.finish_on, status.report.forecast_minor


def _whole(measure: Measure) -> int | None:
    return None if measure.value is None else round(measure.value)
