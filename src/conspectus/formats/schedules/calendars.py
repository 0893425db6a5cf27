"""Calendars as the child sends them, made flat: what a calendar inherits is written out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Calendar, CalendarException, Shift, Week, WeekSpan
from conspectus.formats.schedules.columns import SEP, day

RANGE = re.compile(r"start=(\d\d):(\d\d)\S* end=(\d\d):(\d\d)")
EXCEPTION = re.compile(r"fromDate=(\S+) toDate=([^\s\[\]]+)")
FIRST_DAY, LAST_DAY = -3653, 65744  # 1960 to 2149: what lies outside is cut
EPOCH = date(1970, 1, 1).toordinal()
FREE: Week = ((),) * 7

Shifts = tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """One calendar as sent, and the uid of the one it is based on."""

    sent: dict[str, Any]

    @property
    def parent(self) -> str:
        """The uid of the calendar this one is based on, empty if none."""
        return str(self.sent["parent"])


def parse_shifts(text: str) -> Shifts:
    """Return the shifts named in a text, in order and merged; one that passes midnight is cut there."""
    found: list[list[int]] = []
    for a, b, c, d in RANGE.findall(text):
        start, finish = int(a) * 60 + int(b), int(c) * 60 + int(d)
        found.append([start, finish if finish > start else 1440])
    merged: list[list[int]] = []
    for start, finish in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], finish)
        else:
            merged.append([start, finish])
    return tuple((a, b) for a, b in merged)


def _over_midnight(text: str) -> Shifts:
    """Return the part that each shift passing midnight has on the following day."""
    spans = [(int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in RANGE.findall(text)]
    return tuple((0, finish) for start, finish in spans if 0 < finish < start)


def _merge(*parts: Shifts) -> Shifts:
    merged: list[Shift] = []
    for start, finish in sorted(s for part in parts for s in part):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], finish))
        else:
            merged.append((start, finish))
    return tuple(merged)


def _week(sent: list[str | None], above: Week) -> Week:
    days = [above[i] if text is None else parse_shifts(text) for i, text in enumerate(sent)]
    for i, text in enumerate(sent):
        if text and (late := _over_midnight(text)):
            days[(i + 1) % 7] = _merge(days[(i + 1) % 7], late)
    return tuple(days)


def _exceptions(joined: str) -> tuple[CalendarException, ...]:
    found = []
    for text in joined.split(SEP) if joined else []:
        if (match := EXCEPTION.search(text)) is None or "null" in match.groups():
            continue  # an exception without days says nothing
        first, last = max(day(match[1]), FIRST_DAY), min(day(match[2]), LAST_DAY)
        if first <= last:
            found.append(CalendarException(first, last, parse_shifts(text)))
    return tuple(found)


def overlapping(exceptions: tuple[CalendarException, ...]) -> CalendarException | None:
    """Return the first exception that shares a day with another one of other hours, None if none does."""
    last: CalendarException | None = None
    for one in sorted(exceptions, key=lambda e: e.first):
        if last is not None and one.first <= last.last and one.shifts != last.shifts:
            return one
        if last is None or one.last > last.last:
            last = one
    return None


class Flattened:
    """All calendars of a plan, flat, with the row of each by its uid."""

    def __init__(self, sent: list[dict[str, Any]], minutes_per_day: int) -> None:
        self.findings: list[Finding] = []
        self._sent = {c["uid"]: Raw(c) for c in sent}
        self._minutes_per_day = minutes_per_day
        self._flat: dict[str, Calendar] = {}
        for uid in self._sent:
            self._flatten(uid)
        self.calendars: tuple[Calendar, ...] = tuple(self._flat[uid] for uid in self._sent) or (Calendar(),)
        self.row = {c.uid: row for row, c in enumerate(self.calendars)}

    def _flatten(self, uid: str) -> Calendar:
        chain, seen = [], set()
        while uid in self._sent and uid not in self._flat:
            if uid in seen:
                self._loop(uid)
                break
            seen.add(uid)
            chain.append(uid)
            uid = self._sent[uid].parent
        above = self._flat.get(uid)
        for one in reversed(chain):
            above = self._flat[one] = self._one(self._sent[one].sent, above)
        return above or Calendar()

    def _one(self, sent: dict[str, Any], above: Calendar | None) -> Calendar:
        week = _week(sent["week"], above.week if above else FREE)
        spans = tuple(
            WeekSpan(max(day(first), FIRST_DAY), min(day(last), LAST_DAY), _week(days, week))
            for first, last, days in sent["spans"]
        )
        minutes = sent["minutes_per_day"]
        own = _exceptions(sent["exceptions"])
        if (twice := overlapping(own)) is not None:
            self._overlap(sent["name"], twice)
        return Calendar(
            uid=sent["uid"],
            name=sent["name"],
            week=week,
            spans=(above.spans if above else ()) + spans,
            exceptions=(above.exceptions if above else ()) + own,
            minutes_per_day=int(minutes) if minutes.isdigit() and int(minutes) > 0 else self._minutes_per_day,
        )

    def _overlap(self, name: str, twice: CalendarException) -> None:
        on = date.fromordinal(EPOCH + twice.first).isoformat()
        self.findings.append(
            Finding(
                Severity.WARNING,
                "EXCEPTIONS_OVERLAP",
                f"calendar '{name}'",
                f"Calendar '{name}' has two exceptions for {on}; the later one in the file is used.",
                "Remove one of the two.",
            )
        )

    def _loop(self, uid: str) -> None:
        name = self._sent[uid].sent["name"]
        self.findings.append(
            Finding(
                Severity.REFUSED,
                "CALENDAR_LOOP",
                f"calendar '{name}'",
                f"Calendar '{name}' is based on itself.",
                "Choose another base calendar and save the file again.",
            )
        )
