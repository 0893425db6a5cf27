"""Calendars: what is inherited is written out, and odd shifts are put right."""

from __future__ import annotations

from conspectus.engine.findings import Severity
from conspectus.engine.plan import CalendarException
from conspectus.formats.schedules.calendars import Flattened, parse_shifts

SEP = "\x1e"
DAY = "[LocalTimeRange start=08:00 end=12:00]\x1e[LocalTimeRange start=13:00 end=17:00]"
NINE = ((480, 720), (780, 1020))


def sent(uid: str, week: list[str | None], **more: object) -> dict[str, object]:
    plain = {"uid": uid, "parent": "", "name": f"C{uid}", "minutes_per_day": "480", "spans": [], "exceptions": ""}
    return {**plain, "week": week, **more}


def test_days_exceptions_and_spans_are_inherited() -> None:
    off = "[ProjectCalendarException working=false fromDate=2026-03-04 toDate=2026-03-05]"
    morning = "[LocalTimeRange start=08:00 end=12:00]"
    on = f"[ProjectCalendarException working=true fromDate=2026-03-04 toDate=2026-03-04{morning}]"
    base = sent("1", [DAY] * 5 + ["", ""], exceptions=off, spans=[["2026-05-01", "2026-05-31", [None] * 6 + [DAY]]])
    own = sent("2", [None] * 5 + [DAY, None], parent="1", exceptions=on)
    flat = Flattened([own, base], 480)  # type: ignore[list-item]
    derived = flat.calendars[0]
    assert derived.uid == "2"
    assert flat.row == {"2": 0, "1": 1}
    assert derived.week == (NINE,) * 6 + ((),)
    assert derived.exceptions == (CalendarException(20516, 20517), CalendarException(20516, 20516, ((480, 720),)))
    assert derived.spans[0].week[6] == NINE
    assert derived.spans[0].week[5] == ()


def test_a_base_of_itself_is_refused() -> None:
    one, two = sent("1", [None] * 7, parent="2"), sent("2", [None] * 7, parent="1")
    flat = Flattened([one, two], 480)  # type: ignore[list-item]
    assert [(f.severity, f.code) for f in flat.findings] == [(Severity.REFUSED, "CALENDAR_LOOP")]


def test_shifts_are_sorted_merged_and_cut_at_midnight() -> None:
    text = "start=13:00 end=00:00 start=08:00 end=12:00 start=11:00 end=12:30"
    assert parse_shifts(text) == ((480, 750), (780, 1440))
    night = Flattened([sent("1", ["start=22:00 end=06:00"] + [""] * 6)], 480)  # type: ignore[list-item]
    assert night.calendars[0].week[:2] == (((1320, 1440),), ((0, 360),))


def test_two_exceptions_for_a_day_are_said_once_and_the_later_is_used() -> None:
    off = "[ProjectCalendarException working=false fromDate=2026-03-02 toDate=2026-03-06]"
    morning = "[LocalTimeRange start=08:00 end=12:00]"
    on = f"[ProjectCalendarException working=true fromDate=2026-03-04 toDate=2026-03-04{morning}]"
    flat = Flattened([sent("1", [DAY] * 5 + ["", ""], exceptions=f"{off}{SEP}{on}")], 480)  # type: ignore[list-item]
    (finding,) = flat.findings
    assert (finding.severity, finding.code) == (Severity.WARNING, "EXCEPTIONS_OVERLAP")
    assert "2026-03-04" in finding.words
    assert Flattened([sent("1", [DAY] * 7, exceptions=f"{off}{SEP}{off}")], 480).findings == []  # type: ignore[list-item]


def test_an_exception_without_a_day_says_nothing() -> None:
    odd = "[ProjectCalendarException working=false fromDate=null toDate=2026-03-06]"
    flat = Flattened([sent("1", [DAY] * 5 + ["", ""], exceptions=odd)], 480)  # type: ignore[list-item]
    assert flat.calendars[0].exceptions == ()
