"""Microsoft Project's conventions, each told on a small plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.plans import at, plan, when

from conspectus.engine.network import Schedule, schedule
from conspectus.engine.plan import Calendar, Link, OutsideLinks

LONG = Calendar(name="Long", week=(((420, 720), (780, 1140)),) * 6 + ((),))


def dates(made: Schedule, row: int, which: str) -> str:
    """Return a task's early or late dates as text."""
    start, finish = getattr(made, f"{which}_start")[row], getattr(made, f"{which}_finish")[row]
    return f"{when(int(start))} to {when(int(finish))}"


def test_a_percent_lag_stands_beside_links_of_summaries() -> None:
    made = schedule(plan("S 0d [summary]; A 2d [parent S]; B 1d after A FS+50%; C 1d after S"))
    assert dates(made, 2, "early") == "2024-01-04 08:00 to 2024-01-04 17:00"
    assert dates(made, 3, "early") == "2024-01-03 08:00 to 2024-01-03 17:00"


def test_a_percent_lag_of_a_summary_is_a_share_of_its_own_duration() -> None:
    made = schedule(plan("S 2d [summary]; A 2d [parent S]; B 1d after S FS+50%"))
    assert dates(made, 2, "early") == "2024-01-04 08:00 to 2024-01-04 17:00"


def test_a_finish_to_finish_link_from_longer_hours_ends_where_the_work_does() -> None:
    made = schedule(plan("A 20h [calendar 1]; B 1d after A FF", calendars=(Calendar(), LONG)))
    assert dates(made, 0, "early") == "2024-01-01 08:00 to 2024-01-02 18:00"
    assert dates(made, 1, "early") == "2024-01-02 08:00 to 2024-01-02 17:00"


def test_a_start_to_finish_link_may_end_where_the_next_work_begins() -> None:
    made = schedule(plan("A 1d; B 1d after A; C 1d after B SF"))
    assert dates(made, 2, "early") == "2024-01-01 08:00 to 2024-01-02 08:00"


def test_a_deadline_bounds_even_a_task_that_must_start_later() -> None:
    made = schedule(plan("A 1d [mso 2024-01-10 08:00] [deadline 2024-01-05 17:00]; B 1d after A"))
    assert dates(made, 0, "early") == "2024-01-10 08:00 to 2024-01-10 17:00"
    assert dates(made, 0, "late") == "2024-01-05 08:00 to 2024-01-05 17:00"
    assert made.total_float[0] == -3 * 480


def test_a_latest_start_of_a_task_under_way_leaves_it_its_whole_work() -> None:
    begun = "[start 2024-01-01 08:00] [done 50%] [left 1d]"
    made = schedule(plan(f"A 2d [snlt 2024-01-02 08:00] {begun}; B 9d"))
    assert dates(made, 0, "late") == "2024-01-01 08:00 to 2024-01-03 17:00"


def test_a_start_link_of_a_summary_hangs_on_what_starts_first_in_it() -> None:
    text = "X 3d; S 0d [summary]; A 1d [parent S] after X; B 1d [parent S]; C 1d after S SS"
    made = schedule(plan(text))
    assert dates(made, 4, "early") == "2024-01-01 08:00 to 2024-01-01 17:00"


def test_a_lag_into_a_summary_counts_in_the_hours_of_each_task() -> None:
    text = "X 1d; S 0d [summary] after X FS+10h; A 1d [parent S]; B 1d [parent S] [calendar 1]"
    made = schedule(plan(text, calendars=(Calendar(), LONG)))
    assert when(int(made.early_start[2])) == "2024-01-03 10:00"
    assert when(int(made.early_start[3])) == "2024-01-02 16:00"


def test_of_two_late_tasks_in_a_row_the_second_keeps_its_early_dates() -> None:
    made = schedule(plan("A 1d [alap]; B 1d [alap] after A; C 1d after B; D 9d"))
    assert dates(made, 1, "early") == "2024-01-02 08:00 to 2024-01-02 17:00"
    assert dates(made, 1, "late") == "2024-01-10 08:00 to 2024-01-10 17:00"
    assert dates(made, 2, "early") == "2024-01-11 08:00 to 2024-01-11 17:00"


