"""What scheduling does, told on small plans."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.plans import MONDAY, at, plan, when

from conspectus.engine.calendars.shifts import HORIZON_DAYS
from conspectus.engine.calendars.tables import pack
from conspectus.engine.findings import Severity
from conspectus.engine.network import CycleError, Schedule, passes, schedule
from conspectus.engine.plan import (
    NONE,
    Assignments,
    Calendar,
    CalendarException,
    Kind,
    Links,
    OutsideLinks,
    Plan,
    Resources,
    Segments,
    Tasks,
)

SEVEN_TO_FOUR = Calendar(name="Early", week=(((420, 720), (780, 960)),) * 5 + ((), ()))
WEEKEND = Calendar(name="Weekend", week=((),) * 5 + (((480, 960),),) * 2)


def early(made: Schedule, row: int) -> str:
    """Return a task's early dates as text."""
    return f"{when(int(made.early_start[row]))} to {when(int(made.early_finish[row]))}"


def late(made: Schedule, row: int) -> str:
    """Return a task's late dates as text."""
    return f"{when(int(made.late_start[row]))} to {when(int(made.late_finish[row]))}"


def test_dates_floats_and_drivers_of_a_small_plan() -> None:
    made = schedule(plan("A 3d; B 2d after A; C 1d after A; D 1d after B, C"))
    assert [early(made, row) for row in range(4)] == [
        "2024-01-01 08:00 to 2024-01-03 17:00",
        "2024-01-04 08:00 to 2024-01-05 17:00",
        "2024-01-04 08:00 to 2024-01-04 17:00",
        "2024-01-08 08:00 to 2024-01-08 17:00",
    ]
    assert late(made, 2) == "2024-01-05 08:00 to 2024-01-05 17:00"
    assert made.total_float.tolist() == [0, 0, 480, 0]
    assert made.free_float.tolist() == [0, 0, 480, 0]
    assert made.critical.tolist() == [True, True, False, True]
    assert made.driving.tolist() == [True, True, True, False]
    assert (when(made.project_start), when(made.project_finish)) == ("2024-01-01 08:00", "2024-01-08 17:00")
    assert made.mode == "microsoft"


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        ("A", "2024-01-03 08:00", "2024-01-03 17:00"),
        ("A FS+1d", "2024-01-04 08:00", "2024-01-04 17:00"),
        ("A FS-1d", "2024-01-02 08:00", "2024-01-02 17:00"),
        ("A FS+1ed", "2024-01-04 08:00", "2024-01-04 17:00"),
        ("A FS+50%", "2024-01-04 08:00", "2024-01-04 17:00"),
        ("A SS", "2024-01-01 08:00", "2024-01-01 17:00"),
        ("A SS+4h", "2024-01-01 13:00", "2024-01-02 12:00"),
        ("A FF", "2024-01-02 08:00", "2024-01-02 17:00"),
        ("A FF+2d", "2024-01-04 08:00", "2024-01-04 17:00"),
        ("A SF+2d", "2024-01-02 08:00", "2024-01-02 17:00"),
    ],
)
def test_every_link_type_and_lag(link: str, start: str, finish: str) -> None:
    made = schedule(plan(f"A 2d; B 1d after {link}"))
    assert early(made, 1) == f"{start} to {finish}"


@pytest.mark.parametrize(
    ("bound", "microsoft", "primavera"),
    [
        ("snet 2024-01-10 08:00", "2024-01-10 08:00", "2024-01-10 08:00"),
        ("fnet 2024-01-10 17:00", "2024-01-10 08:00", "2024-01-10 08:00"),
        ("snlt 2024-01-01 08:00", "2024-01-01 08:00", "2024-01-03 08:00"),
        ("fnlt 2024-01-02 17:00", "2024-01-02 08:00", "2024-01-03 08:00"),
        ("mso 2024-01-01 08:00", "2024-01-01 08:00", "2024-01-01 08:00"),
        ("mfo 2024-01-10 17:00", "2024-01-10 08:00", "2024-01-10 08:00"),
        ("starton 2024-01-01 08:00", "2024-01-01 08:00", "2024-01-03 08:00"),
        ("finishon 2024-01-10 17:00", "2024-01-10 08:00", "2024-01-10 08:00"),
    ],
)
def test_constraints_in_both_conventions(bound: str, microsoft: str, primavera: str) -> None:
    told = f"A 2d; B 1d after A [{bound}]"
    assert when(int(schedule(plan(told), "microsoft").early_start[1])) == microsoft
    assert when(int(schedule(plan(told), "primavera").early_start[1])) == primavera


def test_logic_goes_first_where_constraints_are_not_honoured() -> None:
    made = schedule(plan("A 2d; B 1d after A [mso 2024-01-01 08:00]", honour_constraints=False))
    assert early(made, 1) == "2024-01-03 08:00 to 2024-01-03 17:00"
    assert made.total_float[1] == -960


