"""The page of bad input is whole: 84 rows, and every test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+) \|.*\| (.*) \|$", re.MULTILINE)


def test_every_row_has_its_tests_or_is_not_built() -> None:
    rows = ROW.findall((ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8"))
    assert [int(number) for number, _ in rows] == list(range(1, 85))
    named = {name for _, tests in rows for name in re.findall(r"`([^`]+)`", tests)}
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).is_file()] == []
    assert all(tests == "—" or "`" in tests for _, tests in rows)
