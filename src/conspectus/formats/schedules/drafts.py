"""A small plan as the texts of a table: what the plan editor shows, and what it hands in again.

A draft is written as the very table that ``read`` takes: an edited plan and one that came as a file are read alike.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from conspectus.engine.findings import Finding
from conspectus.engine.plan import DAY, NONE, Calendar, Constraint, Kind, LagUnit, Link, Plan, ResourceKind, Tasks
from conspectus.engine.tables import Ints
from conspectus.formats.currencies import decimals
from conspectus.formats.schedules.outcome import Reading
from conspectus.formats.schedules.predecessors import lag_words
from conspectus.formats.schedules.reading import read
from conspectus.formats.schedules.tabular import TABLE
from conspectus.formats.schedules.worktime import WorkTime, worktime_words
from conspectus.formats.workbooks.cells import BadCell, Cell, Manner, Refused
from conspectus.formats.workbooks.values import day_first, parse_date

MOST_ROWS = 200
HEAD = {
    "status_date": "Status date", "name": "Project", "currency": "Currency", "start": "Project start",
    "days": "Working days", "hours": "Working hours", "holidays": "Holidays",
}  # fmt: skip
COLUMNS = {
    "id": "Id", "level": "Level", "name": "Task", "duration": "Duration", "not_before": "Start no earlier than",
    "predecessors": "Predecessors", "percent": "Percent", "actual_start": "Actual start",
    "actual_finish": "Actual finish", "milestone": "Milestone", "resource": "Responsible", "deadline": "Deadline",
    "cost": "Cost", "actual_cost": "Actual cost", "baseline_start": "Baseline start",
    "baseline_finish": "Baseline finish", "baseline_cost": "Baseline cost", "wbs": "WBS", "note": "Note",
}  # fmt: skip
STARTS = ("not_before", "actual_start", "baseline_start")
FINISHES = ("actual_finish", "deadline", "baseline_finish")
MANNER = Manner(locale="en", date_order="dmy", encoding="utf-8")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Draft:
    """Texts as typed, of the plan by the names in ``HEAD``, of each row by those in ``COLUMNS``."""

    head: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is said of a cell: ``row`` counts the draft's rows, -1 is the plan itself; ``field`` may be empty."""

    row: int
    field: str
    severity: str
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as a file, and the row of the draft that stands on each of its lines."""

    data: bytes
    line_of: Mapping[int, int]
    head_line_of: Mapping[int, str]


def write_draft(draft: Draft, after: int) -> Written:
    """Return the draft as a table; ``after``, the revision it was made from, makes a text one returns to a new file."""
    out = io.StringIO()
    out.write("sep=,\n")
    writer = csv.writer(out, lineterminator="\n")
    heads, lines = dict[int, str](), dict[int, int]()
    for name, label in HEAD.items():
        if text := draft.head.get(name, "").strip():
            heads[out.getvalue().count("\n") + 1] = name
            writer.writerow((label, _date(text) if name in ("status_date", "start") else text))
    writer.writerow(("Revision before", after))
    writer.writerow(())
    writer.writerow(COLUMNS.values())
    line = out.getvalue().count("\n") + 1
    for number, row in enumerate(draft.rows):
        if is_blank(row):
            continue
        cells = [_written(name, row.get(name, "")) for name in COLUMNS]
        lines[line] = number
        writer.writerow(cells)
        line += 1 + sum(cell.count("\n") for cell in cells)
    return Written(out.getvalue().encode("utf-8", "replace"), lines, heads)


def read_written(written: Written, currency: str) -> Reading:
    """Read a written draft as any table is read; ``currency`` is that of a plan that names none."""
    return read(written.data, "plan.csv", manner=replace(MANNER, currency=currency))


def is_blank(row: Mapping[str, str]) -> bool:
    """Say whether nothing was typed into a row; its id and level come by themselves."""
    return not any(text.strip() for name, text in row.items() if name not in ("id", "level"))


def _written(name: str, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if name in (*STARTS, *FINISHES):
        return _date(text)
    if name == "percent" and text.replace(",", ".", 1).replace(".", "", 1).isdecimal():
        return f"{text} %"  # 1 means one percent here, and 0.5 half of one
    return text


def _date(text: str) -> str:
    """Return a date in the one form that means the same everywhere, if it is one; a text as it is."""
    if not text:
        return ""
    cell = Cell("", text)
    try:
        found = parse_date(cell, day_comes_first=day_first([cell], None, ""))
    except (BadCell, Refused):
        return text
    return text if found is None else _instant(found.minutes, timed=found.has_time)


def unclear_date(text: str) -> Finding | None:
    """Return the question a date such as 03/04/2026 asks, None where there is none."""
    if not text:
        return None
    try:
        day_first([Cell("", text)], None, "")
    except Refused as refused:
        return refused.finding
    return None


def draft_of(plan: Plan) -> Draft:
    """Return the texts from which the plan is read again, but for what ``left_out`` names."""
    calendar = plan.calendars[plan.calendar] if plan.calendars else Calendar()
    time = _time(calendar)
    head = {
        "status_date": _end(plan.status_date, DAY),
        "name": " ".join(plan.name.split()),
        "currency": plan.currency,
        "start": "" if plan.start == _first(plan) else _begin(plan.start, time),
        **({} if calendar == WorkTime().calendar else worktime_words(calendar)),
    }
    return Draft(head, tuple(_rows(plan, time)))


def _time(calendar: Calendar) -> WorkTime:
    return WorkTime(calendar) if any(calendar.week) else WorkTime()


def _first(plan: Plan) -> int:
    held = _held(plan.tasks)
    known = held[held != NONE]
    return int(known.min()) if len(known) else NONE


def _held(tasks: Tasks) -> Ints:
    return np.where(tasks.constraint == Constraint.START_NO_EARLIER, tasks.constraint_at, NONE)


def _rows(plan: Plan, time: WorkTime) -> Iterator[dict[str, str]]:
    tasks, held, before, who = plan.tasks, _held(plan.tasks), _before(plan, time), _who(plan)
    baseline, places = plan.baselines.get(0), decimals(plan.currency)
    for row, uid in enumerate(tasks.uid):
        percent, is_point = float(tasks.percent_complete[row]), tasks.kind[row] in MILESTONES
        duration = int(tasks.duration[row])
        texts = {
            "id": uid,
            "level": str(_level(tasks, row)),
            "name": " ".join(tasks.name[row].split()),
            "duration": _duration(duration, time, elapsed=bool(tasks.elapsed[row])),
            "not_before": _begin(int(held[row]), time),
            "predecessors": "; ".join(before.get(row, ())),
            "percent": f"{percent * 100:.12g}" if percent > 0 else "",
            "actual_start": _begin(int(tasks.actual_start[row]), time),
            "actual_finish": _end(int(tasks.actual_finish[row]), time.finish),
            "milestone": "yes" if is_point else "",
            "resource": "; ".join(who.get(row, ())),
            "deadline": _end(int(tasks.deadline[row]), time.finish),
            "cost": _amount(float(tasks.cost[row]), places),
            "actual_cost": _amount(float(tasks.actual_cost[row]), places),
            "wbs": tasks.wbs[row],
            "note": tasks.note[row],
        }
        if tasks.kind[row] == Kind.SUMMARY:
            texts |= {"duration": "", "not_before": "", "actual_start": "", "actual_finish": ""}
        elif is_point and not duration:
            texts["duration"] = ""
        if baseline is not None:
            texts |= {
                "baseline_start": _begin(int(baseline.start[row]), time),
                "baseline_finish": _end(int(baseline.finish[row]), time.finish),
                "baseline_cost": _amount(float(baseline.cost[row]), places),
            }
        yield {name: text for name, text in texts.items() if text}


MILESTONES = (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)


def _level(tasks: Tasks, row: int) -> int:
    level = 1
    while (row := int(tasks.parent[row])) >= 0:
        level += 1
    return level


def _before(plan: Plan, time: WorkTime) -> dict[int, list[str]]:
    links, day, found = plan.links, int(time.lengths[0]), dict[int, list[str]]()
    for index in range(len(links)):
        kind, unit = Link(int(links.type[index])), int(links.unit[index])
        lag = lag_words(int(links.lag[index]), unit, day)
        if unit == LagUnit.ELAPSED_PERCENT:
            lag = lag.replace("e%", " e%")
        words = plan.tasks.uid[links.before[index]] + ("" if kind == Link.FS and not lag else kind.name) + lag
        found.setdefault(int(links.after[index]), []).append(words)
    return found


def _who(plan: Plan) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for task, resource in zip(plan.assignments.task.tolist(), plan.assignments.resource.tolist(), strict=True):
        if resource >= 0 and plan.resources.name[resource]:
            found.setdefault(task, []).append(plan.resources.name[resource])
    return found


def _duration(minutes: int, time: WorkTime, *, elapsed: bool) -> str:
    day = DAY if elapsed else int(time.lengths[0])
    sign = "e" if elapsed else ""
    if minutes % 60 == 0 and minutes < day:
        return f"{minutes // 60}{sign}h"
    days = next(
        (text for text in (f"{minutes / day:.{places}f}" for places in range(3)) if _is(text, day, minutes)), ""
    )
    return f"{days}{sign}d" if days else f"{minutes}{'em' if elapsed else 'min'}"


def _is(days: str, day: int, minutes: int) -> bool:
    return round(float(days) * day) == minutes


def _begin(instant: int, time: WorkTime) -> str:
    return _instant(instant, timed=instant % DAY != time.start)


def _end(instant: int, usual: int) -> str:
    """Return an instant whose bare date means the minute ``usual`` of its day; 1440 is the midnight that ends it."""
    if instant == NONE:
        return ""
    if usual == DAY and instant % DAY == 0:
        return _instant(instant - DAY, timed=False)
    return _instant(instant, timed=instant % DAY != usual)


def _instant(instant: int, *, timed: bool) -> str:
    if instant == NONE:
        return ""
    moment = EPOCH + timedelta(minutes=instant)
    return f"{moment:%Y-%m-%d %H:%M}" if timed else f"{moment:%Y-%m-%d}"


def _amount(minor: float, places: int) -> str:
    if np.isnan(minor):
        return ""
    return f"{minor / 10**places:.{places}f}" if places and minor % 10**places else f"{minor / 10**places:.0f}"


def from_table(plan: Plan) -> bool:
    """Say whether a plan came from a table or from the editor, which writes one."""
    return plan.options.extra.get("file_type") == TABLE


def left_out(plan: Plan) -> tuple[str, ...]:
    """Return what of a plan a table does not hold, in words; nothing where it came from one."""
    tasks, links = plan.tasks, len(plan.outside)
    own = set(tasks.calendar[tasks.calendar >= 0].tolist()) - {plan.calendar}
    held = (tasks.constraint != Constraint.ASAP) & (tasks.constraint != Constraint.START_NO_EARLIER)
    calendar = plan.calendars[plan.calendar] if plan.calendars else Calendar()
    work = np.nan_to_num(plan.assignments.work).any() or not np.isnan(plan.resources.rate).all()
    said = (
        (len(set(calendar.week) - {()}) > 1, "working days of unlike hours: all become like the first"),
        (bool(calendar.spans) or any(one.shifts for one in calendar.exceptions), "weeks and days of other hours"),
        (bool(own), "calendars of single tasks"),
        (
            bool(held.any() or (tasks.constraint2 != Constraint.ASAP).any()),
            "date constraints other than a start no earlier than",
        ),
        (bool(links), "links to other plans"),
        (bool(len(plan.segments)), "splits of tasks"),
        (bool(work), "units, work and rates of resources; their names stay"),
        (bool((plan.resources.kind != ResourceKind.WORK).any()), "material and cost resources as such"),
        (bool((tasks.kind == Kind.LEVEL_OF_EFFORT).any()), "level of effort: such tasks become ordinary ones"),
        (
            bool((~tasks.active).any() or tasks.manual.any()),
            "tasks set inactive or dated by hand: they become ordinary ones",
        ),
        (bool((~np.isnan(tasks.physical_percent)).any()), "physical percents: the percent of duration stays"),
        (bool(set(plan.baselines) - {0}), "baselines 1 to 10 of the file"),
    )
    return () if from_table(plan) else tuple(words for is_so, words in said if is_so)
