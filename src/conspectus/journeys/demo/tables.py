"""Plans as the plain tables that teams without a scheduling program hand in."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import numpy as np

from conspectus.engine.plan import NONE, Kind, Link, Plan

HEADINGS = (
    *("ID", "WBS", "Level", "Task", "Milestone", "Duration", "Predecessors", "Percent", "Start"),
    *("Actual start", "Actual finish", "Baseline start", "Baseline finish", "Baseline cost"),
    *("Cost", "Actual cost", "Currency", "Resource"),
)
Row = tuple[str, ...]


def as_csv(plan: Plan) -> bytes:
    """Return the plan as comma-separated text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(_rows(plan))
    return text.getvalue().encode("utf-8-sig")


def as_workbook(plan: Plan) -> bytes:
    """Return the plan as a workbook of one sheet; the same bytes for the same plan."""
    import xlsxwriter

    bytes_ = io.BytesIO()
    book = xlsxwriter.Workbook(bytes_, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("Plan")
    for number, row in enumerate(_rows(plan)):
        sheet.write_row(number, 0, row)
    book.close()
    return bytes_.getvalue()


def _rows(plan: Plan) -> list[Row]:
    """Return the headings and one row a task."""
    before = _predecessors(plan)
    who = {int(task): plan.resources.name[row] for task, row in _pairs(plan)}
    has_cost = bool(plan.currency)
    return [HEADINGS, *(_row(plan, row, before.get(row, ""), who.get(row, ""), has_cost) for row in _places(plan))]


def _row(plan: Plan, row: int, before: str, who: str, has_cost: bool) -> Row:
    tasks, baseline = plan.tasks, plan.baselines[0]
    leaf = tasks.kind[row] != Kind.SUMMARY
    open_start = leaf and not before
    return (
        tasks.uid[row],
        tasks.wbs[row],
        str(tasks.wbs[row].count(".") + 1),
        tasks.name[row],
        "yes" if tasks.kind[row] == Kind.FINISH_MILESTONE else "",
        _days(plan, row) if leaf else "",
        before,
        f"{tasks.percent_complete[row]:.0%}" if leaf else "",
        _day(tasks.stored_start[row]) if open_start else "",
        _day(tasks.actual_start[row]) if leaf else "",
        _day(tasks.actual_finish[row]) if leaf else "",
        _day(baseline.start[row]) if leaf else "",
        _day(baseline.finish[row]) if leaf else "",
        _money(baseline.cost[row]) if leaf and has_cost else "",
        _money(tasks.cost[row]) if leaf and has_cost else "",
        _money(tasks.actual_cost[row]) if leaf and has_cost else "",
        plan.currency,
        who,
    )


def _places(plan: Plan) -> range:
    return range(len(plan.tasks))


def _pairs(plan: Plan) -> list[tuple[int, int]]:
    return list(zip(plan.assignments.task.tolist(), plan.assignments.resource.tolist(), strict=True))


def _predecessors(plan: Plan) -> dict[int, str]:
    """Return each task's links in the notation 12FS+2d."""
    words: dict[int, list[str]] = {}
    links = plan.links
    for before, after, kind, lag in zip(links.before, links.after, links.type, links.lag, strict=True):
        end = "" if kind == Link.FS and lag == 0 else Link(int(kind)).name
        days = f"{lag / plan.options.minutes_per_day:+g}d" if lag else ""
        words.setdefault(int(after), []).append(f"{plan.tasks.uid[before]}{end}{days}")
    return {after: "; ".join(found) for after, found in words.items()}


def _days(plan: Plan, row: int) -> str:
    own = plan.tasks.calendar[row]
    a_day = plan.calendars[plan.calendar if own < 0 else own].minutes_per_day
    return f"{np.round(plan.tasks.duration[row] / a_day, 2):g}d"


def _day(instant: int) -> str:
    if instant == NONE:
        return ""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=int(instant))).date().isoformat()


def _money(minor: float) -> str:
    return f"{minor / 100:.2f}"
