"""Rows of figures as views; money is left out for those who may not see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.plan import DAY
from conspectus.rooms.schedule.bridge.figures import EPOCH
from conspectus.rooms.schedule.bridge.measures import measure_of
from conspectus.rooms.schedule.choices import WORST_FIRST, Colour
from conspectus.rooms.schedule.models import PlanSummary, RegisterStatus
from conspectus.rooms.schedule.queries.views import CheckView, CurveView, FiguresView, Judgement, MoneyView

HIDDEN = missing(Reason.HIDDEN)
NOTHING: Mapping[str, Judgement] = MappingProxyType({})


def figures_view(row: PlanSummary, *, with_cost: bool, registers: RegisterStatus | None = None) -> FiguresView:
    """Return the figures of one revision; of the newest, with what registers say beside it."""
    schedule = Judgement(row.schedule_colour, row.schedule_words)
    cost = Judgement(row.cost_colour, row.cost_words)
    if not with_cost:
        cost = Judgement(Colour.NOT_ASSESSED, "You may not see the cost of this project.")
    return FiguresView(
        status_on=row.status_on,
        start_on=row.start_on,
        finish_on=row.finish_on,
        tasks=row.tasks,
        milestones=row.milestones,
        done=row.done,
        critical=row.critical,
        least_float_days=row.least_float_days,
        quality_passed=row.quality_passed,
        quality_assessed=row.quality_assessed,
        original_slip_days=row.original_slip_days,
        current_slip_days=row.current_slip_days,
        baseline_words=row.baseline_words,
        money=money_view(row, with_cost=with_cost),
        schedule=schedule,
        cost=cost,
        overall=overall(schedule, cost, registers=(beside := told_by(registers, with_cost=with_cost))),
        registers=beside,
    )


def told_by(registers: RegisterStatus | None, *, with_cost: bool) -> dict[str, Judgement]:
    """Return the dimensions that registers judge, by name, as far as they may be seen; none before they were judged."""
    part = slice(0, 2) if with_cost else slice(2, 4)
    told = registers.told.items() if registers else ()  # in the plan's own place
    return {name: Judgement(*one[part]) for name, one in told if name not in ("schedule", "cost")}


def money_view(row: PlanSummary, *, with_cost: bool) -> MoneyView:
    """Return the money of one revision; indices are taken from the stored sums."""
    spi_t = measure_of(row.measures.get("spi_t"))
    if not with_cost:
        return hidden_money(row.currency, spi_t)
    bac, planned = _money(row, "bac", row.bac_minor), _money(row, "pv", row.planned_value_minor)
    earned, actual = _money(row, "ev", row.earned_value_minor), _money(row, "ac", row.actual_cost_minor)
    return MoneyView(
        currency=row.currency,
        bac=bac,
        planned_value=planned,
        earned_value=earned,
        actual_cost=actual,
        forecast=_money(row, "eac", row.forecast_minor),
        cpi=ratio(earned, actual),
        spi=ratio(earned, planned),
        spi_t=spi_t,
        budget=measure_of(row.measures.get("budget")),
        budget_variance=measure_of(row.measures.get("budget_variance")),
        actual_from=row.actual_from,
    )


def hidden_money(currency: str, spi_t: Measure) -> MoneyView:
    """Return what those see of a plan's money who may not see cost."""
    return MoneyView(currency, *(HIDDEN,) * 7, spi_t, HIDDEN, HIDDEN)


def overall(*planned: Judgement, registers: Mapping[str, Judgement] = NOTHING) -> Judgement:
    """Return the worst of the dimensions assessed, by the plan and by registers, saying how many of all were."""
    from conspectus.engine.status.verdict import UNASSESSED

    every = len(planned) + len(UNASSESSED)
    assessed = [one for one in (*planned, *registers.values()) if one.colour != Colour.NOT_ASSESSED]
    for colour in WORST_FIRST:
        found = next((one for one in assessed if one.colour == colour), None)
        if found is not None:
            return Judgement(colour.value, f"{len(assessed)} of {every} dimensions assessed. {found.words}".strip())
    return Judgement(Colour.NOT_ASSESSED.value, "Nothing could be assessed.")


def measures_view(row: PlanSummary, *, with_cost: bool) -> dict[str, Measure]:
    """Return every measure by its name."""
    from conspectus.review.result import IN_TIME

    open_to_all = IN_TIME | {"slip_days", "float_days", "quality"}
    return {
        name: measure_of(kept) if with_cost or name in open_to_all else HIDDEN for name, kept in row.measures.items()
    }


def checks_view(row: PlanSummary) -> tuple[CheckView, ...]:
    """Return the rows of the quality check."""
    return tuple(
        CheckView(
            code=kept["code"],
            name=kept["name"],
            measure=measure_of(kept["measure"]),
            unit=kept.get("unit", ""),  # revisions stored by older versions name none
            passed=kept["passed"],
            threshold=kept["threshold"],
            words=kept["words"],
            remedy=kept["remedy"],
            tasks=tuple(kept["tasks"]),
        )
        for kept in row.checks
    )


def curve_view(row: PlanSummary, *, with_cost: bool) -> CurveView:
    """Return the S-curve of one revision."""
    if not with_cost:
        return CurveView(hidden=True)
    kept = row.curve or {}
    return CurveView(
        days=tuple(EPOCH + timedelta(days=(minute - 1) // DAY) for minute in kept.get("days", ())),
        planned=tuple(kept.get("planned", ())),
        earned=tuple(kept.get("earned", ())),
        spent=tuple(kept.get("spent", ())),
    )


def _money(row: PlanSummary, name: str, minor: int | None) -> Measure:
    if minor is not None:
        return value(minor)
    kept = measure_of(row.measures.get(name))
    return kept if kept.reason is not None else missing(Reason.NO_DATA)
