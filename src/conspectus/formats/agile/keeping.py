"""A backlog as it is kept: packed JSON that is read back to the same backlog, the same bytes each time."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import Any

from conspectus.engine.agile import Backlog, Item, ItemState, Sprint

VERSION = 1


def pack(backlog: Backlog) -> bytes:
    """Return the bytes that are kept of a backlog."""
    told = {
        "version": VERSION,
        "as_of": backlog.as_of.isoformat(),
        "items": [_item(one) for one in backlog.items],
        "sprints": [[one.name, _iso(one.starts_on), _iso(one.ends_on)] for one in backlog.sprints],
        "epics": [list(one) for one in backlog.epics],
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 6)


def unpack(data: bytes) -> Backlog:
    """Return the backlog that was kept."""
    told = json.loads(zlib.decompress(data))
    return Backlog(
        tuple(_read(one) for one in told["items"]),
        date.fromisoformat(told["as_of"]),
        tuple(Sprint(name, _day(start), _day(end)) for name, start, end in told["sprints"]),
        tuple((key, title) for key, title in told["epics"]),
    )


def _item(one: Item) -> list[Any]:
    days = [_iso(day) for day in (one.created_on, one.started_on, one.done_on, one.accepted_on)]
    return [one.key, one.kind, one.title, one.state.value, one.epic, one.sprint, one.points, *days, *[1] * one.blocked]


def _read(kept: list[Any]) -> Item:
    key, kind, title, state, epic, sprint, points, *days = kept
    created, started, done, accepted = (_day(text) for text in days[:4])
    days_told = {"created_on": created, "started_on": started, "done_on": done, "accepted_on": accepted}
    return Item(key, kind, title, ItemState(state), epic, sprint, points, **days_told, blocked=len(days) > 4)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
