"""A judged plan as the figures, milestones and links to other plans that are kept in rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.measure import Measure
from conspectus.engine.plan import DAY, NONE, Link
from conspectus.kit.errors import Invalid
from conspectus.rooms.schedule.bridge.approved import Fixed, assess_against
from conspectus.rooms.schedule.bridge.judging import budget_measures, held_to
from conspectus.rooms.schedule.bridge.ledgers import Booked, open_values, taken_from
from conspectus.rooms.schedule.bridge.measures import measure_json
from conspectus.rooms.schedule.bridge.parts import part_json
from conspectus.rooms.schedule.bridge.tolerances import USUAL, ToleranceView, bands
from conspectus.rooms.schedule.choices import CostSource
from conspectus.rooms.schedule.models import CostLimit

if TYPE_CHECKING:
    from conspectus.engine.earned import Ledger
    from conspectus.engine.plan import Plan
    from conspectus.review.assess import Given
    from conspectus.review.result import Milestone, ProjectReview

EPOCH = date(1970, 1, 1)
LARGEST = 2**63 - 1
_FROM_FINISH, _TO_FINISH = (Link.FS, Link.FF), (Link.FF, Link.SF)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a plan is measured against, the first and the newest approved baseline, and what judges it."""

    original: Fixed | None = None
    current: Fixed | None = None
    tolerance: ToleranceView = USUAL
    limit: CostLimit | None = None  # the approved budget
    booked: Booked | None = None  # what the ledger holds


@dataclass(frozen=True, slots=True)
class Figures:
    """What is kept of a judged plan: columns of the summary row, milestones, findings, links to other plans."""

    summary: Mapping[str, Any]
    milestones: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    outside: tuple[Mapping[str, Any], ...] = ()


def figure(plan: Plan, standing: Standing, given: Given, noticed: tuple[Finding, ...]) -> Figures:
    """Judge a plan against the approved baseline, or the one in its file, and return what is kept."""
    held = held_to(standing.limit, plan.currency)
    given = replace(given, tolerances=bands(standing.tolerance, plan.currency), held_to=held)
    given = replace(given, ledger=ledger_for(plan, given, standing.booked))
    judged, more = assess_against(plan, standing.current, given)
    findings = _once((*noticed, *more))
    return Figures(
        summary=_summary(judged, plan, standing, findings),
        milestones=tuple(_milestone(item) for item in judged.milestones),
        findings=findings,
        outside=outside_links(plan),
    )


def ledger_for(plan: Plan, given: Given, booked: Booked | None) -> Ledger | None:
    """Return what the ledger holds for a plan up to the status date it is measured at."""
    from conspectus.review.assess import status_of

    return None if booked is None else booked.ledger(plan.currency, day_of(status_of(plan, given).instant, end=True))


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is kept; the zero byte, which no database takes, becomes a visible mark."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "place": clean(finding.place),
        "words": clean(finding.words),
        "remedy": clean(finding.remedy),
        "tasks": [clean(uid) for uid in finding.tasks],
    }


def finding_of(kept: Mapping[str, Any]) -> Finding:
    """Return the finding that was kept."""
    return Finding(
        Severity(kept["severity"]), kept["code"], kept["place"], kept["words"], kept["remedy"], tuple(kept["tasks"])
    )


