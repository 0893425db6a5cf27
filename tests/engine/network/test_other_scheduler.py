"""Jobs of our own making against an independent Primavera-style scheduler, date by date."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import need
from tests.engine.network.jobs import draw, xer
from tests.plans import when

from conspectus.engine.network import schedule
from conspectus.formats.schedules import read
from conspectus.formats.schedules.java import NoJava, find_runtime

pytestmark = pytest.mark.java

FIELDS = ("early_start", "early_finish", "late_start", "late_finish")
ALLOWED = 0.001  # of all dates; what is left has its causes on docs/methods/critical-path.md
JOBS = [
    *((f"plain {n}", 30, {"links": "FS FS SS FF"}) for n in range(10)),
    *((f"calendars {n}", 30, {"calendars": 8}) for n in range(8)),
    *((f"progress {n}", 30, {"links": "FS FS FS SS", "features": "progress"}) for n in range(10)),
    *((f"bound {n}", 30, {"features": "progress constraints"}) for n in range(6)),
    *((f"effort {n}", 45, {"links": "FS FS SS", "features": "progress efforts"}) for n in range(6)),
]
LARGE = {"calendars": 8, "features": "progress constraints efforts"}


def other_dates(folder: Path, jobs: list[tuple[str, bytes]]) -> dict[str, Any]:
    """Return what the other scheduler computes for each file."""
    try:
        runtime = find_runtime()
    except NoJava as problem:
        need("java", str(problem))
        raise
    for name, data in jobs:
        (folder / name).write_bytes(data)
    program = Path(__file__).with_name("other_scheduler.py")
    archives = ",".join(map(str, runtime.archives))
    names = [str(folder / name) for name, _ in jobs]
    command = [sys.executable, str(program), str(runtime.library), archives, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def differences(data: bytes, theirs: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each date that is not the other scheduler's."""
    plan = read(data, "job.xer").plans[0]
    made, row_of = schedule(plan), plan.row_of()
    for uid, dates in theirs.items():
        for field, text in zip(FIELDS, dates, strict=True):
            ours = when(int(getattr(made, field)[row_of[uid]]))
            other = "-" if text is None else text.replace("T", " ")[:16]
            if ours != other:
                yield f"{uid} {field} {ours}, not {other}"


def test_forty_small_jobs_agree_date_by_date(tmp_path: Path) -> None:
    jobs = [(f"{name}.xer", xer(draw(name, size, **more))) for name, size, more in JOBS]
    theirs = other_dates(tmp_path, jobs)
    found = [f"{name}: {line}" for name, data in jobs for line in differences(data, theirs[name])]
    total = sum(4 * len(dates) for dates in theirs.values())
    assert len(found) <= ALLOWED * total, f"{len(found)} of {total}: {found[:20]}"


def test_a_large_progressed_job_agrees_in_every_column(tmp_path: Path) -> None:
    data = xer(draw("large", 4_000, **LARGE))
    theirs = other_dates(tmp_path, [("large.xer", data)])["large.xer"]
    found = list(differences(data, theirs))
    assert len(found) <= ALLOWED * 4 * len(theirs), f"{len(found)} dates: {found[:20]}"
    for field in FIELDS:
        wrong = [line for line in found if f" {field} " in line]
        assert len(wrong) <= 2 * ALLOWED * len(theirs), f"{field}: {len(wrong)} of {len(theirs)}: {wrong[:20]}"