def test_a_deadline_makes_float_negative_and_moves_nothing() -> None:
    made = schedule(plan("A 2d; B 2d after A [deadline 2024-01-03 17:00]"))
    assert early(made, 1) == "2024-01-03 08:00 to 2024-01-04 17:00"
    assert made.total_float.tolist() == [-480, -480]


def test_as_late_as_possible_takes_late_dates_by_microsoft_and_free_float_by_primavera() -> None:
    told = "A 5d; B 1d [alap]; C 1d after A, B; D 9d"
    made = schedule(plan(told), "microsoft")
    assert when(int(made.start[1])) == when(int(made.late_start[1]))
    made = schedule(plan(told), "primavera")
    assert early(made, 1) == "2024-01-05 08:00 to 2024-01-05 17:00"


def test_progress_in_primavera_counts_from_the_data_date() -> None:
    told = (
        "A 5d [start 2024-01-01 08:00] [finish 2024-01-04 17:00] [left 0d];"
        "B 5d after A [start 2024-01-05 08:00] [left 4d]; C 1d after B"
    )
    made = schedule(plan(told, status_date=at("2024-01-10")), "primavera")
    assert early(made, 0) == "2024-01-10 00:00 to 2024-01-10 00:00"
    assert early(made, 1) == "2024-01-10 08:00 to 2024-01-15 17:00"
    assert when(int(made.start[1])) == "2024-01-05 08:00"
    assert when(int(made.finish[0])) == "2024-01-04 17:00"
    assert early(made, 2) == "2024-01-16 08:00 to 2024-01-16 17:00"


OUT_OF_SEQUENCE = "A 5d; B 5d after A [start 2024-01-03 08:00] [left 2d]"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("retained_logic", "2024-01-15 08:00 to 2024-01-16 17:00"),
        ("progress_override", "2024-01-08 08:00 to 2024-01-09 17:00"),
        ("actual_dates", "2024-01-08 08:00 to 2024-01-09 17:00"),
    ],
)
def test_out_of_sequence_progress(rule: str, expected: str) -> None:
    made = schedule(plan(OUT_OF_SEQUENCE, status_date=at("2024-01-08 08:00"), progress=rule), "primavera")
    assert early(made, 1) == expected


def test_progress_in_microsoft_keeps_the_actual_start() -> None:
    made = schedule(plan("A 4d [start 2024-01-02 08:00] [done 50%] [left 2d]; B 1d after A"))
    assert early(made, 0) == "2024-01-02 08:00 to 2024-01-05 17:00"
    assert early(made, 1) == "2024-01-08 08:00 to 2024-01-08 17:00"


def test_a_late_finish_before_work_under_way_is_where_that_work_resumes() -> None:
    told = (
        "A 1d [start 2024-01-01 08:00] [done 50%] [left 4h]; B 2d after A [start 2024-01-02 08:00] [done 50%] [left 1d]"
    )
    made = schedule(plan(told))
    assert when(int(made.late_finish[0])) == "2024-01-02 17:00"


def test_summaries_roll_up_and_their_logic_binds_what_they_hold() -> None:
    told = "A 1d; S 0d after A [summary]; B 1d [parent S]; C 2d [parent S] after B; D 1d after S"
    made = schedule(plan(told))
    assert early(made, 1) == "2024-01-02 08:00 to 2024-01-04 17:00"
    assert early(made, 4) == "2024-01-05 08:00 to 2024-01-05 17:00"
    assert made.critical.tolist() == [True] * 5
    assert made.driving.all()


def test_level_of_effort_spans_what_it_hangs_on_and_drives_nothing() -> None:
    told = "A 3d; B 2d after A; E 1d after A SS, B FF [effort]; C 9d"
    made = schedule(plan(told), "primavera")
    assert early(made, 2) == "2024-01-01 08:00 to 2024-01-05 17:00"
    assert when(made.project_finish) == "2024-01-11 17:00"


def test_inactive_tasks_neither_move_nor_drive() -> None:
    made = schedule(plan("A 9d [inactive]; B 1d after A"))
    assert made.early_start[0] == NONE
    assert early(made, 1) == "2024-01-01 08:00 to 2024-01-01 17:00"


def test_manual_tasks_stay_where_the_planner_put_them() -> None:
    told = plan("A 2d; B 1d after A [manual]; C 1d after B")
    stored = [NONE, at("2024-01-02 08:00"), NONE], [NONE, at("2024-01-02 17:00"), NONE]
    told = replace(told, tasks=told.tasks.with_(stored_start=stored[0], stored_finish=stored[1]))
    made = schedule(told)
    assert early(made, 1) == "2024-01-02 08:00 to 2024-01-02 17:00"
    assert early(made, 2) == "2024-01-03 08:00 to 2024-01-03 17:00"