def test_late_tasks_move_their_successors_when_scheduled_from_the_finish_too() -> None:
    finish = plan("A 1d; B 1d [alap] after A; C 1d after B; D 5d", from_finish=True)
    made = schedule(replace(finish, finish=at("2024-01-12 17:00")))
    assert when(int(made.start[1])) == "2024-01-11 08:00"
    assert dates(made, 2, "early") == "2024-01-12 08:00 to 2024-01-12 17:00"


def test_a_start_link_to_a_task_under_way_counts_back_from_its_progress_without_the_lag() -> None:
    begun = "[start 2024-01-03 08:00] [done 50%] [left 1d]"
    made = schedule(plan(f"A 1d; B 2d after A SS+1d {begun}; C 1d after B; D 9d"))
    assert dates(made, 0, "late") == "2024-01-04 08:00 to 2024-01-04 17:00"


def test_a_summary_in_progress_holds_its_predecessors_to_its_actual_start() -> None:
    done = "[start 2024-01-03 08:00] [finish 2024-01-03 17:00]"
    made = schedule(plan(f"X 1d; S 0d [summary] after X; A 1d [parent S] {done}; B 1d [parent S]; D 9d"))
    assert when(int(made.late_finish[0])) == "2024-01-02 17:00"
    over = schedule(plan(f"X 1d; S 0d [summary] after X; A 1d [parent S] {done}; D 9d"))
    assert when(int(over.late_finish[0])) == "2024-01-11 17:00"


def test_slack_of_an_elapsed_task_counts_every_minute() -> None:
    made = schedule(plan("A 1d; B 9eh; C 1d after A, B"))
    assert dates(made, 1, "early") == "2024-01-01 08:00 to 2024-01-01 17:00"
    assert dates(made, 1, "late") == "2024-01-01 23:00 to 2024-01-02 08:00"
    assert made.total_float.tolist()[:2] == [0, 15 * 60]


def test_with_several_critical_paths_every_chain_is_late_by_itself() -> None:
    told = "A 1d; B 2d after A; C 5d; D 1d after C"
    one, each = (schedule(plan(told, multiple_critical_paths=several)) for several in (False, True))
    assert one.critical.tolist() == [False, False, True, True]
    assert each.critical.tolist() == [True, True, True, True]
    assert dates(each, 1, "late") == dates(each, 1, "early") == "2024-01-02 08:00 to 2024-01-03 17:00"


def test_predecessors_leave_room_for_the_levelling_delay_of_what_follows() -> None:
    made = plan("A 1d; B 1d after A; C 9d")
    delayed = schedule(replace(made, tasks=made.tasks.with_(levelling_delay=[0, 2880, 0])))
    assert dates(delayed, 1, "early") == "2024-01-04 08:00 to 2024-01-04 17:00"
    assert dates(delayed, 0, "late") == "2024-01-08 08:00 to 2024-01-08 17:00"


def test_predecessors_in_other_projects_hold_a_task_at_the_dates_the_file_has() -> None:
    made = plan("A 1d; B 2d; C 1d after A [start 2024-01-02 08:00]")
    there = OutsideLinks(
        task=np.array([0, 1, 2]),
        other=("X", "Y", "Z"),
        type=np.array([Link.FS, Link.FF, Link.FS]),
        lag=np.array([480, 0, 0]),
        at=np.array([at("2024-01-03 17:00"), at("2024-01-09 12:00"), at("2024-02-01 17:00")]),
    )
    held = schedule(replace(made, outside=there))
    assert dates(held, 0, "early") == "2024-01-05 08:00 to 2024-01-05 17:00"
    assert dates(held, 1, "early") == "2024-01-05 13:00 to 2024-01-09 12:00"
    assert when(int(held.early_start[2])) == "2024-01-02 08:00"


def test_a_latest_finish_of_a_summary_binds_what_it_holds_without_any_link() -> None:
    made = schedule(plan("S 0d [summary] [fnlt 2024-01-03 17:00]; A 5d [parent S]; B 1d"))
    assert dates(made, 1, "early") == "2024-01-01 08:00 to 2024-01-05 17:00"
    assert dates(made, 1, "late") == "2023-12-28 08:00 to 2024-01-03 17:00"
    assert made.total_float[1] == -2 * 480
