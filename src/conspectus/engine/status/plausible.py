"""What in a report does not fit its plan, its figures or the period before: findings its author answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from conspectus.engine.findings import Finding, Severity

DIMENSIONS = ("overall", "schedule", "cost", "scope", "quality", "risk", "benefits", "resources")
STILL = 3  # periods a forecast may stand while the schedule gets worse
MOST_MILESTONES = 5  # named one by one
SLOW = 0.95  # SPI(t) below it
COST_CODES = frozenset({"COST_FELL", "SPENT_BEYOND", "COST_BETTER"})  # only for who may see cost

NO_PLAN = "No plan was handed in by the end of the period."
SAME_PLAN = "The plan is still revision %(number)s, that of the period before."
NO_BACKLOG = "No backlog was uploaded by the end of the period."
SAME_BACKLOG = "The newest backlog is still that of %(day)s, as in the period before."
FELL = "%(part)s %% of the plan is complete, %(all)s %% in the period before."
COST_FELL = "Actual cost is lower than in the period before."
OPEN = "The milestone “%(name)s” was due on %(day)s and is not done."
PAST = "The forecast finish %(day)s lies before the status date, and work is left."
SPENT = "More is spent than is forecast for the whole."
STANDS = "The forecast finish has been %(day)s for three periods, while the schedule index fell."
SILENT = "The report does not say where the project stands."
UNDATED = "A decision is wanted, without a day by which."
BETTER = tuple(
    f"{name.capitalize()} {verb} declared better than the data say, and no words say why."
    for name, verb in ((one, "are" if one.endswith("s") else "is") for one in DIMENSIONS)
)
REMEDIES = {
    "NO_PLAN": "Hand in the plan, or say why there is none.",
    "PLAN_NOT_UPDATED": "Hand in the newest plan, or say that nothing moved.",
    "NO_BACKLOG": "Upload the backlog, or say why there is none.",
    "BACKLOG_NOT_UPDATED": "Upload the newest backlog, or say that nothing moved.",
    "PERCENT_FELL": "Correct the progress, or say what was taken back.",
    "COST_FELL": "Correct the costs, or say what was credited.",
    "MILESTONE_OPEN": "Report it as done, move it, or say what it waits for.",
    "FINISH_PAST": "Give a finish still to come, or report the work as done.",
    "SPENT_BEYOND": "Raise the forecast, or say which costs do not belong to the project.",
    "FORECAST_STILL": "Forecast the finish anew, or say how the time is won back.",
    "SILENT": "Say in a sentence where the project stands.",
    "DECISION_UNDATED": "Say by when the decision is needed.",
    "BETTER": "Say why, or declare what the data say.",
}
SENTENCES = (
    NO_PLAN, SAME_PLAN, NO_BACKLOG, SAME_BACKLOG, FELL, COST_FELL, OPEN, PAST, SPENT, STANDS, SILENT, UNDATED,
    *BETTER, *REMEDIES.values(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What one period says of a project; money in whatever unit, the same in all periods compared.

    ``by_backlog``: there is no plan, and its backlog judges the project; ``status_on`` is then of the newest backlog.
    ``gaps`` are declared ranks minus computed ones by dimension, ``reasons`` the dimensions with words.
    """

    last_on: date
    revision: int | None = None
    by_backlog: bool = False
    status_on: date | None = None
    percent: float | None = None  # complete, 0 to 100
    done: bool = False  # no work is left
    actual_cost: float | None = None
    forecast_cost: float | None = None
    finish_on: date | None = None
    spi_t: float | None = None
    currency: str = ""
    open_milestones: tuple[tuple[str, date], ...] = ()  # name and date
    gaps: Mapping[str, float] = field(default_factory=dict)
    reasons: frozenset[str] = frozenset()
    summary: str = ""
    decisions: str = ""
    decide_on: date | None = None


