"""Drafts of the plan editor: written as a table, read as one, every fault at its cell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from conspectus.engine.plan import Calendar, Constraint, Plan
from conspectus.formats.schedules import read
from conspectus.formats.schedules.drafted import WorkedOut, work_out
from conspectus.formats.schedules.drafts import Draft, draft_of, from_table, left_out, read_written, write_draft
from conspectus.formats.schedules.template import write_template

TABLE = """Status date,2026-06-30
Project,Quay
Currency,EUR
Project start,2026-05-04

Id,Level,Task,Duration,Start,Predecessors,Percent,Actual start,Actual finish,Milestone,Resource,Cost,Actual cost,\
Baseline start,Baseline finish,Baseline cost,Deadline,Note,WBS
1,1,Build,,,,,,,,,,,,,,,,1
2,2,Design,10d,2026-05-04,,100,2026-05-04,2026-05-15,,Ann; Bob,1000,900.50,2026-05-04,2026-05-15,1000,,kept,1.1
3,2,Drive piles,2w,,2FS+2d,40%,2026-05-20,,,Bob,5000,2000,2026-05-20,2026-06-02,5000,2026-07-31,,1.2
4,2,Cure,3ed,,3SS+50%,,,,,,,,,,,,,1.3
5,1,Open,,,3; 4FF-1d,,,,yes,,,,,2026-06-30,,,,2
"""


def _read(text: str) -> Plan:
    found = read(text.encode(), "plan.csv")
    assert found.plans, found.findings
    return found.plans[0]


def _alike(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return one == other


def _same(old: Plan, new: Plan) -> list[str]:
    """Return the columns in which two plans differ, but for the dates a table only tells."""
    apart = []
    for part in ("tasks", "links", "resources", "assignments"):
        for name, column in vars(getattr(old, part)).items():
            other = getattr(getattr(new, part), name)
            apart += [] if name.startswith("stored_") or _alike(column, other) else [name]
    return apart


@pytest.mark.parametrize("text", [TABLE, TABLE.replace("Project,Quay", "Working days,Mon-Thu\nHolidays,2026-05-25")])
def test_what_is_read_of_a_draft_is_the_plan_it_was_made_of(text: str) -> None:
    plan = _read(text)
    again = read_written(write_draft(draft_of(plan), 1), "EUR").plans[0]
    assert _same(plan, again) == []
    assert (plan.status_date, plan.start, plan.currency) == (again.status_date, again.start, again.currency)
    assert plan.calendars == again.calendars
    assert {number: base.cost.tolist()[1:3] for number, base in again.baselines.items()} == {0: [100000.0, 500000.0]}
    assert from_table(again)
    assert left_out(again) == ()


def test_the_template_is_a_draft() -> None:
    plan = read(write_template(), "t.xlsx").plans[0]
    assert _same(plan, read_written(write_draft(draft_of(plan), 0), "").plans[0]) == []


def test_working_time_counts_in_durations_lags_and_dates() -> None:
    rows = (
        {"id": "1", "name": "A", "duration": "1w"},
        {"id": "2", "name": "B", "duration": "1d", "predecessors": "1FS+1d"},
    )
    head = {"start": "2026-05-04", "days": "Mon to Thu", "hours": "09:00-12:00, 13:00-17:30", "holidays": "2026-05-05"}
    out = work_out(Draft(head, rows), 0, "EUR")
    assert out.plan is not None
    assert out.schedule is not None
    assert out.plan.tasks.duration.tolist() == [1800, 450]
    assert out.plan.links.lag.tolist() == [450]
    days = [str(np.datetime64(int(at), "m")) for at in (*out.schedule.finish, out.schedule.start[1])]
    assert days == ["2026-05-11T17:30", "2026-05-13T17:30", "2026-05-13T09:00"]
    assert not out.broken


def test_a_start_no_earlier_holds_behind_a_predecessor_too() -> None:
    rows = (
        {"id": "1", "name": "A", "duration": "1d", "not_before": "2026-05-04"},
        {"id": "2", "name": "B", "duration": "1d", "predecessors": "1", "not_before": "2026-06-01"},
    )
    out = work_out(Draft({}, rows), 0, "EUR")
    assert out.plan is not None
    assert out.schedule is not None
    assert out.plan.tasks.constraint.tolist() == [Constraint.START_NO_EARLIER] * 2
    assert str(np.datetime64(int(out.schedule.start[1]), "m")) == "2026-06-01T08:00"


ROWS: tuple[dict[str, str], ...] = (
    {"id": "1", "name": "A", "duration": "5x", "percent": "150"},
    {"id": "2", "name": "B", "duration": "2d", "predecessors": "1; 9"},
    {},
    {"id": "3", "duration": "2d"},
    {"id": "4", "name": "Total", "duration": "1d"},
    {"id": "2", "name": "C", "duration": "1d", "actual_start": "03/04/2026", "cost": "1.234,50"},
)


def _said(out: WorkedOut) -> Mapping[tuple[int, str], str]:
    return {(one.row, one.field): one.words for one in out.findings if one.severity in ("error", "refused")}


def test_every_fault_is_said_at_its_cell_and_the_rest_is_worked_out() -> None:
    out = work_out(Draft({"start": "2026-05-04"}, ROWS), 0, "EUR")
    said = _said(out)
    assert out.broken
    assert said[0, "duration"] == "'5x' is not a duration such as 5d, 3w or 4h."
    assert said[0, "percent"] == "Progress must be 0–100."
    assert "names predecessor 9, which is not in the plan" in said[1, "predecessors"]
    assert said[3, "name"] == "This row has no name."
    assert "taken for a sum" in said[4, "name"]
    assert said[5, "id"] == "The id '2' is used twice."
    assert said[5, "actual_start"] == "Is 03/04 the 3rd of April?"
    assert "Enter an amount" in said[5, "cost"]
    assert len(said) == 8
    assert out.schedule is not None
    assert list(out.row_of.values()) == [0, 1, 3, 4, 5]


def test_a_loop_is_said_at_the_tasks_it_runs_through() -> None:
    rows = tuple({"id": str(n), "name": f"T{n}", "duration": "1d", "predecessors": str(n % 3 + 1)} for n in (1, 2, 3))
    out = work_out(Draft({"start": "2026-05-04"}, rows), 0, "EUR")
    assert out.broken
    assert out.schedule is not None
    assert {one.row for one in out.findings if one.field == "predecessors"} == {0, 1, 2}


@pytest.mark.parametrize(
    ("head", "field"),
    [({"hours": "8 to noon"}, "hours"), ({"days": "Moonday"}, "days"), ({"holidays": "Easter"}, "holidays"),
     ({"status_date": "soon"}, "status_date"), ({"start": "01/02/2026"}, "start")],
)  # fmt: skip
def test_what_cannot_be_read_of_the_plan_itself_is_said_there(head: dict[str, str], field: str) -> None:
    out = work_out(Draft(head, ({"id": "1", "name": "A", "duration": "1d"},)), 0, "EUR")
    assert out.broken
    assert [one.field for one in out.findings if one.severity == "error"] == [field]


@pytest.mark.parametrize("rows", [(), ({},) * 3, tuple({"name": f"T{n}"} for n in range(201))])
def test_too_few_and_too_many_rows_are_said(rows: tuple[dict[str, str], ...]) -> None:
    out = work_out(Draft({}, rows), 0, "EUR")
    assert out.broken
    assert out.plan is None
    assert len(out.findings) == 1


def test_the_same_text_on_another_revision_is_another_file() -> None:
    draft = Draft({"start": "2026-05-04"}, ROWS)
    assert write_draft(draft, 1).data != write_draft(draft, 2).data
    assert draft_of(Plan(calendars=(Calendar(week=((),) * 7),))).rows == ()