def test_split_tasks_keep_their_breaks() -> None:
    told = plan("A 1d; B 2d after A")
    pieces = Segments(
        task=[1, 1],
        start=[at("2024-01-02 08:00"), at("2024-01-05 08:00")],
        finish=[at("2024-01-02 17:00"), at("2024-01-05 17:00")],
    )
    assert early(schedule(replace(told, segments=pieces)), 1) == "2024-01-02 08:00 to 2024-01-05 17:00"


def test_levelling_delay_counts_every_minute() -> None:
    told = plan("A 1d; B 1d")
    told = replace(told, tasks=told.tasks.with_(levelling_delay=[0, 1440]))
    assert early(schedule(told), 1) == "2024-01-02 08:00 to 2024-01-02 17:00"


def test_scheduling_from_the_finish_puts_everything_late() -> None:
    made = schedule(plan("A 1d; B 2d; C 1d after A, B", from_finish=True, finish=at("2024-01-12 17:00")))
    assert when(made.project_finish) == "2024-01-12 17:00"
    assert late(made, 1) == "2024-01-10 08:00 to 2024-01-11 17:00"


def test_tasks_follow_their_own_and_their_resources_calendars() -> None:
    told = plan("A 2d [calendar 1]; B 2d; C 2d [calendar 1]", calendars=(Calendar(), SEVEN_TO_FOUR))
    people = Resources(uid=["1"], name=["Ada"], calendar=[1])
    made = schedule(replace(told, resources=people, assignments=Assignments(task=[1], resource=[0], work=[960.0])))
    assert early(made, 0) == "2024-01-01 08:00 to 2024-01-03 08:00"
    assert early(made, 1) == "2024-01-01 08:00 to 2024-01-03 08:00"


def test_a_task_calendar_and_a_resource_calendar_share_their_hours() -> None:
    told = plan("A 1d [calendar 1]", calendars=(Calendar(), SEVEN_TO_FOUR, Calendar()))
    people = Resources(uid=["1"], name=["Ada"], calendar=[2])
    made = schedule(replace(told, resources=people, assignments=Assignments(task=[0], resource=[0], work=[480.0])))
    assert early(made, 0) == "2024-01-01 08:00 to 2024-01-02 09:00"


def test_expected_finish_stretches_what_is_left() -> None:
    told = plan("A 2d; B 1d after A", program="primavera", use_expected_finish=True)
    told = replace(told, tasks=told.tasks.with_(expected_finish=[at("2024-01-05 17:00"), NONE]))
    made = schedule(told)
    assert early(made, 0) == "2024-01-01 08:00 to 2024-01-05 17:00"
    assert early(made, 1) == "2024-01-08 08:00 to 2024-01-08 17:00"


def test_links_to_other_projects_hold_their_dates() -> None:
    told = plan("A 1d; B 1d", program="primavera")
    outside = OutsideLinks(
        task=[0, 1], is_predecessor=[True, False], at=[at("2024-01-09 08:00"), at("2024-01-02 17:00")]
    )
    made = schedule(replace(told, outside=outside))
    assert early(made, 0) == "2024-01-09 08:00 to 2024-01-09 17:00"
    assert when(int(made.late_finish[1])) == "2024-01-02 17:00"


def test_a_must_finish_date_counts_all_late_dates() -> None:
    made = schedule(plan("A 2d", program="primavera", must_finish=at("2024-01-01 17:00")))
    assert made.total_float[0] == -480


def test_open_ends_can_be_critical() -> None:
    made = schedule(plan("A 1d; B 3d", program="primavera", open_ends_critical=True))
    assert made.critical.tolist() == [True, True]


def test_the_longest_path_can_say_what_is_critical() -> None:
    made = schedule(plan("A 1d; B 3d after A; C 1d", critical_by_longest_path=True))
    assert made.critical.tolist() == [True, True, False]


def test_a_circle_is_named_by_its_path() -> None:
    with pytest.raises(CycleError) as caught:
        schedule(plan("A 1d after C; B 1d after A; C 1d after B; D 1d after C"))
    finding = caught.value.finding
    assert (finding.severity, finding.code) == (Severity.REFUSED, "LINK_CYCLE")
    assert finding.words == "These tasks wait for each other: A → B → C → A."
    assert finding.tasks == ("A", "B", "C")


def test_a_task_that_waits_for_itself_is_a_circle() -> None:
    with pytest.raises(CycleError, match="A → A"):
        schedule(plan("A 1d after A"))


