"""Exchange files as other versions and other tools write them: columns and tables left out."""

from __future__ import annotations

import re

import pytest
from tests.engine.network.jobs import draw, xer

from conspectus.engine.network import schedule
from conspectus.engine.plan import NONE, Kind, Plan
from conspectus.formats.schedules import read

pytestmark = pytest.mark.java

WHOLE = xer(draw("shapes", 40, features="progress constraints efforts")).decode()
FIELDS = ("early_start", "early_finish", "late_start", "late_finish")


def without(table: str, *columns: str) -> str:
    """Return the file without a table, or without some of its columns."""
    kept, name, places = [], "", list[int]()
    for line in WHOLE.split("\r\n"):
        mark, *values = line.split("\t")
        name = values[0] if mark == "%T" else "" if mark == "%E" else name
        if name == table and not columns:
            continue
        if name == table and mark == "%F":
            places = [place for place, value in enumerate(values) if value in columns]
        if name == table and mark in ("%F", "%R"):
            values = [value for place, value in enumerate(values) if place not in places]
        kept.append("\t".join([mark, *values]))
    return "\r\n".join(kept)


def with_commas() -> str:
    """Return the file with the decimals of a European machine, and no word of its currency."""
    return re.sub(r"(?<=\t)(-?\d+)\.(\d+)(?=[\t\r])", r"\1,\2", WHOLE)


def plan_of(text: str | bytes) -> Plan:
    """Read the one plan of a file."""
    reading = read(text if isinstance(text, bytes) else text.encode(), "job.xer")
    assert len(reading.plans) == 1, reading.findings
    return reading.plans[0]


@pytest.mark.parametrize(
    "text",
    [
        without("CALENDAR", "day_hr_cnt"),
        without("TASK", "restart_date", "reend_date", "early_start_date", "early_end_date"),
        without("TASK", "reend_date", "early_end_date"),
        without("TASK", "status_code"),
        without("TASK", "target_drtn_hr_cnt"),
        without("TASK", "complete_pct_type", "duration_type"),
        without("PROJECT", "plan_start_date"),
        without("PROJECT", "clndr_id"),
        WHOLE.replace("\r\n", "\n"),
        WHOLE.replace("ERMHDR\t19.12", "ERMHDR\t5.0"),
        WHOLE.replace("ERMHDR\t19.12", "ERMHDR\t23.12"),
        WHOLE.replace("%E", "%R\t9999\t110\t999999\t1\t7\tPR_FS\t0\r\n%E"),
        with_commas(),
        WHOLE.encode("utf-16"),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.replace("\tTask 1\t", "\tTask 1,\r\nin two lines\t"),
        re.sub(r"s\|(\d\d:\d\d)\|f\|(\d\d:\d\d)", r"f|\2|s|\1", WHOLE).replace("()(", "()\x7f\x7f ("),
        re.sub(r"(\d{4}-\d\d-\d\d \d\d:\d\d)", r"\1:00", WHOLE),
    ],
    ids=[
        "day",
        "restart",
        "end",
        "status",
        "target",
        "types",
        "start",
        "calendar",
        "line ends",
        "5.0",
        "23.12",
        "link",
        "decimal commas",
        "sixteen bits",
        "mark",
        "name in two lines",
        "shifts by their end",
        "seconds",
    ],
)
def test_what_a_version_leaves_out_moves_no_date(text: str | bytes) -> None:
    made, whole = schedule(plan_of(text)), schedule(plan_of(WHOLE))
    for field in FIELDS:
        assert getattr(made, field).tolist() == getattr(whole, field).tolist()


def test_without_options_lags_count_on_the_predecessors_calendar() -> None:
    assert plan_of(without("SCHEDOPTIONS")).options.lag_calendar == "predecessor"


@pytest.mark.parametrize(
    "text",
    [
        without("CALENDAR"),
        without("CALENDAR", "clndr_data"),
        without("TASK", "clndr_id"),
        without("TASK", "remain_drtn_hr_cnt"),
        without("TASK", "task_type"),
        without("TASKPRED"),
        without("PROJECT", "last_recalc_date"),
    ],
    ids=["calendars", "hours", "no calendar", "no remaining", "no type", "no links", "no data date"],
)
def test_every_activity_has_dates_whatever_is_left_out(text: str) -> None:
    plan = plan_of(text)
    work = plan.tasks.kind != Kind.SUMMARY
    assert work.sum() == (plan_of(WHOLE).tasks.kind != Kind.SUMMARY).sum()
    made = schedule(plan)
    for field in FIELDS:
        assert (getattr(made, field)[work] != NONE).all()


def test_work_under_way_without_a_stored_end_is_as_long_as_done_and_left() -> None:
    plan = plan_of(without("TASK", "reend_date", "early_end_date"))
    tasks = plan.tasks
    going = (tasks.actual_start != NONE) & (tasks.actual_finish == NONE) & (tasks.kind != Kind.SUMMARY)
    assert going.any()
    assert (tasks.duration[going] == tasks.actual_duration[going] + tasks.remaining_duration[going]).all()
