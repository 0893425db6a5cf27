"""Every measurement still runs: its smallest size, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.__main__ import NAMES

ROOT = Path(__file__).parents[2]
QUICK = ("network_pass", "plan_loading", "pack_size", "period_pack")
SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in NAMES if name not in QUICK]


@pytest.mark.parametrize("name", [*QUICK, *SLOW])
def test_a_measurement_runs(name: str) -> None:
    call = [sys.executable, "-m", "benchmarks", "--small", name]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "aim" in done.stdout


def test_every_measurement_is_among_those_run() -> None:
    files = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if "def main(*, small" in path.read_text("utf-8")}
    assert files == set(NAMES)
