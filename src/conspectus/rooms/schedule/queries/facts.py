"""What is measured of plans: the newest one, its quality and earned value, its milestones and the baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count

from conspectus.engine.measure import Measure, Reason
from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Amount, Measured
from conspectus.rooms.facts.choices.plans import BASELINES, EARNED, PLAN, QUALITY
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.bridge.measures import measure_of
from conspectus.rooms.schedule.models import Baseline, Milestone, OutsideLink, PlanRevision, PlanSummary, Tolerance
from conspectus.rooms.schedule.queries.as_at import judged_summaries
from conspectus.rooms.schedule.queries.figures import money_view

Facts = dict[str, Measured]
# Facts that say nothing where there is no plan.
OF_PLAN = tuple(fact.name for area in (PLAN, EARNED, QUALITY) for fact in area.facts if fact.name != "plan_revisions")
OF_BASELINE = tuple(fact.name for fact in BASELINES.facts if fact.name not in ("baselines", "rebaselines"))


def plan_facts(projects: Sequence[Project], on: date) -> dict[int, Facts]:
    """Return what is measured of the plans of projects as they stood at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand.
    """
    ids, before = [one.pk for one in projects], on + timedelta(days=1)
    summaries = judged_summaries(projects, before, also=("checks", "revision__findings"))[0]
    plans = {row.revision.project_id: row for row in summaries}
    kept = [row.pk for row in summaries]
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in of_these(Milestone.objects.filter(done=False), kept, "revision"):
        milestones[milestone.revision_id].append(milestone)
    links = dict(
        of_these(OutsideLink.objects.order_by(), kept, "revision").values_list("revision").annotate(Count("pk"))
    )
    midnight = datetime.combine(before, time(), UTC)
    revisions = PlanRevision.objects.filter(imported_at__lt=midnight).order_by()
    counts = dict(of_these(revisions, ids).values_list("project").annotate(Count("pk")))
    baselines: dict[int, list[Baseline]] = defaultdict(list)
    for baseline in of_these(Baseline.objects.filter(approved_at__lt=midnight), ids).order_by("number"):
        baselines[baseline.project_id].append(baseline)
    own = set(of_these(Tolerance.objects.filter(from_on__lte=on), ids).values_list("project", flat=True))
    found = {}
    for one in projects:
        approved, plan = baselines[one.pk], plans.get(one.pk)
        facts: Facts = dict.fromkeys(OF_PLAN, Reason.NO_DATA)
        facts |= {"plan_revisions": counts.get(one.pk, 0), "tolerance_own": one.pk in own}
        facts |= _of_baselines(one, approved)
        if plan is not None:
            facts |= _of_plan(plan) | _of_checks(plan) | _of_earned(plan)
            facts |= _of_milestones(milestones[plan.pk]) | {"plan_outside_links": links.get(plan.pk, 0)}
            facts["slip_percent"] = _late(plan.start_on, plan.finish_on, facts["baseline_finish_on"])
        found[one.pk] = facts
    return found


def _of_plan(row: PlanSummary) -> Facts:
    length = None if row.start_on is None or row.finish_on is None else (row.finish_on - row.start_on).days + 1
    return {
        "plan_imported_on": row.revision.imported_at.date(),
        "plan_status_on": _or(row.status_on, Reason.NO_STATUS_DATE),
        "plan_start_on": _or(row.start_on),
        "plan_finish_on": _or(row.finish_on),
        "plan_length_days": _or(length),
        "plan_tasks": row.tasks,
        "plan_tasks_done": row.done,
        "plan_critical_tasks": row.critical,
        "plan_milestones": row.milestones,
        "plan_errors": row.errors,
        "plan_warnings": row.warnings,
        "plan_findings": tuple(sorted({kept["code"] for kept in row.revision.findings})),
        "float_least_days": _or(row.least_float_days),
        "slip_days": _or(row.current_slip_days, Reason.NO_BASELINE),
        "slip_first_days": _or(row.original_slip_days, Reason.NO_BASELINE),
        "schedule_colour": row.schedule_colour,
        "cost_colour": row.cost_colour,
    }


def _of_milestones(rows: Iterable[Milestone]) -> Facts:
    held = list(rows)
    return {
        "milestones_open": tuple(sorted(row.on for row in held if row.on is not None)),
        "milestones_open_baselined": tuple(sorted(row.baseline_on for row in held if row.baseline_on is not None)),
        "milestone_worst_slip_days": _or(
            max((one.slip_days for one in held if one.slip_days is not None), default=None)
        ),
    }


def _of_checks(row: PlanSummary) -> Facts:
    found: Facts = {"quality_passed": row.quality_passed, "quality_assessed": row.quality_assessed}
    for kept in row.checks:
        found[f"check_{kept['code'].lower()}"] = _measured(measure_of(kept["measure"]))
    return found


def _of_earned(row: PlanSummary) -> Facts:
    money = money_view(row, with_cost=True)
    amounts = {
        "budget_at_completion": money.bac,
        "planned_value": money.planned_value,
        "earned_value": money.earned_value,
        "actual_cost": money.actual_cost,
        "cost_at_completion": money.forecast,
    }
    done = measure_of(row.measures.get("percent_complete"))  # a share of one
    return {
        **{name: _amount(measure, row.currency) for name, measure in amounts.items()},
        "spi_t": _measured(money.spi_t),
        "spi": _measured(money.spi),
        "cpi": _measured(money.cpi),
        "tcpi": _measured(measure_of(row.measures.get("tcpi"))),
        "percent_complete": _measured(done) if done.value is None else 100 * done.value,
    }


def _of_baselines(project: Project, rows: Sequence[Baseline]) -> Facts:
    found: Facts = dict.fromkeys(OF_BASELINE, Reason.NO_BASELINE)
    found |= {"baselines": len(rows), "rebaselines": max(len(rows) - 1, 0)}
    if rows:
        newest = rows[-1]
        found |= {
            "baseline_first_on": rows[0].approved_at.date(),
            "baseline_newest_on": newest.approved_at.date(),
            "baseline_finish_on": _or(None if newest.finish_minute is None else day_of(newest.finish_minute, end=True)),
            "baseline_approver_is_manager": newest.approved_by_id == project.manager_id,
            "baseline_reason_words": len(newest.reason.split()),
        }
    return found


def _late(start: date | None, finish: date | None, agreed: Measured) -> Measured:
    """Return the calendar days a finish lies after the one agreed, in percent of the days from the start to that."""
    if not isinstance(agreed, date):
        return Reason.NO_BASELINE
    if start is None or finish is None or agreed <= start:
        return Reason.NO_DATA
    return 100 * max((finish - agreed).days, 0) / (agreed - start).days


def _or(value: Measured | None, reason: Reason = Reason.NO_DATA) -> Measured:
    return reason if value is None else value


def _measured(measure: Measure) -> Measured:
    return measure.value if measure.value is not None else measure.reason or Reason.NO_DATA


def _amount(measure: Measure, currency: str) -> Measured:
    found = _measured(measure)
    return Amount(round(found), currency) if isinstance(found, float) else found
