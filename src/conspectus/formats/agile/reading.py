"""An exported backlog read by its columns: items with their days, and what was noticed row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from conspectus.engine.agile import Backlog, Item, ItemState, Sprint
from conspectus.engine.findings import Finding, Severity
from conspectus.formats.agile import sentences as say
from conspectus.formats.agile.fields import DAYS, DROPPED, HELD_UP, LABELS, NEEDED, NOT_BLOCKED
from conspectus.formats.agile.mapping import Columns, counted, propose, unknown_states
from conspectus.formats.agile.objects import iso_day
from conspectus.formats.agile.raw import Raw, RawRow, read_raw, sprint_name
from conspectus.formats.workbooks.cells import BadCell, Cell, refuse
from conspectus.formats.workbooks.values import EPOCH, day_first, parse_date
from conspectus.formats.workbooks.words import fold

NOTHING = Columns()
MOST_TOLD = 20  # findings of one kind are told one by one
MOST_POINTS = 10_000.0
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_JIRA = re.compile(r"^(\d{1,2})/([^\W\d_]{3,12}\.?)/(\d{2,4})")  # 21/Nov/26 3:14 PM
_LABEL_ENDS = re.compile("[,;]")
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?")


@dataclass(frozen=True)
class Reading:
    """What an export says: the backlog, how it was read, and what was noticed."""

    tool: str
    backlog: Backlog
    columns: Columns
    headings: tuple[str, ...]
    findings: tuple[Finding, ...]
    parts: int = 0  # rows left out as parts of others


@dataclass(frozen=True, slots=True)
class Guess:
    """How an export would be read, and how often each of its states and types stands in it."""

    tool: str
    headings: tuple[str, ...]
    columns: Columns
    states: Mapping[str, int]
    kinds: Mapping[str, int]


def read_backlog(
    data: bytes,
    name: str,
    *,
    as_of: date,
    columns: Columns | Callable[[str], Columns] = NOTHING,
    encoding: str | None = None,
) -> Reading:
    """Return the backlog of an export as of a day, or raise ``Refused``.

    ``columns`` say how it is to be read, or how the exports of the tool it is given.
    """
    raw = read_raw(data, name, encoding)
    said = columns if isinstance(columns, Columns) else columns(raw.tool)
    found = propose(raw, said)
    lacking = [one for one in NEEDED if not found.headings.get(one)]
    if lacking:
        words = say.COLUMN_MISSING % {"needed": " and ".join(f"the {one}" for one in lacking)}
        remedy = say.SAY_COLUMN % {"name": ", ".join(raw.headings)[:300]}
        raise refuse("COLUMN_MISSING", name, words, remedy)
    return _Reader(raw, found, as_of).read(name, unknown_states(raw, found), said)


def look_at_columns(data: bytes, name: str, said: Callable[[str], Columns], encoding: str | None = None) -> Guess:
    """Return how an export would be read, even where too little is told to read it; or raise ``Refused``."""
    raw = read_raw(data, name, encoding)
    found = propose(raw, said(raw.tool))
    heading = found.headings.get
    return Guess(raw.tool, raw.headings, found, counted(raw, heading("state", "")), counted(raw, heading("type", "")))


class _Reader:
    """Reads the rows of one export."""

    def __init__(self, raw: Raw, columns: Columns, as_of: date) -> None:
        self.raw, self.columns, self.as_of = raw, columns, as_of
        self.findings: list[Finding] = list(raw.findings)
        self.told: Counter[str] = Counter()
        self.items: dict[str, Item] = {}
        self.epics: dict[str, str] = {}
        self.parts = 0
        self.labels = [one for one in raw.headings if fold(one) in LABELS]
        self.day_first = self._order()

    def read(self, name: str, unknown: tuple[str, ...], said: Columns) -> Reading:
        """Return everything the rows say."""
        unsaid = [text for text in unknown if text not in said.states]
        if unsaid:
            words = say.STATES_UNKNOWN % {"name": ", ".join(unsaid)[:300]}
            self._find(Severity.WARNING, "STATE_UNKNOWN", name, words, say.SAY_STATES)
        for row in self.raw.rows:
            self._take(row)
        if not self.items:
            raise refuse("NO_ITEMS", name, say.NO_ITEMS, say.LOOK_AT_TYPES)
        self._look(name)
        self._sum_up()
        items = tuple(replace(one, epic=one.epic if one.epic != one.key else "") for one in self.items.values())
        backlog = Backlog(items, self.as_of, tuple(self._sprints(items)), tuple(self.epics.items()))
        return Reading(self.raw.tool, backlog, self.columns, self.raw.headings, tuple(self.findings), self.parts)

    def _take(self, row: RawRow) -> None:
        title, key, kind = (self._text(row, name) for name in ("title", "key", "type"))
        title = " ".join(title.split())
        key = (key or title)[:200]
        if not key:
            self._find(Severity.WARNING, "ROW_EMPTY", f"row {row.number}", say.ROW_EMPTY)
            return
        if self.columns.kinds.get(kind) == "epic":
            self.epics[key] = title[:300]
            return
        if self.columns.kinds.get(kind) == "part":
            self.parts += 1
            return
        if key in self.items:
            words = say.KEY_TWICE % {"name": key}
            self._find(Severity.WARNING, "KEY_TWICE", f"row {row.number}", words)
            return
        self.items[key] = self._item(row, key, kind, title or key)

    def _item(self, row: RawRow, key: str, kind: str, title: str) -> Item:
        state = self._state(row)
        days = {name: self._day(row, name) for name in DAYS} | self._moved(row, state)
        if state not in (ItemState.DONE, ItemState.ACCEPTED):
            days |= {"done": None, "accepted": None}
        if state is ItemState.ACCEPTED and days["accepted"] is None and days["done"] is None:
            words = say.DAY_MISSING % {"name": key}
            self._find(Severity.WARNING, "DAY_MISSING", f"row {row.number}", words, say.EXPORT_DAYS)
        sprint = row.values.get(self.columns.headings.get("sprint", ""), ())
        return Item(
            key=key,
            kind=kind[:60],
            title=title[:300],
            state=state,
            epic=self._text(row, "epic")[:200],
            sprint=sprint_name(sprint[-1], self.raw.tool)[:200] if sprint else "",
            points=self._points(row),
            created_on=days["created"],
            started_on=days["started"],
            done_on=days["done"],
            accepted_on=days["accepted"],
            blocked=self._is_blocked(row),
        )

    def _is_blocked(self, row: RawRow) -> bool:
        flag = fold(self._text(row, "blocked"))
        if (flag and flag not in NOT_BLOCKED) or fold(self._text(row, "state")) in HELD_UP:
            return True
        labels = (text for heading in self.labels for text in row.values.get(heading, ()))
        return any(fold(one) in HELD_UP for text in labels for one in _LABEL_ENDS.split(text))

    def _text(self, row: RawRow, name: str) -> str:
        texts = row.values.get(self.columns.headings.get(name, ""), ())
        return texts[-1].strip() if texts else ""

    def _state(self, row: RawRow) -> ItemState:
        outcome = fold(self._text(row, "outcome"))
        state = ItemState(self.columns.states.get(self._text(row, "state"), ItemState.NOT_STARTED))
        return ItemState.REMOVED if outcome in DROPPED else state

    def _moved(self, row: RawRow, state: ItemState) -> dict[str, date | None]:
        """Return the days its history tells: first begun, last done, last accepted; they go before the columns'."""
        found: dict[str, date | None] = {}
        for text, name in row.moves:
            day, to = iso_day(text), self.columns.states.get(name)
            if day is None or to is None:
                continue
            if to == ItemState.IN_PROGRESS:
                found.setdefault("started", day)
            elif to in (ItemState.DONE, ItemState.ACCEPTED):
                found["done" if to == ItemState.DONE else "accepted"] = day
        return found if state is not ItemState.REMOVED else {}

    def _points(self, row: RawRow) -> float | None:
        text = self._text(row, "points")
        if not text:
            return None
        points = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
        if not 0 <= points <= MOST_POINTS:
            self._find(Severity.WARNING, "POINTS_ODD", f"row {row.number}", say.POINTS_ODD % {"name": text[:40]})
            return None
        return points

    def _order(self) -> bool:
        """Say whether days as 03/04/2026 begin with the day; refuses where nothing tells."""
        named = [self.columns.headings.get(name, "") for name in DAYS]
        cells = (
            Cell(heading, texts[-1])
            for row in self.raw.rows
            for heading in named
            if (texts := row.values.get(heading, ()))
        )
        return day_first(cells, self.columns.date_order or None, "dates")

    def _day(self, row: RawRow, name: str) -> date | None:
        text = self._text(row, name)
        if not text:
            return None
        if _ISO.match(text):
            day = iso_day(text)
        else:
            plain = _JIRA.sub(r"\1 \2 \3", text)
            try:
                instant = parse_date(Cell(name, plain), day_comes_first=self.day_first)
            except BadCell:
                instant = None
            day = None if instant is None else (EPOCH + timedelta(minutes=instant.minutes)).date()
        if day is None or not 1970 <= day.year < 2150:
            self._find(Severity.WARNING, "DAY_ODD", f"row {row.number}", say.DAY_ODD % {"name": text[:40]})
            return None
        return day

    def _look(self, name: str) -> None:
        """Find what the figures suffer from: days to come, days out of order, items nobody estimated."""
        for item in self.items.values():
            days = [day for day in (item.started_on, item.done_on, item.accepted_on) if day is not None]
            if days and max(days) > self.as_of:
                words = say.DAY_TO_COME % {"name": item.key, "day": self.as_of.isoformat()}
                self._find(Severity.WARNING, "DAY_TO_COME", item.key, words, say.GIVE_DAY)
            end = item.done_on or item.accepted_on
            if item.started_on and end and end < item.started_on:
                self._find(Severity.NOTE, "DAYS_CROSSED", item.key, say.DAYS_CROSSED % {"name": item.key})
        if not any(item.points is not None for item in self.items.values()):
            self._find(Severity.NOTE, "NO_POINTS", name, say.NO_POINTS)
        if not any(item.started_on for item in self.items.values()):
            self._find(Severity.NOTE, "NO_STARTS", name, say.NO_STARTS, say.EXPORT_STARTS)

    def _find(self, severity: Severity, code: str, place: str, words: str, remedy: str = "") -> None:
        self.told[code] += 1
        if self.told[code] <= MOST_TOLD:
            self.findings.append(Finding(severity, code, place, words, remedy))

    def _sum_up(self) -> None:
        for code, number in self.told.items():
            if number > MOST_TOLD:
                first = next(one for one in self.findings if one.code == code)
                words = say.MORE_ROWS % {"number": number - MOST_TOLD}
                self.findings.append(Finding(first.severity, code, "further rows", words, first.remedy))

    def _sprints(self, items: tuple[Item, ...]) -> Iterator[Sprint]:
        for name in dict.fromkeys(item.sprint for item in items if item.sprint):
            yield self.raw.sprints.get(name) or Sprint(name)
