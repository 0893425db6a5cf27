"""A file is read once: previews and the import that follows share what the reader found."""

from __future__ import annotations

import os
from typing import Any

import pytest
from tests.doors.web.conftest import plan_file

from conspectus.formats import schedules
from conspectus.formats.schedules.kept import UnreadableReading, read_reading, write_reading
from conspectus.formats.workbooks import Manner
from conspectus.journeys.review_files import review_files
from conspectus.kit.errors import Invalid
from conspectus.review.dates import iso
from conspectus.rooms.schedule.bridge import readings
from conspectus.rooms.schedule.bridge.said import NOTHING, Said


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> list[str]:
    """Return the names of the files read from now on, in an empty data folder."""
    settings.DATA_FOLDER = tmp_path
    seen: list[str] = []
    real = schedules.read

    def read(data: bytes, name: str, **more: Any) -> Any:
        seen.append(name)
        return real(data, name, **more)

    monkeypatch.setattr(schedules, "read", read, raising=False)
    return seen


def test_the_second_time_nothing_is_read_and_the_same_is_found(reads: list[str]) -> None:
    first, second = (readings.read_once(plan_file(), "quay.csv") for _ in range(2))
    assert reads == ["quay.csv"]
    assert write_reading(first) == write_reading(second)
    assert (first.kind, first.findings, len(first.plans)) == (second.kind, second.findings, len(second.plans))


def test_a_refusal_is_kept_too(reads: list[str]) -> None:
    first, second = (readings.read_once(b"", "quay.csv") for _ in range(2))
    assert reads == ["quay.csv"]
    assert first == second
    assert first.refused


def test_another_name_another_manner_or_other_bytes_are_read_anew(reads: list[str]) -> None:
    readings.read_once(plan_file(), "quay.csv")
    readings.read_once(plan_file(), "pier.csv")
    readings.read_once(plan_file(), "quay.csv", Manner(date_order="dmy"))
    readings.read_once(plan_file(16), "quay.csv")
    assert len(reads) == 4


def test_what_the_machine_is_to_blame_for_is_tried_again(reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "PASSING", frozenset({"FILE_EMPTY"}))
    for _ in range(2):
        assert [item.code for item in readings.read_once(b"", "quay.csv").findings] == ["FILE_EMPTY"]
    assert len(reads) == 2


def test_a_damaged_reading_is_read_again(reads: list[str], tmp_path: Any) -> None:
    readings.read_once(plan_file(), "quay.csv")
    (kept,) = (tmp_path / "readings").iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert readings.read_once(plan_file(), "quay.csv").plans
    assert len(reads) == 2
    with pytest.raises(UnreadableReading):
        read_reading(b"nothing of ours")


def test_after_seven_days_nothing_is_kept(reads: list[str], tmp_path: Any) -> None:
    readings.read_once(plan_file(), "quay.csv")
    (kept,) = (tmp_path / "readings").iterdir()
    os.utime(kept, (0, 0))
    readings.sweep_readings()
    assert not kept.exists()


def test_a_review_knows_what_a_preview_has_read(reads: list[str]) -> None:
    readings.read_once(plan_file(), "quay.csv")
    found = review_files(
        files=[("folder/quay.csv", plan_file()), ("pier.csv", plan_file(16))], costs=None, said=NOTHING
    )
    assert reads == ["quay.csv", "pier.csv"]
    assert [project.file for project in found.projects] == ["quay.csv", "pier.csv"]
    readings.read_once(plan_file(16), "pier.csv")
    assert len(reads) == 2


def test_a_review_reads_as_it_is_told_and_refuses_an_answer_that_is_none(reads: list[str]) -> None:
    table = b"Task,Start,Duration\nDig,03/04/2026,5d\n"
    starts = [
        review_files(files=[("a.csv", table)], costs=None, said=Said(date_order=order)).projects[0].start
        for order in ("dmy", "mdy")
    ]
    assert [str(iso(one))[:10] for one in starts] == ["2026-04-03", "2026-03-04"]
    with pytest.raises(Invalid, match="not one of"):
        review_files(files=[("a.csv", table)], costs=None, said=Said(amounts="xx"))