def clean(text: str) -> str:
    """Return text both databases can hold."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode()


def day_of(minute: int, *, end: bool = False) -> date | None:
    """Return the day of an instant; the midnight that ends a day belongs to that day."""
    if minute == NONE:
        return None
    return EPOCH + timedelta(days=(minute - 1 if end and minute % DAY == 0 else minute) // DAY)


def slip_days(plan: Plan, baseline_finish: int, finish: int) -> float | None:
    """Return by how many working days of the project's calendar the finish lies after the baseline's."""
    from conspectus.review.assess import working_days

    if NONE in (baseline_finish, finish) or not plan.calendars:
        return None
    return working_days(plan, baseline_finish, finish).value


def _summary(judged: ProjectReview, plan: Plan, standing: Standing, findings: tuple[Finding, ...]) -> dict[str, Any]:
    money, counts, current = judged.money, judged.counts, standing.current
    assessed = [row for row in judged.checks if row.passed is not None]
    severities = [item.severity for item in findings]
    original = standing.original.finish if standing.original else NONE
    return {
        "status_on": day_of(judged.status_date.instant, end=True),
        "start_on": day_of(judged.start),
        "finish_on": day_of(judged.finish, end=True),
        "finish_minute": _known(judged.finish),
        "tasks": counts.tasks,
        "milestones": counts.milestones,
        "done": counts.done,
        "critical": counts.critical,
        "least_float_days": judged.float_days.value,
        "quality_passed": sum(bool(row.passed) for row in assessed),
        "quality_assessed": len(assessed),
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "currency": plan.currency,
        "bac_minor": _minor(money.bac),
        "planned_value_minor": _minor(money.pv),
        "earned_value_minor": _minor(money.ev),
        "actual_cost_minor": _minor(money.ac),
        "forecast_minor": _minor(money.eac),
        "earned_periods": money.es.value,
        "actual_periods": money.at.value,
        "spi_t": money.spi_t.value,
        "baseline_number": current.number if current else None,
        "baseline_words": clean(judged.baseline_source)[:120],
        "original_slip_days": slip_days(plan, original, judged.finish),
        "current_slip_days": judged.slip_days.value,
        "tolerance_id": standing.tolerance.tolerance_id,
        "schedule_colour": judged.colour("schedule"),
        "schedule_words": clean(judged.words("schedule")),
        "cost_colour": judged.colour("cost"),
        "cost_words": clean(judged.words("cost")),
        "measures": _measures(judged) | budget_measures(held_to(standing.limit, plan.currency), money.eac),
        "actual_from": _source(judged),
        "checks": [_check(row) for row in judged.checks],
        "curve": _curve(judged),
        "part": part_json(judged.child),
    }


def _curve(judged: ProjectReview) -> dict[str, Any]:
    """Return the S-curve as it is kept, the plan's own actual cost too where the ledger's counts."""
    found = {name: list(getattr(judged.curve, name)) for name in ("days", "planned", "earned", "spent")}
    own = judged.child.earned.own_spent if judged.child else None
    return found if own is None else found | {"own_spent": open_values(own)}


def _source(judged: ProjectReview) -> str:
    return judged.child.earned.actual_from if judged.child else CostSource.PLAN.value


def _measures(judged: ProjectReview) -> dict[str, Any]:
    """Return every measure of the judged plan by its name, its own actual cost too where the ledger's counts."""
    own = {"slip_days": judged.slip_days, "float_days": judged.float_days, "quality": judged.quality}
    money = {item.name: getattr(judged.money, item.name) for item in fields(judged.money) if item.name != "currency"}
    kept = judged.child.earned.own_cost if judged.child else None
    told = {name: measure_json(measure) for name, measure in (own | money).items()}
    return told if kept is None else told | taken_from(kept, _source(judged))


def _check(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "measure": measure_json(row.measure),
        "unit": row.unit,
        "passed": row.passed,
        "threshold": row.threshold,
        "words": clean(row.words),
        "remedy": clean(row.remedy),
        "tasks": [clean(uid) for uid in row.tasks],
    }


def _milestone(item: Milestone) -> dict[str, Any]:
    return {
        "uid": clean(item.uid),
        "name": clean(item.name),
        "on": day_of(item.finish, end=True),
        "minute": _known(item.finish),
        "baseline_on": day_of(item.baseline, end=True),
        "slip_days": item.slip_days.value,
        "done": item.done,
        "critical": item.critical,
    }


def outside_links(plan: Plan) -> tuple[Mapping[str, Any], ...]:
    """Return the links whose other end the file names, each with the date of the end of our task it hangs on."""
    from conspectus.engine.network import schedule

    outside = plan.outside
    named = [row for row in range(len(outside)) if outside.project[row] and outside.other[row]]
    dates, found = schedule(plan) if named else None, []
    for row in named:
        assert dates is not None
        task, theirs_first = int(outside.task[row]), bool(outside.is_predecessor[row])
        kind = Link(int(outside.type[row]))
        ours, theirs = kind in _FROM_FINISH, kind in _TO_FINISH
        if theirs_first:
            ours, theirs = theirs, ours
        found.append(
            {
                "uid": clean(plan.tasks.uid[task]),
                "name": clean(plan.tasks.name[task]),
                "on": day_of(int((dates.finish if ours else dates.start)[task]), end=ours),
                "is_predecessor": theirs_first,
                "other_plan": clean(outside.project[row]),
                "other_task": clean(outside.other[row]),
                "other_on": day_of(int(outside.at[row]), end=theirs),
            }
        )
    return tuple(found)


def _known(minute: int) -> int | None:
    return None if minute == NONE else int(minute)


def _minor(measure: Measure) -> int | None:
    """Return money rounded half-even into minor units."""
    if measure.value is None:
        return None
    if abs(measure.value) > LARGEST:
        raise Invalid("amount_too_large", "The amounts in this plan add up to more than can be kept.", "file")
    return round(measure.value)


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
