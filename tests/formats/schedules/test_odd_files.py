"""Odd schedule files read alone: what they mean, and how far they may be cut."""

from __future__ import annotations

import random

import pytest
from tests.formats.schedules import odd_files as odd
from tests.formats.schedules.passwords import lock
from tests.formats.schedules.test_refusals import mspdi, refused, task

from conspectus.formats.schedules import loops, pmxml, read


@pytest.mark.java
def test_an_exchange_file_is_read_in_its_own_language(java: None) -> None:
    (plan,) = read(odd.GERMAN_EXCHANGE, "a.mpx").plans
    assert plan.tasks.name == ("Größe",)
    assert plan.tasks.duration.tolist() == [5 * 480]  # "5t" are five days in German


@pytest.mark.java
def test_project_files_with_a_password_are_refused(java: None, files: dict[str, bytes]) -> None:
    for name in ("mpp14_fixed_cost.mpp", "mpp_software_dev_plan_74.mpp", "mpp_baselines_2010.mpp"):
        words = refused(read(lock(files[name]), name))
        assert words == "The file is password protected. Remove the password and retry."


@pytest.mark.java
def test_project_files_cut_anywhere_are_refused_or_read_whole(java: None, files: dict[str, bytes]) -> None:
    rng = random.Random(5)
    for name in (one for one in sorted(files) if one.endswith(".mpp")):
        whole = len(read(files[name], name).plans[0].tasks)
        for share in (0.05, 0.5, rng.random(), 0.99):
            reading = read(files[name][: int(len(files[name]) * share)], name)
            if reading.plans:  # only unused space at the end was lost
                assert len(reading.plans[0].tasks) == whole
            else:
                assert "cut off or damaged" in refused(reading)


@pytest.mark.java
def test_text_files_cut_at_lines_are_refused_or_said_to_be_cut(java: None, files: dict[str, bytes]) -> None:
    rng = random.Random(6)
    for name in (one for one in sorted(files) if one.endswith((".xer", ".xml", ".mpx"))):
        lines = files[name].split(b"\n")
        for _ in range(2):
            reading = read(b"\n".join(lines[: rng.randrange(1, max(2, len(lines) - 1))]), name)
            said = {f.code for f in reading.findings}
            if name.endswith(".xml"):
                assert reading.plans == ()
            elif name.endswith(".xer") and reading.plans:
                assert "END_MARK_MISSING" in said
            else:
                assert reading.plans or reading.refused


@pytest.mark.java
def test_calendars_based_on_each_other_are_refused(java: None) -> None:
    looped = odd.xer(odd.activity(1, 10)).replace(
        b"clndr_data\n%R\t1\tStd\t\n", b"clndr_data\tbase_clndr_id\n%R\t1\tStd\t\t2\n%R\t2\tOther\t\t1\n"
    )
    assert refused(read(looped, "a.xer")) == "The outline goes round in a circle: Std → Other → Std."


@pytest.mark.java
def test_a_shift_over_midnight_and_ten_thousand_exceptions_are_read(java: None) -> None:
    night = read(odd.shifts("22:00:00", "06:00:00"), "a.xml")
    assert night.plans[0].calendars[0].week[1] == ((0, 360), (1320, 1440))
    days = (f"20{20 + n // 336:02}-{1 + n % 12:02}-{1 + n // 12 % 28:02}" for n in range(10_000))
    holidays = f"<Exceptions>{''.join(odd.exception(day, day, 0) for day in days)}</Exceptions>"
    (plan,) = read(odd.shifts("08:00:00", "17:00:00", holidays), "a.xml").plans
    assert len(plan.calendars[0].exceptions) == 10_000


@pytest.mark.java
def test_dates_at_midnight_and_real_days_are_not_warned_of(java: None) -> None:
    good = "<ActualStart>2026-02-28T24:00:00</ActualStart><Deadline>2024-02-29T08:00:00</Deadline>"
    assert "DATE_UNREAD" not in {f.code for f in read(mspdi(task(1, more=good)), "a.xml").findings}


def test_loops_are_found_from_wherever_one_starts() -> None:
    tree = {"a": ("b", "A"), "b": ("c", "B"), "c": ("b", "C"), "d": ("", "D")}
    assert loops.in_tree(tree) == ["B", "C"]
    assert loops.in_tree({"a": ("b", "A"), "b": ("", "B")}) == []
    block = "<WBS><ObjectId>{}</ObjectId><Name>{}</Name><ParentObjectId>{}</ParentObjectId></WBS>"
    text = block.format(1, "X", 2) + block.format(2, "Y", 1)
    assert loops.words(loops.in_tree(pmxml.Look(text).trees)) == "The outline goes round in a circle: X → Y → X."
