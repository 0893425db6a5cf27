"""Primavera's edges, each on the smallest plan that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plans import at, plan, when

from conspectus.engine.network import Schedule, schedule
from conspectus.engine.plan import NONE, Calendar, Kind, Link, OutsideLinks, Plan

EARLY_SIX = Calendar(name="Early", week=(((360, 600), (630, 870)),) * 6 + ((),))


def with_kind(made: Plan, row: int, kind: Kind) -> Plan:
    """Return the plan with one row made a milestone of a kind."""
    kinds = made.tasks.kind.copy()
    kinds[row] = kind
    return replace(made, tasks=made.tasks.with_(kind=kinds))


def early(made: Schedule, row: int) -> str:
    """Return a task's early dates as text."""
    return f"{when(int(made.early_start[row]))} to {when(int(made.early_finish[row]))}"


def late(made: Schedule, row: int) -> str:
    """Return a task's late dates as text."""
    return f"{when(int(made.late_start[row]))} to {when(int(made.late_finish[row]))}"


def primavera(told: str, **more: object) -> Plan:
    """Return a plan written by Primavera."""
    return plan(told, program="primavera", lag_calendar="predecessor", **more)


def test_the_finish_a_lead_aims_at_is_kept_between_two_shifts() -> None:
    made = schedule(primavera("A 3d; B 4h after A FF-12h"))
    assert early(made, 1) == "2024-01-02 08:00 to 2024-01-02 13:00"


def test_a_start_milestone_is_late_where_work_ended_before_its_successor_begins() -> None:
    told = primavera("M 0d; B 2d after M [calendar 1]; Z 5d", calendars=(Calendar(), EARLY_SIX))
    made = schedule(with_kind(told, 0, Kind.START_MILESTONE))
    assert late(made, 1).startswith("2024-01-04 06:00")
    assert late(made, 0) == "2024-01-03 17:00 to 2024-01-03 17:00"


def test_a_start_milestone_keeps_the_instant_a_lag_or_the_end_gives() -> None:
    lagged = primavera("M 0d; B 1d after M+3h; Z 5d")
    lagged = replace(lagged, options=replace(lagged.options, lag_calendar="24h"))
    assert late(schedule(with_kind(lagged, 0, Kind.START_MILESTONE)), 0).startswith("2024-01-05 05:00")
    alone = primavera("M 0d [calendar 1]; Z 5d", calendars=(Calendar(), EARLY_SIX))
    assert late(schedule(with_kind(alone, 0, Kind.START_MILESTONE)), 0).startswith("2024-01-05 17:00")


def test_must_finish_by_counts_milestones_back_to_work() -> None:
    told = with_kind(primavera("M 0d", must_finish=at("2024-01-13")), 0, Kind.START_MILESTONE)
    assert late(schedule(told), 0) == "2024-01-12 17:00 to 2024-01-12 17:00"


def test_a_late_start_before_a_start_link_is_the_nearest_working_instant() -> None:
    calendars = (Calendar(), EARLY_SIX)
    told = "A 3d; B 2d after A SS [snlt {}] [calendar 1]; Z 20d"
    sooner = schedule(primavera(told.format("2024-01-13 06:00"), calendars=calendars))
    assert late(sooner, 0) == "2024-01-12 17:00 to 2024-01-17 17:00"
    later = schedule(primavera(told.format("2024-01-10 06:00"), calendars=calendars))
    assert late(later, 0) == "2024-01-10 08:00 to 2024-01-12 17:00"


def test_a_finish_milestone_with_a_start_link_is_late_when_its_successor_starts() -> None:
    made = schedule(with_kind(primavera("M 0d; B 5d after M SS"), 0, Kind.FINISH_MILESTONE))
    assert late(made, 0) == "2024-01-01 08:00 to 2023-12-29 17:00"


def test_a_start_constraint_without_a_time_bounds_the_day_and_logic_says_the_hour() -> None:
    made = schedule(primavera("A 12h; B 1d after A [snet 2024-01-22]; C 1d [snet 2024-01-22]"))
    assert early(made, 1) == "2024-01-22 13:00 to 2024-01-23 12:00"
    assert early(made, 2) == "2024-01-22 08:00 to 2024-01-22 17:00"


def test_work_under_way_that_waits_for_nothing_here_resumes_where_the_file_says() -> None:
    told = primavera(
        "A 3d [start 2024-01-02 08:00] [left 1d]; B 3d after C [start 2024-01-02 08:00] [left 1d]; C 1d",
        status_date=at("2024-01-08"),
    )
    stored = [at("2024-01-11 08:00"), at("2024-01-11 08:00"), NONE]
    made = schedule(replace(told, tasks=told.tasks.with_(stored_early_start=stored)))
    assert early(made, 0) == "2024-01-11 08:00 to 2024-01-11 17:00"
    assert early(made, 1) == "2024-01-09 08:00 to 2024-01-09 17:00"


def test_an_expected_finish_before_the_start_changes_nothing() -> None:
    told = primavera("A 3d; B 1d after A", use_expected_finish=True)
    made = schedule(replace(told, tasks=told.tasks.with_(expected_finish=[NONE, at("2024-01-02 17:00")])))
    assert early(made, 1) == "2024-01-04 08:00 to 2024-01-04 17:00"