def doubts(now: Told, before: Sequence[Told] = ()) -> tuple[Finding, ...]:
    """Return what does not fit in a report, with its remedy.

    Parameters
    ----------
    now
        The period reported.
    before
        Earlier frozen periods, the newest first; two are looked at.

    Returns
    -------
    Findings of severity warning; code and place together are theirs alone.
    """
    last = before[0] if before else None
    return tuple(
        Finding(Severity.WARNING, code, place, words, REMEDIES["BETTER" if code.endswith("_BETTER") else code])
        for code, place, words in (
            *_of_the_plan(now, last),
            *_of_dates(now, before),
            *_of_money(now, last),
            *_of_words(now),
        )
    )


def _of_the_plan(now: Told, last: Told | None) -> Iterator[tuple[str, str, str]]:
    if now.by_backlog:
        yield from _of_the_backlog(now, last)
    elif now.revision is None:
        yield "NO_PLAN", "plan", NO_PLAN
    elif last is not None and last.revision == now.revision and not now.done:
        yield "PLAN_NOT_UPDATED", "plan", SAME_PLAN % {"number": now.revision}
    if last is not None and now.percent is not None and last.percent is not None:
        part, share = round(now.percent), round(last.percent)
        if part < share:
            yield "PERCENT_FELL", "progress", FELL % {"part": part, "all": share}


def _of_the_backlog(now: Told, last: Told | None) -> Iterator[tuple[str, str, str]]:
    if now.status_on is None:
        yield "NO_BACKLOG", "backlog", NO_BACKLOG
    elif last is not None and last.by_backlog and last.status_on == now.status_on and not now.done:
        yield "BACKLOG_NOT_UPDATED", "backlog", SAME_BACKLOG % {"day": now.status_on.isoformat()}


def _of_dates(now: Told, before: Sequence[Told]) -> Iterator[tuple[str, str, str]]:
    day = now.status_on or now.last_on
    late = sorted((on, name) for name, on in now.open_milestones if on <= day)
    for on, name in late[:MOST_MILESTONES]:
        yield "MILESTONE_OPEN", name[:200], OPEN % {"name": name, "day": on.isoformat()}
    if now.finish_on is not None and now.finish_on < day and not now.done and _told_how_far(now):
        yield "FINISH_PAST", "forecast", PAST % {"day": now.finish_on.isoformat()}
    row = (now, *before[: STILL - 1])
    finishes = {one.finish_on for one in row}
    speeds = [one.spi_t for one in row if one.spi_t is not None]
    still = len(row) == len(speeds) == STILL and len(finishes) == 1 and not now.done
    if still and now.finish_on is not None and speeds[0] < min(SLOW, speeds[-1]):
        yield "FORECAST_STILL", "forecast", STANDS % {"day": now.finish_on.isoformat()}


def _told_how_far(now: Told) -> bool:
    """Return whether a plan or a backlog tells what is left."""
    return now.revision is not None or (now.by_backlog and now.status_on is not None)


def _of_money(now: Told, last: Told | None) -> Iterator[tuple[str, str, str]]:
    if now.actual_cost is None:
        return
    same = last is not None and last.currency == now.currency
    if last is not None and same and last.actual_cost is not None and now.actual_cost < last.actual_cost:
        yield "COST_FELL", "cost", COST_FELL
    if now.forecast_cost is not None and now.actual_cost > now.forecast_cost:
        yield "SPENT_BEYOND", "cost", SPENT


def _of_words(now: Told) -> Iterator[tuple[str, str, str]]:
    for name, words in zip(DIMENSIONS, BETTER, strict=True):
        if now.gaps.get(name, 0.0) > 0 and name not in now.reasons:
            yield f"{name.upper()}_BETTER", name, words
    if not now.summary.strip():
        yield "SILENT", "words", SILENT
    if now.decisions.strip() and now.decide_on is None:
        yield "DECISION_UNDATED", "decisions", UNDATED
