"""MSPDI as other programs write it: parts left out, rows left empty, projects put into others."""

from __future__ import annotations

import pytest
from tests.plans import when

from conspectus.engine.network import schedule
from conspectus.engine.plan import Plan
from conspectus.formats.schedules import read

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("java")]

HEAD = '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">'
START = "<StartDate>2026-01-05T08:00:00</StartDate>"
AFTER_FIRST = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>"


def task(uid: int, inside: str, name: str = "Task") -> str:
    """Return one task's text."""
    named = f"<Name>{name}</Name>" if name else ""
    return f"<Task><UID>{uid}</UID><ID>{uid}</ID>{named}<OutlineLevel>1</OutlineLevel>{inside}</Task>"


def length(hours: int, form: int = 7) -> str:
    """Return a duration in the format's words."""
    return f"<Duration>PT{hours}H0M0S</Duration><DurationFormat>{form}</DurationFormat>"


def plan_of(*tasks: str, head: str = START) -> Plan:
    """Return the plan of a file with these tasks."""
    (plan,) = read(f"{HEAD}{head}<Tasks>{''.join(tasks)}</Tasks></Project>".encode(), "other.xml").plans
    return plan


def dates(plan: Plan) -> list[str]:
    """Return early dates as text."""
    made = schedule(plan)
    return [
        f"{when(int(a))[5:]} to {when(int(b))[5:]}" for a, b in zip(made.early_start, made.early_finish, strict=True)
    ]


def test_a_file_without_calendars_works_eight_hours_a_day() -> None:
    plan = plan_of(task(1, length(16)), task(2, length(8) + AFTER_FIRST))
    assert dates(plan) == ["01-05 08:00 to 01-06 17:00", "01-07 08:00 to 01-07 17:00"]


def test_estimated_durations_are_durations() -> None:
    plan = plan_of(task(1, length(16, 39)), task(2, length(24, 40)), task(3, length(8, 53)))
    assert plan.tasks.elapsed.tolist() == [False, True, False]
    assert plan.tasks.duration.tolist() == [960, 1440, 480]


def test_empty_rows_are_left_out_and_tasks_without_names_are_not() -> None:
    plan = plan_of("<Task><UID>1</UID><ID>1</ID><IsNull>1</IsNull></Task>", task(2, length(8), name=""))
    assert plan.tasks.uid == ("2",)


def test_an_inserted_project_stays_where_its_file_put_it() -> None:
    there = (
        "<Start>2026-01-12T08:00:00</Start><Finish>2026-01-16T17:00:00</Finish>"
        "<IsSubproject>1</IsSubproject><SubprojectName>other.mpp</SubprojectName>"
    )
    plan = plan_of(task(1, there + length(40)), task(2, length(8) + AFTER_FIRST))
    assert dates(plan) == ["01-12 08:00 to 01-16 17:00", "01-19 08:00 to 01-19 17:00"]


def test_a_project_without_a_start_begins_with_its_first_task() -> None:
    first = "<Start>2026-01-06T08:00:00</Start><Finish>2026-01-07T17:00:00</Finish>"
    assert dates(plan_of(task(1, first), head="")) == ["01-06 08:00 to 01-07 17:00"]


def test_links_and_calendars_that_lead_nowhere_are_no_obstacle() -> None:
    lost = "<CalendarUID>77</CalendarUID>" + AFTER_FIRST.replace(">1<", ">55<", 1)
    assert dates(plan_of(task(2, length(8) + lost))) == ["01-05 08:00 to 01-05 17:00"]
