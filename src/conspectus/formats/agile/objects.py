"""Backlogs as JSON: Jira's search, Azure DevOps' work items, GitHub's issues and project items, made flat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from conspectus.engine.agile import Sprint
from conspectus.engine.findings import Finding, Severity
from conspectus.formats.agile import sentences as say
from conspectus.formats.nesting import nested_deeper
from conspectus.formats.workbooks.cells import refuse

MOST_OBJECTS, DEEPEST, LONGEST = 50_000, 64, 2_000
FLAT = 4  # levels of an object that are named
NAMES = ("name", "title", "value", "displayName", "key", "login")
WHERE = {"jira": ("issues",), "azure": ("value", "workItems"), "github": ("items",)}


@dataclass(frozen=True, slots=True)
class Flat:
    """One object as texts by path, and the states it went through."""

    values: dict[str, tuple[str, ...]]
    moves: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The objects of a file and the sprints named in them."""

    tool: str
    rows: tuple[Flat, ...]
    sprints: dict[str, Sprint] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_objects(data: bytes, name: str) -> Found:
    """Return the work items of a JSON file, or raise ``Refused``."""
    value = _parse(data, name)
    tool, objects, names = _objects(value)
    if objects is None:
        raise refuse("NO_ITEMS", name, say.NO_LIST, say.EXPORT_LIST)
    if len(objects) > MOST_OBJECTS:
        words = say.TOO_MANY_ITEMS % {"number": f"{MOST_OBJECTS:,}", "items": f"{len(objects):,}"}
        raise refuse("ROWS_TOO_MANY", name, words, say.NARROW)
    sprints: dict[str, Sprint] = {}
    rows = tuple(_flat(one, names, sprints) for one in objects if isinstance(one, dict))
    return Found(tool, rows, sprints, tuple(_cut_off(value, len(objects), name)))


def _parse(data: bytes, name: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = say.NOT_UTF8 % {"number": error.start}
        raise refuse("ENCODING_UNCLEAR", name, words, say.SAVE_UTF8) from None
    if nested_deeper(text, DEEPEST):
        raise refuse("JSON_TOO_DEEP", name, say.TOO_DEEP % {"number": DEEPEST}, say.EXPORT_AGAIN)
    try:
        return json.loads(text, parse_constant=_none)
    except json.JSONDecodeError as error:
        words = say.DAMAGED % {"line": error.lineno, "column": error.colno}
        raise refuse("JSON_DAMAGED", name, words, say.CUT_OFF) from None
    except ValueError:  # a number of thousands of digits
        raise refuse("JSON_DAMAGED", name, say.NO_NUMBER, say.EXPORT_AGAIN) from None


def _none(_name: str) -> None:
    """Take NaN and Infinity, which JSON does not know, as nothing."""


def _objects(value: Any) -> tuple[str, list[Any] | None, dict[str, str]]:
    """Return the tool, the objects, and what the tool calls its own fields."""
    if isinstance(value, list):
        return _tool_of(value), value, {}
    if not isinstance(value, dict):
        return "table", None, {}
    for tool, keys in WHERE.items():
        for key in keys:
            if isinstance(value.get(key), list):
                told = value.get("names")
                names = {k: v for k, v in told.items() if isinstance(v, str)} if isinstance(told, dict) else {}
                return _tool_of(value[key], tool), value[key], names
    return "table", None, {}


def _tool_of(objects: list[Any], usual: str = "table") -> str:
    first = next((one for one in objects if isinstance(one, dict)), {})
    fields = first.get("fields")
    if isinstance(fields, dict):
        return "azure" if any(key.startswith("System.") for key in fields) else "jira"
    return "github" if {"number", "content", "html_url"} & set(first) else usual


def _cut_off(value: Any, held: int, name: str) -> Iterator[Finding]:
    """Find that a page of a longer answer was saved."""
    if not isinstance(value, dict):
        return
    total = next((value[key] for key in ("total", "totalCount", "count") if type(value.get(key)) is int), held)
    if total > held or value.get("nextPageToken"):
        words = say.PAGE_OF % {"part": held, "all": total} if total > held else say.ONE_PAGE
        yield Finding(Severity.WARNING, "ITEMS_CUT_OFF", name, words, say.EXPORT_PAGES)


def _flat(one: dict[str, Any], names: dict[str, str], sprints: dict[str, Sprint]) -> Flat:
    values: dict[str, tuple[str, ...]] = {}
    changelog = one.get("changelog")
    for path, texts in _paths(one, "", 1, sprints):
        head, _, rest = path.partition(".")
        own, _, deeper = rest.partition(".")
        if head == "fields" and own in names and not deeper:
            path = names[own]
        elif head == "fields" and own.startswith(("System", "Microsoft")):
            path = rest
        values[path] = (*values.get(path, ()), *texts)
    if isinstance(one.get("pull_request"), dict):  # GitHub lists them among its issues
        values["type.name"] = ("pull_request",)
    return Flat(values, tuple(_moves(changelog)) if isinstance(changelog, dict) else ())


def _paths(value: Any, path: str, depth: int, sprints: dict[str, Sprint]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each path of an object with its texts; lists of things give the names of the things."""
    if isinstance(value, dict):
        _note_sprint(value, sprints)
        if depth <= FLAT:
            for key, inner in value.items():
                if key not in ("changelog", "_links", "avatarUrls"):
                    yield from _paths(inner, f"{path}.{key}" if path else str(key), depth + 1, sprints)
    elif isinstance(value, list):
        texts = tuple(text for inner in value[:200] if (text := _named(inner, sprints)))
        if texts:
            yield path, texts
    elif text := _text(value):
        yield path, (text,)


def _named(value: Any, sprints: dict[str, Sprint]) -> str:
    if not isinstance(value, dict):
        return _text(value)
    _note_sprint(value, sprints)
    return next((text for key in NAMES if (text := _text(value.get(key)))), "")


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value).replace("\0", "").strip()[:LONGEST]


def _note_sprint(value: dict[str, Any], sprints: dict[str, Sprint]) -> None:
    name = _text(value.get("name")) or _text(value.get("title"))
    start, end, days = _text(value.get("startDate")), _text(value.get("endDate")), value.get("duration")
    if name and start:
        begin = iso_day(start)
        last = iso_day(end)
        if last is None and begin and type(days) is int and 0 < days < 1000:
            last = begin + timedelta(days=days - 1)
        sprints[name] = Sprint(name, begin, last)


def _moves(changelog: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the day and the state of each move that Jira's history tells, the earliest first."""
    found = []
    for entry in _dicts(changelog.get("histories")):
        for item in _dicts(entry.get("items")):
            if item.get("field") == "status":
                found.append((_text(entry.get("created")), _text(item.get("toString"))))
    yield from sorted(found)


def _dicts(value: Any) -> Iterable[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def iso_day(text: str) -> date | None:
    """Return the day a text such as 2026-11-02T09:00:00Z begins with, as it is written."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
