"""What the documents say exists, and what exists is said: commands, rooms, method pages, links."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.house.tree import ROOT, SOURCE

from conspectus.doors.cli import build_parser

DOCS = ROOT / "docs"
MAP = DOCS / "map.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_OUTSIDE = ("http:", "https:", "mailto:")
_FLOORS = (SOURCE, SOURCE / "engine", SOURCE / "formats", SOURCE / "rooms", ROOT)


@cache
def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def _parser() -> argparse.ArgumentParser:
    return build_parser()  # hundreds of commands: built once, as reading a line leaves nothing behind in it


def _commands(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield before.strip()
    for action in below:
        for name, inner in action.choices.items():
            yield from _commands(inner, f"{before} {name}")


def _names() -> Iterator[str]:
    """Yield what the map names as files and folders: in backticks, with a slash or the ending of a file."""
    for name in _CODE.findall(_text(MAP)):
        if re.fullmatch(r"[\w.][\w./-]+", name) and (name.endswith((".py", ".md")) or "/" in name):
            yield name


@cache
def _anchors(page: Path) -> frozenset[str]:
    heads = re.findall(r"^#+ +(.+?) *$", _text(page), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.casefold()).replace(" ", "-") for head in heads)


def _broken(page: Path) -> list[str]:
    wrong = []
    for link in _LINK.findall(_text(page)):
        if link.startswith(_OUTSIDE):
            continue
        where, _, anchor = link.partition("#")
        target = (page.parent / where).resolve() if where else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            wrong.append(link)
    return wrong


def test_every_command_is_told() -> None:
    told = _text(ROOT / "README.md") + "".join(_text(page) for page in (DOCS / "guides").glob("*.md"))
    commands = list(_commands(_parser()))
    assert len(commands) > 20
    silent = [name for name in commands if not re.search(rf"(conspectus|run\.py) {name}\b", told)]
    assert silent == []


def test_no_command_is_told_that_is_missing() -> None:
    there = set(_commands(_parser()))
    areas = {name.split()[0] for name in there} | {"test", "check", "bench", "trust", "words", "lock"}
    wrong = []
    for page in PAGES:
        for area, deed in re.findall(
            r"(?:`|^)(?:conspectus|python3 run\.py) ([a-z][a-z-]*)(?: ([a-z]+)\b)?", _text(page), re.M
        ):
            grouped = any(name.startswith(f"{area} ") for name in there)
            if area not in areas or (grouped and deed and f"{area} {deed}" not in there):
                wrong.append(f"{page.relative_to(ROOT)}: {area} {deed}")
    assert wrong == []


def test_the_map_names_what_exists() -> None:
    names = list(_names())
    assert len(names) > 25
    assert [name for name in names if not any((floor / name).exists() for floor in _FLOORS)] == []


def _folders(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/*.py")}


@pytest.mark.parametrize("floor", ["", "engine", "formats", "rooms"])
def test_the_map_names_every_room(floor: str) -> None:
    told = {name.rstrip("/") for name in _names()}
    assert sorted(_folders(SOURCE / floor) - told) == []


def test_the_map_gives_a_room_one_row() -> None:
    for table in re.split(r"^## ", _text(MAP), flags=re.M):
        rows = re.findall(r"^\| (`[^|]+) \|", table, re.M)
        assert len(rows) == len(set(rows)), sorted(row for row in rows if rows.count(row) > 1)


def test_the_map_leads_to_no_method_twice() -> None:
    pages = _text(MAP).split("## All pages")[1]
    links = re.findall(r"\]\(((?:methods|decisions)/[^)]+)\)", pages)
    assert len(links) == len(set(links)), sorted(link for link in links if links.count(link) > 1)


def test_every_engine_room_has_a_method_page() -> None:
    for room in _folders(SOURCE / "engine"):
        row = next(line for line in _text(MAP).splitlines() if line.startswith(f"| `{room}/`"))
        assert "](methods/" in row, f"{room} has no method page on the map"


def test_the_map_leads_to_every_page() -> None:
    linked = {(MAP.parent / link).resolve() for link in _LINK.findall(_text(MAP)) if not link.startswith(_OUTSIDE)}
    wanted = {page for page in DOCS.rglob("*.md") if page != MAP}
    assert sorted(page.relative_to(ROOT).as_posix() for page in wanted - linked) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert _broken(page) == []


def test_decisions_are_numbered_without_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
    for page in (DOCS / "decisions").glob("*.md"):
        text = _text(page)
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert "**Decided.**" in text, page.name
        assert "**Why.**" in text, page.name


def _typed(text: str) -> Iterator[str]:
    """Yield the commands with words behind them that a page shows, in its blocks and its sentences."""
    areas = {name.split()[0] for name in _commands(_parser())}
    blocks = "".join(re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)).splitlines()
    for line in [*blocks, *_CODE.findall(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))]:
        shown = re.match(r"(?:conspectus|python3 run\.py) (\w+ .*\S)", line.split(" #")[0])
        if shown and shown[1].split()[0] in areas and "[" not in line:
            yield shown[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_can_be_typed_as_shown(page: Path) -> None:
    named, wrong = set(_commands(_parser())), []
    for line in set(_typed(_text(page))) - named:
        try:
            _parser().parse_args(shlex.split(line))
        except SystemExit:
            wrong.append(line)
    assert wrong == []


def test_the_doctor_checks_as_much_as_is_told() -> None:
    made = _text(SOURCE / "journeys" / "doctor.py").count("\n@_check(")
    assert f"# {made} checks:" in _text(DOCS / "guides" / "administrator.md")


@cache
def _spoken() -> frozenset[str]:
    files = [path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.*")]
    texts = [_text(path) for path in files if path.suffix in {".py", ".html", ".css", ".typ", ".js"}]
    return frozenset(re.findall(r"\w+", "\n".join(texts)))


COMPOSED = ("duration_", "init_command")  # names put together in code; a setting of Django's that we do not use


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_names_on_pages_are_names_in_the_source(page: Path) -> None:
    named = {name for name in _CODE.findall(_text(page)) if re.fullmatch(r"[a-z]+(?:_[a-z0-9]+)+", name)}
    assert sorted(name for name in named - _spoken() if not name.startswith(COMPOSED)) == []
