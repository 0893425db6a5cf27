"""`conspectus plan earned`: what was planned, earned and spent, where it ends, and which part of the work did it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

MONEY = (
    ("Budget at completion", "budget_at_completion_minor"),
    ("Planned value", "planned_value_minor"),
    ("Earned value", "earned_value_minor"),
    ("Actual cost", "actual_cost_minor"),
    ("Cost variance", "cost_variance_minor"),
    ("Schedule variance", "schedule_variance_minor"),
    ("Estimate to complete", "estimate_to_complete_minor"),
    ("Variance at completion", "variance_at_completion_minor"),
    ("Estimate: rest as planned", "estimate_planned_minor"),
    ("Estimate: by CPI", "estimate_cpi_minor"),
    ("Estimate: by CPI and SPI", "estimate_composite_minor"),
    ("Estimate: 80 % CPI, 20 % SPI", "estimate_weighted_minor"),
    ("Estimate: by SPI(t)", "estimate_spi_time_minor"),
    ("Estimate: by CPI and SPI(t)", "estimate_cpi_spi_time_minor"),
    ("Estimate: the plan's own rest", "estimate_bottom_up_minor"),
)
INDICES = (
    ("CPI", "cost_performance_index"),
    ("SPI", "schedule_performance_index"),
    ("SPI(t)", "schedule_performance_index_time"),
    ("TCPI to the budget", "to_complete_performance_index"),
    ("TCPI to the estimate", "to_complete_performance_index_estimate"),
    ("TSPI", "to_complete_schedule_performance_index"),
    ("Earned schedule, months", "earned_schedule_periods"),
    ("Actual time, months", "actual_time_periods"),
    ("Planned duration, months", "planned_duration_periods"),
    ("Forecast duration, months", "estimated_duration_periods"),
)
COLUMNS = ("Task", "BAC", "PV", "EV", "AC", "CPI", "SPI", "EAC")


def add_earned(commands: Any, common: Callable[[argparse.ArgumentParser, Callable[..., int]], None]) -> None:
    """Add the command."""
    earned = commands.add_parser(
        "earned",
        help="earned value of a plan: every measure, every estimate, by work breakdown",
        description="Measure a plan at its status date: planned and earned value, actual cost, indices, estimates at "
        "completion, earned schedule, and the same for each part of the work.",
    )
    earned.add_argument("file", metavar="FILE", help="MPP, MSPDI, MPX, XER, PMXML, workbook or CSV")
    earned.add_argument("--status-date", metavar="D", help="the date up to which work counts, e.g. 2026-06-30")
    earned.add_argument("--costs", metavar="FILE", help="a workbook or CSV of planned and actual costs")
    earned.add_argument("--levels", type=int, default=2, metavar="N", help="levels of the outline; 0 is all (usual: 2)")
    common(earned, run)


def run(arguments: argparse.Namespace) -> int:
    """Print the answer."""
    from conspectus.doors.cli._files import read
    from conspectus.doors.cli._terminal import print_findings, print_json
    from conspectus.doors.cli.plan import code_of, read_plan, status_date
    from conspectus.review.costing import open_book
    from conspectus.review.earning import earn_reading

    status = status_date(arguments.status_date)
    costs = Path(arguments.costs) if arguments.costs else None
    book = None if costs is None else open_book(read(costs), costs.name)
    answer = earn_reading(read_plan(arguments.file, arguments), status, book, max(0, arguments.levels))
    if arguments.json:
        print_json(answer)
        return code_of(answer)
    for project in answer["projects"]:
        _print(project)
    print_findings(answer["findings"])
    return code_of(answer)


def _print(project: dict[str, Any]) -> None:
    from conspectus.doors.cli._terminal import print_table
    from conspectus.formats.currencies import decimals

    code = project["currency"] or ""
    unit = 10 ** decimals(code)
    against = (
        f"measured against the baseline {project['baseline_source']}" if project["baseline_source"] else "no baseline"
    )
    print(f"{project['name']}: status date {project['status_date'] or 'none'}, {against}, {code or 'no currency'}")
    rows = [(label, *_said(project[name], lambda v: f"{v / unit:,.0f}")) for label, name in MONEY]
    rows += [(label, *_said(project[name], lambda v: f"{v:.2f}")) for label, name in INDICES]
    print_table(("Measure", "Value", "Why there is none"), rows, figures=(1,))
    print()
    table = []
    for row in project["work_breakdown"]:
        sums = [_said(row[f"{name}_minor"], lambda v: f"{v / unit:,.0f}")[0] for name in (
            "budget_at_completion", "planned_value", "earned_value", "actual_cost", "estimate_at_completion",
        )]  # fmt: skip
        ratios = [_said(row[f"{name}_performance_index"], lambda v: f"{v:.2f}")[0] for name in ("cost", "schedule")]
        table.append(("  " * (row["level"] - 1) + row["name"], *sums[:4], *ratios, sums[4]))
    if table:
        print_table(COLUMNS, table, figures=tuple(range(1, 8)))


def _said(measure: dict[str, Any], form: Callable[[float], str]) -> tuple[str, str]:
    """Return a measure's value, else a dash and the reason in words."""
    from conspectus.engine.measure import REASON_WORDS, Reason

    if measure["value"] is not None:
        return form(measure["value"]), ""
    return "–", REASON_WORDS[Reason(measure["reason"])]
