"""Tasks that were renumbered are the same tasks: their GUIDs say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.plans import plan

from conspectus.engine.compare import as_before, compare
from conspectus.engine.plan import Plan

FIRST = plan("A 1d; B 2d after A; C 1d after B")


def told(base: Plan, *ids: str, guids: str) -> Plan:
    """Return the plan with other ids, and a GUID of one letter each."""
    return replace(base, tasks=base.tasks.with_(uid=ids, guid=tuple(guids.replace("-", " ").split(" "))))


OLD = told(FIRST, "1", "2", "3", guids="a b c")


def test_renumbered_tasks_take_the_ids_they_had() -> None:
    now, noticed = as_before(told(FIRST, "2", "3", "4", guids="a b c"), OLD)
    assert now.tasks.uid == ("1", "2", "3")
    assert [item.code for item in noticed] == ["TASKS_RENUMBERED"]
    assert "3 tasks" in noticed[0].words


def test_nothing_changes_where_the_ids_are_the_same_or_the_guids_are_new() -> None:
    for guids in ("a b c", "x y z", "a y c"):
        plain = told(FIRST, "1", "2", "3", guids=guids)
        assert as_before(plain, OLD) == (plain, ())


def test_a_new_task_under_the_number_of_another_gets_a_number_of_its_own() -> None:
    bigger = plan("A 1d; N 1d after A; B 2d after N; C 1d after B")
    now, _ = as_before(told(bigger, "1", "2", "3", "4", guids="a n b c"), OLD)
    assert now.tasks.uid == ("1", "2 #2", "2", "3")
    again, _ = as_before(told(bigger, "1", "2", "3", "4", guids="a n b c"), now)
    assert again.tasks.uid == now.tasks.uid


def test_a_guid_two_tasks_bear_tells_nothing() -> None:
    twice = told(FIRST, "1", "7", "8", guids="a c c")
    assert as_before(twice, OLD) == (twice, ())


def test_a_comparison_follows_a_task_through_a_renumbering() -> None:
    longer = plan("A 1d; B 4d after A; C 1d after B")
    got = compare(OLD, told(longer, "11", "12", "13", guids="a b c"))
    assert {kind: count for kind, count in got.counts.items() if count} == {"longer": 1, "moved": 2}
    assert got.of("longer")[0].uid == "2"


@pytest.mark.java
def test_a_real_file_renumbered_is_the_same_plan(shared_data: Path) -> None:
    from conspectus.formats.schedules import read
    from conspectus.formats.schedules.mspdi import write_mspdi

    file = shared_data / "schedules" / "files" / "mpp14_fixed_cost.mpp"
    made = read(file.read_bytes(), file.name).plans[0]
    assert all(made.tasks.guid)
    ids = tuple(str(int(uid) + 40) if uid != "0" else uid for uid in made.tasks.uid)
    other = replace(made, tasks=made.tasks.with_(uid=ids))
    before, after = (read(write_mspdi(one), "relations.xml").plans[0] for one in (made, other))
    assert (before.tasks.uid, after.tasks.uid) == (made.tasks.uid, ids)
    assert compare(before, after).same
    assert as_before(after, made)[0].tasks.uid == made.tasks.uid
