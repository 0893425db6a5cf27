"""What a file names and does not hold is said: parents, ends of links, working hours."""

from __future__ import annotations

import pytest
from tests.formats.schedules import odd_files as odd
from tests.formats.schedules.test_refusals import mspdi, task

from conspectus.engine.findings import Finding
from conspectus.formats.schedules import exchange, orphans, read
from conspectus.formats.schedules.gate import admit
from conspectus.formats.schedules.process import DEFAULT

HOURS = "(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|08:00|f|12:00)())))))))"
TASKPRED = "%T\tTASKPRED\n%F\ttask_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_proj_id\tpred_type\tlag_hr_cnt\n"


def words(findings: tuple[Finding, ...], code: str) -> list[str]:
    return [one.words for one in findings if one.code == code]


def of_xer(hours: str, links: str = "") -> tuple[Finding, ...]:
    """Return what is noticed in an exchange file of two activities, its calendar holding ``hours``."""
    tasks = odd.activity(1, 10) + odd.activity(2, 10) + (TASKPRED + links if links else "")
    return admit(odd.xer(tasks).replace(b"\tStd\t", b"\tStd\t" + hours.encode()), "a.xer", DEFAULT).findings


@pytest.mark.parametrize("hours", ["", "rubbish", HOURS[:-2]], ids=["missing", "foreign", "cut"])
def test_a_calendar_without_its_hours_is_named(hours: str) -> None:
    told = "The working hours of calendar 'Std' are missing or damaged; the usual week stands in for them."
    assert words(of_xer(hours), "CALENDAR_HOURS_MISSING") == [told]


def test_a_whole_calendar_and_whole_links_are_not_warned_of() -> None:
    assert of_xer(HOURS, "%R\t1\t2\t1\t7\t7\tPR_FS\t0\n") == ()


@pytest.mark.java
def test_links_to_tasks_that_are_not_there_are_counted_once() -> None:
    rows = "%R\t1\t2\t1\t7\t7\tPR_FS\t0\n%R\t2\t2\t99\t7\t7\tPR_FS\t0\n%R\t3\t98\t1\t7\t7\tPR_FS\t0\n"
    reading = read(odd.xer(odd.activity(1, 10) + odd.activity(2, 10) + TASKPRED + rows), "a.xer")
    assert len(reading.plans[0].links) == 1
    told = "2 links lead to tasks that are not in the file; they were left out."
    assert words(reading.findings, "LINK_END_MISSING") == [told]


@pytest.mark.java
def test_a_link_of_project_xml_to_no_task_is_counted_unless_it_leads_elsewhere() -> None:
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type>{}</PredecessorLink>"
    elsewhere = link.format(-1, "<CrossProject>1</CrossProject>")
    reading = read(mspdi(task(1) + task(2, more=link.format(1, "") + link.format(77, "") + elsewhere)), "a.xml")
    told = "1 link leads to a task that is not in the file; it was left out."
    assert words(reading.findings, "LINK_END_MISSING") == [told]


def test_primavera_xml_says_which_parents_and_links_lead_nowhere() -> None:
    def node(number: int, above: str) -> str:
        return f"<WBS><Code>W{number}</Code><ObjectId>{number}</ObjectId><ParentObjectId>{above}</ParentObjectId></WBS>"

    def activity(number: int, above: int) -> str:
        return f"<Activity><Id>A{number}</Id><ObjectId>{number}</ObjectId><WBSObjectId>{above}</WBSObjectId></Activity>"

    link = (
        "<Relationship><PredecessorActivityObjectId>{}</PredecessorActivityObjectId>"
        "<SuccessorActivityObjectId>{}</SuccessorActivityObjectId></Relationship>"
    )
    text = (
        "<APIBusinessObjects><Project><Id>P</Id><WBSObjectId>9</WBSObjectId>"
        + node(10, "9") + node(11, "10") + node(12, "55") + activity(1, 9) + activity(2, 11) + activity(3, 66)
        + link.format(1, 2) + link.format(2, 77) + "</Project></APIBusinessObjects>"
    )  # fmt: skip
    found = admit(text.encode(), "a.xml", DEFAULT).findings
    assert words(found, "PARENT_MISSING") == [
        "Task WBS W12 names parent 55, which is not in the file.",
        "Task A3 names parent 66, which is not in the file.",
    ]
    assert words(found, "LINK_END_MISSING") == ["1 link leads to a task that is not in the file; it was left out."]


def test_a_flood_of_orphans_ends_in_a_count() -> None:
    found = list(orphans.parents([(f"A{number}", "0") for number in range(23)]))
    assert len(found) == orphans.SHOWN + 1
    assert found[-1].words == "3 more tasks name parents that are not in the file."


EXCHANGE = (
    "MPX,Microsoft Project for Windows,4.0,ANSI\r\n12,1,1,480,/,:,,,9,1\r\n30,Quay\r\n"
    "60,Name,Outline Level,Duration,Start,Finish,Predecessors,ID\r\n61,1,3,40,50,51,70,90\r\n"
    "70,Quay,1,6d,04/05/26,11/05/26,,1\r\n70,Dig,2,3d,04/05/26,06/05/26,,2\r\n"
    '70,Pour,2,3d,07/05/26,11/05/26,"2FS+1d,{}",3\r\n'
)


@pytest.mark.java
@pytest.mark.parametrize(
    ("link", "kept", "lost", "early"),
    [
        ("2SS", 3, 0, ""),
        ("0", 3, 1, ""),
        ("9,8", 3, 2, "a link leads to task 9, and the last one in it is task 3"),
        ("2SS", 2, 0, "its summary task 'Quay' ends after all the tasks in it"),
        ("2SS", -2, 0, "its last line is not whole"),
    ],
)
def test_an_exchange_file_tells_of_links_to_no_task_and_of_its_own_end(
    link: str, kept: int, lost: int, early: str
) -> None:
    rows = EXCHANGE.format(link).splitlines(keepends=True)
    text = "".join(rows[: 5 + kept]) if kept > 0 else "".join(rows)[:kept]
    reading = read(text.encode(), "quay.mpx")
    assert len(reading.plans[0].tasks) == abs(kept) + (kept < 0)
    counted = {0: [], 1: ["1 link leads to a task that is"], 2: ["2 links lead to tasks that are"]}[lost]
    assert [one.split(" not in")[0] for one in words(reading.findings, "LINK_END_MISSING")] == counted
    told = [f"The file seems to end early: {early}. Tasks may be missing."] if early else []
    assert words(reading.findings, "FILE_ENDS_EARLY") == told


def test_an_exchange_file_without_a_separator_is_left_to_its_reader() -> None:
    assert list(exchange.scan("MPX\n61\n70\n")) == []
