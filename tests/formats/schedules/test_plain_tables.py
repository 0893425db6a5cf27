"""Plans typed into a workbook or a text table."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from tests.formats.workbooks.sheets import workbook

from conspectus.engine.findings import Severity
from conspectus.engine.plan import NONE, Constraint, Kind, LagUnit, Link, Plan
from conspectus.formats.schedules import Manner, Reading, read

HEAD = ["ID", "WBS", "Task name", "Duration", "Predecessors", "Cost", "% complete", "Start", "Finish", "Resource"]
ROWS = [
    HEAD,
    [1, "1", "Phase one", None, None, None, None, None, None, None],
    [2, "1.1", "Dig", "5d", None, 1000.5, 0.5, datetime(2026, 3, 2), None, "Ann; Bob"],
    [3, "1.2", "Pour", "3w", "2FS+2d", 2000, 0, None, None, "Ann"],
    [4, "1.3", "Cure", "4ed", "3SS-1d; 2FF+50%", None, 0, None, None, None],
    [5, "2", "Done", 0, "4", None, 0, None, None, None],
]


def plan_of(reading: Reading) -> Plan:
    assert {f.code for f in reading.findings} <= {"DURATION_ASSUMED"}
    return reading.plans[0]


def csv(text: str, name: str = "p.csv") -> Reading:
    return read(text.encode(), name)


def words(reading: Reading, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    return [(f.place, f.words) for f in reading.findings if f.severity is severity]


def test_a_workbook_becomes_a_plan() -> None:
    reading = read(workbook(ROWS), "Site.xlsx")
    plan = plan_of(reading)
    t = plan.tasks
    assert (reading.kind, plan.name, t.uid) == ("workbook", "Site", ("1", "2", "3", "4", "5"))
    assert t.parent.tolist() == [-1, 0, 0, 0, -1]
    assert t.kind.tolist() == [Kind.SUMMARY, Kind.TASK, Kind.TASK, Kind.TASK, Kind.FINISH_MILESTONE]
    assert t.duration[1:].tolist() == [2400, 7200, 5760, 0]
    assert t.elapsed.tolist() == [False, False, False, True, False]
    assert t.cost[1:3].tolist() == [100_050.0, 200_000.0]
    assert (t.percent_complete[1], t.actual_duration[1], t.remaining_duration[1]) == (0.5, 1200, 1200)
    links = sorted(
        zip(plan.links.before, plan.links.after, plan.links.type, plan.links.lag, plan.links.unit, strict=True)
    )
    assert links == [
        (1, 2, Link.FS, 960, LagUnit.WORKING),
        (1, 3, Link.FF, 5000, LagUnit.PERCENT),
        (2, 3, Link.SS, -480, LagUnit.WORKING),
        (3, 4, Link.FS, 0, LagUnit.WORKING),
    ]
    assert plan.resources.name == ("Ann", "Bob")
    assert len(plan.assignments) == 3


def test_a_typed_start_holds_where_nothing_comes_before() -> None:
    t = plan_of(read(workbook(ROWS), "a.xlsx")).tasks
    assert t.constraint.tolist() == [0, Constraint.START_NO_EARLIER, 0, 0, 0]
    assert np.datetime64(int(t.constraint_at[1]), "m") == np.datetime64("2026-03-02T08:00")


def test_a_duration_is_worked_out_from_start_and_finish() -> None:
    plan = plan_of(csv("task,start,finish\nDig,2026-03-02,2026-03-06\nFill,2026-03-06,2026-03-09\n"))
    assert plan.tasks.duration.tolist() == [2400, 960]
    assert np.datetime64(int(plan.tasks.stored_finish[0]), "m") == np.datetime64("2026-03-06T17:00")


def test_ids_come_from_wbs_and_name_where_there_are_none() -> None:
    plan = plan_of(csv("wbs,task,predecessors\n1,Dig,\n2,Fill,1\n"))
    assert plan.tasks.uid == ("1 Dig", "2 Fill")
    assert plan.links.before.tolist() == [0]


def test_outline_levels_baselines_actuals_and_milestones() -> None:
    plan = plan_of(
        csv(
            "level;id;name;duration;milestone;actual start;actual finish;baseline start;baseline finish;baseline cost\n"
            "1;1;All;;;;;;;\n2;2;Dig;2d;;2026-03-02;2026-03-03;2026-03-02;2026-03-04;10,50\n2;3;Ready;1d;yes;;;;;\n"
        )
    )
    assert plan.tasks.parent.tolist() == [-1, 0, 0]
    assert plan.tasks.percent_complete.tolist() == [0, 1, 0]
    assert plan.tasks.kind[2] == Kind.FINISH_MILESTONE
    base = plan.baselines[0]
    assert (base.duration[1], base.cost[1], base.start[2]) == (1440, 1050.0, NONE)


def test_percents_as_shares_points_and_formats() -> None:
    assert plan_of(csv("task,percent\nA,50\nB,20\n")).tasks.percent_complete.tolist() == [0.5, 0.2]
    assert plan_of(csv("task,percent\nA,0.5\nB,0.2\n")).tasks.percent_complete.tolist() == [0.5, 0.2]
    assert plan_of(csv("task,percent\nA,1%\n")).tasks.percent_complete.tolist() == [0.01]

    def as_percent(book: object) -> None:
        book.active["B2"].number_format = "0%"  # type: ignore[attr-defined]

    shown = read(workbook([["task", "percent"], ["A", 0.01]], as_percent), "a.xlsx")
    assert plan_of(shown).tasks.percent_complete.tolist() == [0.01]


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("task,duration\nA,soon\n", "B2", "B2 is not a duration such as 5d, 3w or 4h."),
        ("task,duration\nA,-2d\n", "B2", "A duration cannot be negative (B2)."),
        ("task,percent\nA,101\n", "B2", "Progress must be 0–100 (B2)."),
        ("task,start\nA,2026-02-30\n", "B2", "B2 is not a date."),
        ("task,start\nA,1066-10-14\n", "B2", "The date must lie between 1970 and 2149 (B2)."),
        ("task,cost\nA,1e400\n", "B2", "Enter an amount such as 1234.56. (B2)"),
        ("task,cost\nA,-5\n", "B2", "Costs cannot be negative; use a credit. (B2)"),
        ("id,task,predecessors\n1,A,9\n", "row 2", "Task 1 names predecessor 9, which is not in the file."),
        ("id,task,predecessors\n1,A,1\n", "row 2", "Task 1 waits for itself."),
        ("id,task,predecessors\n1,A,1FS+xd\n", "row 2", "Task 1 names predecessor 1FS+xd, which is not in the file."),
        ("id,task\n1,\n", "B2", "B2 has no name."),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_used(text: str, place: str, sentence: str) -> None:
    reading = csv(text)
    assert (place, sentence) in words(reading)
    assert reading.plans == ()
    assert words(reading, Severity.REFUSED)[0][1] == "1 rows have problems, listed here. Nothing was used."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,task\n7,A\n7,B\n", "Task id 7 is used on rows 2 and 3."),
        ("start,task,start\n,A,\n", "Two columns are called 'start'. Choose one."),
        ("task,duration\n", "The table holds no tasks."),
        ("what,ever\n1,2\n", "No row of headings was found. Needed are: name."),
        ("task,start\nA,03/04/2026\n", "Is 03/04 the 3rd of April?"),
        ('task,cost\nA,"1,234"\n', "Is 1,234 1234 or 1.234?"),
        ("task,currency\nA,XXZ\n", "'XXZ' is not a currency code in use."),
        ("task,currency\nA,EUR\nB,USD\n", "The plan uses several currencies (EUR, USD); a plan has one."),
        ('task,note\nA,"open\nB,x\n', "Line 2 starts a quote that never ends."),
        ("task,note\nA,b\0c\n", "Line 2 contains a zero byte."),
        ("task\n" + "x" * 1_100_000 + "\n", "Line 2 is longer than the limit."),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(text: str, sentence: str) -> None:
    reading = csv(text)
    assert reading.plans == ()
    assert [f.words for f in reading.findings if f.severity is Severity.REFUSED] == [sentence]


def test_another_date_of_the_table_settles_the_order() -> None:
    plan = plan_of(csv("task,start\nA,03/04/2026\nB,25/04/2026\n"))
    assert np.datetime64(int(plan.tasks.stored_start[0]), "m") == np.datetime64("2026-04-03T08:00")


def test_what_was_asked_can_be_told() -> None:
    text = b'task,start,cost\nA,03/04/2026,"1,234"\n'
    manner = Manner(locale="de", date_order="mdy", currency="KWD")
    (plan,) = read(text, "a.csv", manner=manner).plans
    assert np.datetime64(int(plan.tasks.stored_start[0]), "m") == np.datetime64("2026-03-04T08:00")
    assert (plan.currency, plan.tasks.cost.tolist()) == ("KWD", [1234.0])


def test_text_in_old_encodings() -> None:
    western = read("task;note\nGrößenprüfung;Straße\n".encode("cp1252"), "a.csv")
    assert western.plans[0].tasks.name == ("Größenprüfung",)
    assert [f.code for f in western.findings] == ["ENCODING_GUESSED", "DURATION_ASSUMED"]
    marked = read("task\nGröße\n".encode("utf-16"), "a.csv")
    assert plan_of(marked).tasks.name == ("Größe",)
    unclear = read("task\nZażółć gęślą jaźń\n".encode("cp1250"), "a.csv")
    assert unclear.plans == ()
    assert unclear.findings[0].words == "The text is not UTF-8. Which of these looks right?"
    told = read("task\nZażółć\n".encode("cp1250"), "a.csv", manner=Manner(encoding="cp1250"))
    assert told.plans[0].tasks.name == ("Zażółć",)


def test_cells_that_look_like_formulas_stay_text() -> None:
    names = ("=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1")
    plan = plan_of(csv("task\n" + "\n".join(names) + "\n"))
    assert plan.tasks.name == names
