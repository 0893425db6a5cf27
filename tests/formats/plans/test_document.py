"""A plan document gives back the plan, and is the same for the same plan."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conspectus.engine.plan import (
    NINE_TO_FIVE,
    NONE,
    Assignments,
    Baseline,
    Calendar,
    CalendarException,
    Links,
    Options,
    OutsideLinks,
    Plan,
    Resources,
    Segments,
    Table,
    Tasks,
    WeekSpan,
)
from conspectus.formats import plans
from conspectus.formats.plans import document

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
INTS = st.integers(-(2**63), 2**63 - 1)
FLOATS = st.floats(width=64)
VALUES: dict[str, Any] = {"Texts": TEXT, "Ints": INTS, "Floats": FLOATS, "Flags": st.booleans()}


@st.composite
def tables(draw: st.DrawFn, kind: type[Table], size: int | None = None) -> Table:
    """Draw a table of any content, each column given or left at its default."""
    rows = draw(st.integers(0, 6)) if size is None else size
    given_columns = {}
    for item in fields(kind):
        if item is fields(kind)[0] or draw(st.booleans()):
            given_columns[item.name] = draw(st.lists(VALUES[str(item.type)], min_size=rows, max_size=rows))
    return kind(**given_columns)


CALENDARS = st.lists(
    st.builds(
        Calendar,
        uid=TEXT,
        name=TEXT,
        spans=st.lists(st.builds(WeekSpan, INTS, INTS, st.just((NINE_TO_FIVE,) * 7)), max_size=2).map(tuple),
        exceptions=st.lists(
            st.builds(CalendarException, INTS, INTS, st.sampled_from([(), NINE_TO_FIVE, ((0, 1440),)])), max_size=4
        ).map(tuple),
        minutes_per_day=st.integers(1, 1440),
    ),
    max_size=3,
).map(tuple)


@st.composite
def any_plan(draw: st.DrawFn) -> Plan:
    """Draw a plan whose every part may hold anything its type allows."""
    tasks = draw(tables(Tasks))
    numbers = draw(st.sets(st.integers(0, 10), max_size=2))
    return Plan(
        uid=draw(TEXT),
        name=draw(TEXT),
        currency=draw(st.sampled_from(["", "EUR", "JPY"])),
        status_date=draw(INTS),
        start=draw(INTS),
        options=Options(program=draw(TEXT), open_ends_critical=draw(st.booleans()), extra={draw(TEXT): draw(TEXT)}),
        calendars=draw(CALENDARS),
        tasks=tasks,
        links=draw(tables(Links)),
        outside=draw(tables(OutsideLinks)),
        segments=draw(tables(Segments)),
        resources=draw(tables(Resources)),
        assignments=draw(tables(Assignments)),
        baselines={number: draw(tables(Baseline, len(tasks))) for number in numbers},
    )


def differences(left: Any, right: Any) -> Iterator[str]:
    """Name every part in which two plans differ, to the last bit."""
    for item in fields(left):
        one, other = getattr(left, item.name), getattr(right, item.name)
        if isinstance(one, Table):
            yield from (f"{item.name}.{name}" for name in differences(one, other))
        elif item.name == "baselines":
            assert sorted(one) == sorted(other)
            for number in one:
                yield from (f"baseline {number}.{name}" for name in differences(one[number], other[number]))
        elif isinstance(one, np.ndarray):
            if one.dtype != other.dtype or one.tobytes() != other.tobytes():
                yield item.name
        elif one != other:
            yield item.name


def usual_plan(size: int = 500, number: int = 0) -> Plan:
    """Return a plan such as a project manager hands in: names, dates, costs, links, one baseline."""
    random = np.random.default_rng(number)
    start = 28_000_000 + np.cumsum(random.integers(0, 600, size))
    duration = random.integers(1, 40, size) * 480
    cost = random.integers(10_000, 9_000_000, size).astype(float)
    tasks = Tasks(
        uid=tuple(str(100 + row) for row in range(size)),
        name=tuple(
            f"Prüfung Abschnitt {row} von {number}" if row % 9 == 0 else f"Install part {row}" for row in range(size)
        ),
        wbs=tuple(f"1.{row // 20}.{row % 20}" for row in range(size)),
        note=tuple("Waits for the permit." if row % 25 == 0 else "" for row in range(size)),
        parent=[row - row % 20 if row % 20 else -1 for row in range(size)],
        kind=[3 if row % 20 == 0 else 0 for row in range(size)],
        duration=duration,
        remaining_duration=duration // 2,
        percent_complete=random.integers(0, 100, size) / 100,
        actual_start=np.where(random.random(size) < 0.4, start, NONE),
        cost=cost,
        actual_cost=cost / 3,
        stored_start=start,
        stored_finish=start + duration,
        stored_early_start=start,
        stored_early_finish=start + duration,
        stored_late_start=start + 480,
        stored_late_finish=start + duration + 480,
        stored_total_float=random.integers(0, 9, size) * 480,
    )
    before = np.arange(size - 1)
    return Plan(
        uid=str(number),
        name=f"Plan {number}",
        currency="EUR",
        status_date=28_100_000,
        start=28_000_000,
        calendars=(Calendar(exceptions=tuple(CalendarException(20_000 + day, 20_000 + day) for day in range(40))),),
        tasks=tasks,
        links=Links(before=before, after=before + 1, lag=random.integers(0, 3, size - 1) * 480),
        baselines={0: Baseline(start=start, finish=start + duration, duration=duration, cost=cost)},
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_plan())
def test_a_written_plan_comes_back_bit_for_bit(plan: Plan) -> None:
    data = plans.write_plan(plan)
    assert list(differences(plan, plans.read_plan(data))) == []
    assert plans.write_plan(plans.read_plan(data)) == data


def test_the_same_plan_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/formats/plans'); import test_document as t; "
        "print(t.plans.digest(t.plans.write_plan(t.usual_plan())))"
    )
    digests = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    }
    assert digests == {plans.digest(plans.write_plan(usual_plan()))}


def test_a_different_plan_gives_another_digest() -> None:
    plan = usual_plan()
    moved = Plan(**{f.name: getattr(plan, f.name) for f in fields(plan)} | {"start": plan.start + 1})
    assert plans.digest(plans.write_plan(moved)) != plans.digest(plans.write_plan(plan))


def test_a_newer_version_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "VERSION", plans.VERSION + 6)
    newer = plans.write_plan(usual_plan(3))
    monkeypatch.undo()
    with pytest.raises(plans.UnreadablePlan, match=r"has version 9; this program reads up to version 3\. Update"):
        plans.read_plan(newer)


@pytest.mark.parametrize("bad", [b"", b"x", b"PK\x03\x04 not a plan", plans.write_plan(usual_plan(30))[:7000]])
def test_damaged_bytes_are_refused_in_plain_words(bad: bytes) -> None:
    with pytest.raises(plans.UnreadablePlan, match="damaged"):
        plans.read_plan(bad)


def test_another_arrow_stream_is_refused() -> None:
    sink = pa.BufferOutputStream()
    batch = pa.record_batch({"a": [1]})
    with ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    with pytest.raises(plans.UnreadablePlan, match="not a stored plan"):
        plans.read_plan(sink.getvalue().to_pybytes())


@pytest.mark.parametrize("position", range(40, 4000, 97))
def test_a_flipped_byte_never_escapes_as_another_error(position: int) -> None:
    data = bytearray(plans.write_plan(usual_plan(60)))
    data[position % len(data)] ^= 0xFF
    try:
        plans.read_plan(bytes(data))
    except plans.UnreadablePlan as refusal:
        assert "document" in str(refusal)  # noqa: PT017


def test_any_arrow_program_can_read_the_document() -> None:
    reader = ipc.open_stream(plans.write_plan(usual_plan(5)))
    table = reader.read_all()
    assert table.num_rows == 1
    assert table.column("tasks.uid").to_pylist() == [["100", "101", "102", "103", "104"]]
    assert "tasks.manual" not in table.column_names  # only its default: not stored
