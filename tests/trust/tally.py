"""A plugin that adds up what the tests of each promise tried and found; loaded by ``tests.trust.report`` only."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from tests.trust.goals import GOALS

_tried: dict[str, int] = defaultdict(int)
_found: dict[str, list[str]] = defaultdict(list)
_seconds: dict[str, float] = defaultdict(float)


def _goals(nodeid: str) -> list[str]:
    bare = nodeid.partition("[")[0]
    return [goal.id for goal in GOALS if any(bare == test or bare.startswith(f"{test}::") for test in goal.tests)]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a test's cases once it has been called, and whatever failed."""
    for goal in _goals(report.nodeid):
        _seconds[goal] += report.duration
        if report.failed:
            _found[goal].append(report.nodeid)
        elif report.when == "call" and report.passed:
            told = [number for name, number in report.user_properties if name == "tried"]
            _tried[goal] += sum(int(str(number)) for number in told) or 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the sums down, once: where the run is spread, by the process that spreads it."""
    place = os.environ.get("CONSPECTUS_TRUST_OUT")
    if place and not hasattr(session.config, "workerinput"):
        told = {
            goal.id: {"tried": _tried[goal.id], "found": _found[goal.id], "seconds": round(_seconds[goal.id])}
            for goal in GOALS
        }
        Path(place).write_text(json.dumps(told), encoding="utf-8")