def test_a_finish_link_from_work_under_way_ends_where_the_work_ends() -> None:
    told = "A 3d [start 2024-01-02 08:00] [left 1d]; B 8h after A FF [calendar 1]"
    made = schedule(primavera(told, calendars=(Calendar(), EARLY_SIX), status_date=at("2024-01-08")))
    assert early(made, 1) == "2024-01-08 06:00 to 2024-01-08 14:30"


def test_dates_of_lost_links_hold_both_ends_even_after_the_projects_finish() -> None:
    told = primavera("A 1d; B 1d; Z 5d")
    lost = OutsideLinks(
        task=[0, 0],
        is_predecessor=[True, False],
        type=[Link.FS, Link.FF],
        at=[at("2024-01-03 08:00"), at("2024-01-12 17:00")],
    )
    made = schedule(replace(told, outside=lost))
    assert early(made, 0) == "2024-01-03 08:00 to 2024-01-03 17:00"
    assert late(made, 0) == "2024-01-12 08:00 to 2024-01-12 17:00"
    assert late(made, 1) == "2024-01-05 08:00 to 2024-01-05 17:00"


def test_a_wbs_summary_activity_spans_what_is_left_beside_and_below_it() -> None:
    told = (
        "S 0d [summary]; E 1d [effort] [parent S]; T 0d [summary] [parent S]; B 2d [parent T]; C 1d after B [parent S];"
        "D 9d; F 1d [parent S] [start 2024-01-01 08:00] [finish 2024-01-01 17:00] [left 0d]"
    )
    made = schedule(primavera(told, status_date=at("2024-01-02")))
    assert early(made, 1) == "2024-01-02 08:00 to 2024-01-04 17:00"
    assert when(int(made.start[1])) == "2024-01-01 08:00"
    assert late(made, 1) == "2024-01-10 08:00 to 2024-01-12 17:00"


def test_a_level_of_effort_that_begins_after_its_end_has_no_length() -> None:
    made = schedule(primavera("A 5d; E 1d after A [effort]; B 1d after E FF"))
    assert early(made, 1) == "2024-01-08 08:00 to 2024-01-08 08:00"


OUT_OF_SEQUENCE = "A 5d; B 5d after A [start 2024-01-03 08:00] [left 2d]; C 1d after B"


def under(rule: str) -> Schedule:
    """Schedule work begun before its predecessor by one rule of progress."""
    return schedule(primavera(OUT_OF_SEQUENCE, status_date=at("2024-01-08 08:00"), progress=rule))


def test_progress_override_frees_what_came_before() -> None:
    made = under("progress_override")
    assert early(made, 1) == "2024-01-08 08:00 to 2024-01-09 17:00"
    assert late(made, 0) == "2024-01-08 08:00 to 2024-01-12 17:00"


def test_actual_dates_wants_what_came_before_done_by_the_actual_start() -> None:
    made = under("actual_dates")
    assert early(made, 1) == "2024-01-08 08:00 to 2024-01-09 17:00"
    assert late(made, 0) == "2023-12-27 08:00 to 2024-01-02 17:00"
    assert made.total_float[0] == -8 * 480


def test_actual_dates_lets_what_follows_wait_for_a_finish_after_the_data_date() -> None:
    told = "A 5d [start 2024-01-01 08:00] [finish 2024-01-10 17:00] [left 0d]; B 1d after A"
    for rule, expected in (("actual_dates", "2024-01-11 08:00"), ("retained_logic", "2024-01-08 08:00")):
        made = schedule(primavera(told, status_date=at("2024-01-08 08:00"), progress=rule))
        assert early(made, 1).startswith(expected)


def test_a_mandatory_start_keeps_its_late_dates_whatever_follows_at_the_start() -> None:
    made = schedule(primavera("A 3d [mso 2024-01-10 08:00]; B 2d after A SS [snlt 2024-01-03 08:00]; Z 20d"))
    assert late(made, 0) == "2024-01-10 08:00 to 2024-01-12 17:00"


def test_a_finish_milestone_stays_where_one_of_its_predecessors_ends() -> None:
    told = primavera("A 5d; B 5d [calendar 1]; M 0d after A, B", calendars=(Calendar(), EARLY_SIX))
    made = schedule(with_kind(told, 2, Kind.FINISH_MILESTONE))
    assert early(made, 1).endswith("2024-01-06 08:00")
    assert early(made, 2) == "2024-01-05 17:00 to 2024-01-05 17:00"


@pytest.mark.parametrize("told", ["{b}; {c}", "{c}; {b}"])
def test_of_start_links_that_leave_the_same_all_must_ask_for_a_start_milestones_late_finish(told: str) -> None:
    night = Calendar(name="Night", week=(((0, 240), (1320, 1440)),) * 7)
    always = Calendar(name="Always", week=(((0, 1440),),) * 7)
    b, c = "B 8h after M SS [snlt 2024-01-10 08:00]", "C 8h after M SS+4h [snlt 2024-01-10 20:00] [calendar 2]"
    text = "M 0d [calendar 1]; Z 20d; " + told.format(b=b, c=c)
    made = primavera(text, calendars=(Calendar(), night, always))
    made = replace(made, options=replace(made.options, lag_calendar="24h"))
    assert late(schedule(with_kind(made, 0, Kind.START_MILESTONE)), 0) == "2024-01-10 04:00 to 2024-01-10 22:00"
