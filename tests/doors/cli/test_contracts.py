"""The JSON of the four commands and docs/contracts.md: every name told, every name there, every form kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.review.plans import COSTS, LATE

from conspectus.doors.cli import run

PAGE = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n", 1)[0]: part for part in PAGE.split("\n## ")}
SHARED = SECTIONS["A finding"] + SECTIONS["# Contracts: the JSON of the commands"]
COMMANDS = {
    "show": ["plan", "show", "late.csv"],
    "check": ["plan", "check", "later.csv", "--since", "late.csv"],
    "compare": ["plan", "compare", "late.csv", "later.csv"],
    "review": [
        "review",
        "late.csv",
        "photo.mpp",
        "--costs",
        "costs.csv",
        "--status-date",
        "2026-01-16",
        "--out",
        "pack",
    ],
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
REASONS = set(re.findall(r"`([A-Z_]+)`", SECTIONS["# Contracts: the JSON of the commands"]))


@pytest.fixture(params=COMMANDS)
def said(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> tuple[str, dict[str, Any]]:
    """Return a command's section of the page and what the command prints."""
    monkeypatch.chdir(tmp_path)
    Path("late.csv").write_bytes(LATE)
    Path("later.csv").write_bytes(LATE.replace(b"2,Build,15d,1", b"2,Build,18d,"))
    Path("costs.csv").write_bytes(COSTS)
    Path("photo.mpp").write_bytes(b"\xff\xd8\xff\xe0 jpeg")
    assert run([*COMMANDS[request.param], "--json"]) == 0
    (section,) = [text for head, text in SECTIONS.items() if f"{request.param} " in head.split("--json")[0]]
    return section, json.loads(capsys.readouterr().out)


def _pairs(node: object) -> Iterator[tuple[str, Any]]:
    """Yield every name with its value, at any depth."""
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _pairs(item)
    if isinstance(node, dict):
        yield from node.items()


def _told(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text)) | set(re.findall(r'"(\w+)":', text))


def test_every_name_printed_is_told(said: tuple[str, dict[str, Any]]) -> None:
    section, answer = said
    told = _told(section) | _told(SHARED) | (_told(PAGE) if "as in `plan check`" in section else set())
    assert {name for name, _ in _pairs(answer)} - told == set()


def test_every_name_in_the_tables_is_printed(said: tuple[str, dict[str, Any]]) -> None:
    section, answer = said
    printed = {name for name, _ in _pairs(answer)}
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    assert len(rows) > 5
    assert _told("".join(rows)) - printed == set()


def test_every_value_has_the_form_its_name_promises(said: tuple[str, dict[str, Any]]) -> None:
    _, answer = said
    seen = 0
    for name, item in _pairs(answer):
        if isinstance(item, dict) and set(item) == {"value", "reason"}:
            assert (item["value"] is None) != (item["reason"] is None), name
            assert item["reason"] in REASONS | {None}, name
            item = item["value"]
        if item is None:
            continue
        if name.endswith(("_minor", "_minutes")):
            assert type(item) is int, name
        elif name.endswith(("_days", "_ratio", "_periods")):
            assert type(item) in (int, float), name
        elif name in {"early_start", "early_finish", "late_start", "late_finish", "finish_before", "finish_after"}:
            assert INSTANT.fullmatch(item), name
        elif name in {"summary", "critical", "done", "measured"}:
            assert type(item) is bool, name
        elif name in {"words", "uid", "name", "code", "file"}:
            assert isinstance(item, str), name
        else:
            continue
        seen += 1
    assert seen > 20