def test_a_calendar_that_never_works_is_a_finding() -> None:
    dead = Calendar(name="Shut", week=((),) * 7)
    made = schedule(plan("A 1d; B 1d after A [calendar 1]; C 1d after B", calendars=(Calendar(), dead)))
    assert [finding.words for finding in made.findings] == [
        "Calendar 'Shut' has no working time, so task B can never finish."
    ]
    assert made.early_finish[1] == NONE
    assert made.early_finish[2] != NONE


def test_work_beyond_a_hundred_years_is_a_finding() -> None:
    rare = Calendar(name="Once", week=((),) * 7, exceptions=(CalendarException(19_723, 19_723, ((480, 540),)),))
    made = schedule(plan("A 1d [calendar 1]; B 1d", calendars=(Calendar(), rare)))
    assert [finding.code for finding in made.findings] == ["BEYOND_HORIZON"]


def test_a_length_of_centuries_lays_out_no_more_days_than_a_horizon(monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []

    def laid(calendars: Any, first: int, last: int, pairs: Any = ()) -> Any:
        widths.append(last - first)
        return pack(calendars, first, last, pairs)

    monkeypatch.setattr(passes, "pack", laid)
    made = schedule(plan("A 250000d; B 1d", calendars=(Calendar(), WEEKEND)))
    assert [finding.code for finding in made.findings] == ["BEYOND_HORIZON"]
    assert (made.early_finish[0], early(made, 1)) == (NONE, early(schedule(plan("B 1d")), 0))
    assert max(widths) < 2 * HORIZON_DAYS


def test_dates_far_ahead_are_reached() -> None:
    made = schedule(plan("A 9000d; B 9000d after A"))
    assert when(int(made.early_finish[1])) == "2092-12-26 17:00"


def test_actual_dates_beside_no_progress_are_not_believed() -> None:
    told = "A 1d [start 2000-01-01] [finish 2000-01-01] [left 1d]"
    made = schedule(plan(told))
    assert [finding.code for finding in made.findings] == ["FINISHED_WITHOUT_PROGRESS"]
    assert early(made, 0) == "2024-01-01 08:00 to 2024-01-01 17:00"


def test_deep_chains_and_large_plans_need_no_recursion() -> None:
    for size in (5_000, 100_000):
        rows = np.arange(size)
        tasks = Tasks(uid=tuple(map(str, rows)), name=tuple(map(str, rows)), duration=np.full(size, 60))
        chain = Links(before=rows[:-1], after=rows[1:])
        made = schedule(Plan(start=MONDAY + 480, tasks=tasks, links=chain))
        assert made.critical.all()


def test_a_deep_circle_is_named_shortly() -> None:
    size = 5_000
    rows = np.arange(size)
    tasks = Tasks(uid=tuple(map(str, rows)), name=tuple(map(str, rows)), duration=np.full(size, 60))
    ring = Links(before=rows, after=np.roll(rows, -1))
    with pytest.raises(CycleError, match="more") as caught:
        schedule(Plan(start=MONDAY + 480, tasks=tasks, links=ring))
    assert len(caught.value.finding.tasks) == size


def test_an_empty_plan_and_an_unknown_mode() -> None:
    made = schedule(Plan(start=MONDAY))
    assert len(made.early_start) == 0
    assert made.project_finish == MONDAY
    with pytest.raises(ValueError, match="no scheduling mode"):
        schedule(Plan(), "asta")


def test_the_mode_follows_the_program() -> None:
    assert schedule(plan("A 1d", program="primavera")).mode == "primavera"
    assert schedule(plan("A 0d"), "primavera").mode == "primavera"


def test_importing_the_room_compiles_nothing() -> None:
    code = "import sys, conspectus.engine.network, conspectus.engine.calendars; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_milestones_sit_where_work_ends() -> None:
    made = schedule(plan("A 1d; M 0d after A; B 1d after M"))
    assert early(made, 1) == "2024-01-01 17:00 to 2024-01-01 17:00"
    tasks = made.early_start
    assert when(int(tasks[2])) == "2024-01-02 08:00"
    assert Kind.FINISH_MILESTONE == 2


def test_weekend_work_is_done_at_weekends() -> None:
    made = schedule(plan("A 1d [calendar 1]", calendars=(Calendar(), WEEKEND)))
    assert early(made, 0) == "2024-01-06 08:00 to 2024-01-06 16:00"


def test_a_plan_without_any_date_has_floats_but_no_dates():
    plan = Plan(tasks=Tasks(uid=["a", "b", "c"], duration=[480, 960, 480]), links=Links(before=[0, 1], after=[2, 2]))
    got = schedule(plan)
    assert {got.project_start, got.project_finish, *got.start, *got.early_finish, *got.late_finish} == {NONE}
    assert got.total_float.tolist() == [480, 0, 0]
    assert schedule(replace(plan, start=28_401_120)).project_start != NONE
