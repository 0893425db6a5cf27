"""Plans told in a line: ``plan("A 3d; B 2d after A+1d; C 1d after A SS, B FF-2d; M 0d after C")``.

A task is a name, a duration and, after ``after``, the tasks it waits for: the
predecessor's name, perhaps a link type after a space (FS, SS, FF, SF; FS where
none is given), perhaps a lag. Durations and lags are ``3d``, ``4h``, ``30m``,
``2w``, ``5ed`` (elapsed days), lags also ``50%``. A duration of nothing is a
milestone. Words in brackets set other columns: ``A 3d [snet 2024-01-10]``,
``[start 2024-01-02 08:00]``, ``[finish ...]``, ``[done 50%]``, ``[left 1d]``,
``[calendar 1]``, ``[deadline ...]``, ``[parent S]``, ``[summary]``, ``[effort]``,
``[inactive]``, ``[manual]``. Work is eight hours a day from Monday to Friday
unless calendars are given; the plan starts on Monday 1 January 2024 at 08:00.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from conspectus.engine.plan import (
    NONE,
    Calendar,
    Constraint,
    Kind,
    LagUnit,
    Link,
    Links,
    Options,
    Plan,
    Tasks,
)

MONDAY = 28_401_120  # 2024-01-01T00:00
_UNIT = {"m": 1, "h": 60, "d": 480, "w": 2400}
_ELAPSED = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_CONSTRAINT = {
    "alap": Constraint.ALAP,
    "snet": Constraint.START_NO_EARLIER,
    "snlt": Constraint.START_NO_LATER,
    "fnet": Constraint.FINISH_NO_EARLIER,
    "fnlt": Constraint.FINISH_NO_LATER,
    "starton": Constraint.START_ON,
    "finishon": Constraint.FINISH_ON,
    "mso": Constraint.MUST_START,
    "mfo": Constraint.MUST_FINISH,
}
_WAIT = re.compile(r"^(?P<name>\w+)(?:\s*(?P<type>FS|SS|FF|SF))?(?:\s*(?P<lag>[+-].+))?$")


def at(text: str) -> int:
    """Return minutes since 1970 of ``2024-01-08 17:00`` (midnight where no time is given)."""
    form = "%Y-%m-%d %H:%M" if " " in text.strip() else "%Y-%m-%d"
    return int(datetime.strptime(text.strip(), form).replace(tzinfo=UTC).timestamp()) // 60


def when(minutes: int) -> str:
    """Return an instant as text, the other way round."""
    if minutes == NONE:
        return "-"
    return datetime.fromtimestamp(int(minutes) * 60, UTC).strftime("%Y-%m-%d %H:%M")


def _length(text: str) -> tuple[int, bool]:
    found = re.fullmatch(r"([\d.]+)(e?)([mhdw])", text)
    assert found, f"not a length: {text!r}"
    units = _ELAPSED if found[2] else _UNIT
    return round(float(found[1]) * units[found[3]]), bool(found[2])


def _lag(text: str | None) -> tuple[int, LagUnit]:
    if not text:
        return 0, LagUnit.WORKING
    sign, rest = (-1 if text[0] == "-" else 1), text[1:].strip()
    if rest.endswith("%"):
        return sign * round(float(rest[:-1]) * 100), LagUnit.PERCENT
    minutes, elapsed = _length(rest)
    return sign * minutes, LagUnit.ELAPSED if elapsed else LagUnit.WORKING


def _mark(row: dict[str, Any], word: str) -> None:
    name, _, rest = word.strip().partition(" ")
    if name in _CONSTRAINT:
        row["constraint"], row["constraint_at"] = _CONSTRAINT[name], at(rest) if rest else NONE
    elif name in ("start", "finish"):
        row[f"actual_{name}"] = at(rest)
    elif name == "done":
        row["percent_complete"] = float(rest.rstrip("%")) / 100
    elif name == "left":
        row["remaining_duration"] = _length(rest)[0]
    elif name in ("summary", "effort"):
        row["kind"] = Kind.SUMMARY if name == "summary" else Kind.LEVEL_OF_EFFORT
    elif name in ("inactive", "manual"):
        row["active" if name == "inactive" else "manual"] = name == "manual"
    elif name in ("calendar", "parent", "deadline"):
        row[name] = {"calendar": int, "parent": str, "deadline": at}[name](rest)
    else:
        raise ValueError(f"unknown mark {word!r}")


def plan(text: str, *, calendars: tuple[Calendar, ...] = (Calendar(),), program: str = "other", **more: Any) -> Plan:
    """Return the plan a line tells; ``more`` are columns of ``Plan`` (``status_date=at("...")``) or options."""
    rows: list[dict[str, Any]] = []
    waits: list[tuple[str, int, str]] = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        marks = re.findall(r"\[([^\]]*)\]", part)
        head, _, after = re.sub(r"\[[^\]]*\]", "", part).strip().partition(" after ")
        name, length = head.split()
        minutes, elapsed = _length(length)
        kind = Kind.FINISH_MILESTONE if minutes == 0 else Kind.TASK
        row = {"uid": name, "name": name, "duration": minutes, "elapsed": elapsed, "kind": kind}
        for word in marks:
            _mark(row, word)
        waits += [(each.strip(), len(rows), name) for each in after.split(",") if each.strip()]
        rows.append(row)
    number = {row["uid"]: index for index, row in enumerate(rows)}
    for row in rows:
        row["parent"] = number[row["parent"]] if "parent" in row else -1
    names = {key for row in rows for key in row}
    blank = {key: default for key, default in _defaults().items() if key in names}
    columns = {key: [row.get(key, blank[key]) for row in rows] for key in names}
    links = [_link(word, number, row) for word, row, _ in waits]
    known = {key: more.pop(key) for key in list(more) if key in Plan.__dataclass_fields__}
    options = replace(Options(program=program), **more)
    made = Links(**{key: [link[key] for link in links] for key in ("before", "after", "type", "lag", "unit")})
    start = known.pop("start", MONDAY + 480)
    return Plan(start=start, calendars=calendars, tasks=Tasks(**columns), links=made, options=options, **known)


def _defaults() -> dict[str, Any]:
    return {name: item.metadata["default"] for name, item in Tasks.__dataclass_fields__.items()}


def _link(word: str, number: dict[str, int], row: int) -> dict[str, Any]:
    found = _WAIT.match(word)
    assert found, f"not a link: {word!r}"
    lag, unit = _lag(found["lag"])
    kind = Link[found["type"] or "FS"]
    return {"before": number[found["name"]], "after": row, "type": kind, "lag": lag, "unit": unit}
