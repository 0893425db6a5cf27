"""Exported backlogs: each tool's layout, meanings told by people, and files that do not do."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from conspectus.doors.web.sayings import pieces
from conspectus.engine.agile import ItemState
from conspectus.formats.agile import Columns, Reading, Refused, columns_of, pack, read_backlog, unpack
from conspectus.formats.old_office import OLE

FILES = Path(__file__).parent / "files"
AS_OF = date(2026, 11, 8)
STATES = [ItemState.ACCEPTED, ItemState.ACCEPTED, ItemState.IN_PROGRESS, ItemState.NOT_STARTED, ItemState.REMOVED]
NOTHING = Columns()
OF_EVERY_FILE = ("QUOTE_OPEN", "ZERO_BYTE", "ARCHIVE_TOO_LARGE", "DATE_ORDER")
HEAD = "Key,Title,Status,Points,Closed"


def read(name: str, columns: Columns = NOTHING) -> Reading:
    return read_backlog((FILES / name).read_bytes(), name, as_of=AS_OF, columns=columns)


def table(*lines: str, columns: Columns = NOTHING) -> Reading:
    return read_backlog("\n".join(lines).encode(), "table.csv", as_of=AS_OF, columns=columns)


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_backlog(data, "file", as_of=AS_OF)
    found = caught.value.finding
    if found.code not in OF_EVERY_FILE:
        assert [piece for piece, known in pieces(f"{found.words} {found.remedy}") if known is None] == []
    return found.code


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_every_layout_says_the_same(name: str) -> None:
    found = read(name)
    items = found.backlog.items
    states = STATES if name != "github-issues.json" else [*STATES[:2], ItemState.NOT_STARTED, *STATES[3:]]
    assert found.tool == name.partition("-")[0]
    assert [item.state for item in items] == states
    assert [item.sprint for item in items] == ["Sprint 1", "Sprint 2", "Sprint 2", "", ""]
    accepted = [item.accepted_on or item.done_on for item in items]
    assert accepted == [date(2026, 9, 11), date(2026, 9, 23), None, None, None]
    if name != "github-issues.json":  # GitHub's issues know no estimates
        assert [item.points for item in items] == [5, 8, None, 3, 2]
    if not name.startswith("github"):  # epics hold items, parts are counted within theirs
        assert (found.parts, [item.epic != "" for item in items]) == (1, [True] * 4 + [False])
        assert [title for _, title in found.backlog.epics] in (["Tickets by phone"], ["Karten am Telefon"])
        assert items[0].created_on == date(2026, 9, 1)
    assert unpack(pack(found.backlog)) == found.backlog
    assert pack(found.backlog) == pack(read(name).backlog)


def test_histories_and_sprints_tell_days() -> None:
    found = read("jira-search.json").backlog
    assert [item.started_on for item in found.items][:3] == [date(2026, 9, 7), date(2026, 9, 9), date(2026, 10, 1)]
    assert (found.sprints[0].starts_on, found.sprints[0].ends_on) == (date(2026, 9, 7), date(2026, 9, 18))
    later = read("jira-search.json", Columns(states={"Done": "done"})).backlog
    assert (later.items[0].state, later.items[0].accepted_on) == (ItemState.DONE, None)
    assert read("github-project.json").backlog.sprints[0].ends_on == date(2026, 9, 20)


def test_people_say_what_columns_and_states_mean() -> None:
    lines = ("Ticket,What,Lane,Size,Shipped", "A,First,Shipped,3,2026-09-04", "B,Second,Parked,x,")
    assert refused("\n".join(lines).encode()) == "COLUMN_MISSING"
    told = Columns(
        {"key": "Ticket", "title": "What", "state": "Lane", "points": "Size", "accepted": "Shipped"},
        {"Shipped": "accepted"},
    )
    found = table(*lines, columns=told)
    assert [item.state for item in found.backlog.items] == [ItemState.ACCEPTED, ItemState.NOT_STARTED]
    assert {one.code for one in found.findings} == {"STATE_UNKNOWN", "POINTS_ODD", "NO_STARTS"}
    assert columns_of(found.columns.as_json()) == found.columns
    assert columns_of({"headings": [1], "states": {"a": "no such"}, "date_order": "?"}) == Columns()
    # A kept column that a later export does not have gives way to what its headings say.
    assert table(HEAD, "A,One,Done,1,2026-09-04", columns=told).backlog.items[0].key == "A"


def test_rows_are_told_by_their_number() -> None:
    rows = ["A,One,Done,1,2026-09-04", "A,Two,Done,1,2026-09-04", "B,Three,Done,-4,soon", "C,Four,Done,2,", ",,Done,,"]
    found = {one.code: one.place for one in table(HEAD, *rows).findings}
    assert found["KEY_TWICE"] == "row 3"
    assert (found["POINTS_ODD"], found["DAY_ODD"], found["ROW_EMPTY"]) == ("row 4", "row 4", "row 6")
    many = table(HEAD, *(f"K{place},Item,Done,1,soon" for place in range(50)))
    assert next(one.words for one in many.findings if one.place == "further rows") == "The same of 30 rows more."
    wrong = table(HEAD, *(f"K{place},Item,State {place},1," for place in range(300)))
    assert len(wrong.columns.states) == 200
    late = table(HEAD, "A,One,Done,1,2026-12-24")
    assert "DAY_TO_COME" in {one.code for one in late.findings}


def test_days_in_several_manners() -> None:
    rows = [
        f"K{place},Item,Done,1,{day}" for place, day in enumerate(("21/Nov/25 3:14 PM", "5. März 2026", "30/09/26"))
    ]
    days = [item.accepted_on for item in table(HEAD, *rows).backlog.items]
    assert days == [date(2025, 11, 21), date(2026, 3, 5), date(2026, 9, 30)]
    assert refused(f"{HEAD}\nA,One,Done,1,03/04/2026".encode()) == "DATE_ORDER"
    american = table(HEAD, "A,One,Done,1,03/04/2026", columns=Columns(date_order="mdy"))
    assert american.backlog.items[0].accepted_on == date(2026, 3, 4)


def test_trees_of_azure_have_titles_and_parents() -> None:
    rows = (
        "1,Epic,Portal,,,Active,,Shop",
        "2,Feature,,Search,,Active,,Shop",
        "3,User Story,,,Find by name,Closed,3,Shop\\Sprint 1",
        "4,Task,,,Type it,Closed,,Shop\\Sprint 1",
        '5,Bug,,Crash,,New,"1,5",Shop',
    )
    found = table("\ufeffID,Work Item Type,Title 1,Title 2,Title 3,State,Story Points,Iteration Path", *rows)
    items = [(item.title, item.epic, item.points) for item in found.backlog.items]
    assert items == [("Find by name", "2", 3), ("Crash", "1", 1.5)]
    assert (found.backlog.epics, found.parts) == ((("1", "Portal"), ("2", "Search")), 1)


def test_blocked_items_are_known_by_flag_state_or_label() -> None:
    head = "Key;Summary;Status;Flagged;Labels"
    rows = ("A;a;In progress;Impediment;", "B;b;On hold;;", "C;c;In progress;No;new, blocked", "D;d;In progress;;new")
    found = table(head, *rows).backlog
    assert [item.blocked for item in found.items] == [True, True, True, False]
    assert {item.state for item in found.items} == {ItemState.IN_PROGRESS}
    assert unpack(pack(found)) == found


def test_what_exports_hold_beside_the_work() -> None:
    issues = [
        {"number": 1, "title": "One\nmore", "state": "closed", "state_reason": "completed", "body": "x\n" * 9000},
        {"number": 2, "title": "A change of code", "state": "closed", "pull_request": {"url": "x"}},
        {"number": 3, "title": "Not now", "state": "closed", "state_reason": "not_planned"},
    ]
    found = read_backlog(json.dumps(issues).encode(), "issues.json", as_of=AS_OF)
    assert [(item.title, item.state.value) for item in found.backlog.items] == [
        ("One more", "accepted"), ("Not now", "removed"),
    ]  # fmt: skip
    assert found.parts == 1
    day = "2026-09-11T23:30:00-05:00"
    jira = f'"Summary";Status;Resolved;Sprint;Sprint;Description\n"A; b";Reopened;{day};S 1;S 2;"{"x" * 70_000}\n""y"""'
    (item,) = table(jira).backlog.items
    assert (item.title, item.state, item.done_on, item.sprint) == ("A; b", ItemState.NOT_STARTED, None, "S 2")
    (item,) = table(jira.replace("Reopened", "Done")).backlog.items
    assert item.done_on == date(2026, 9, 11)  # as it is written, whatever the time zone


def test_all_that_is_said_is_known_to_the_pages() -> None:
    rows = ["A,One,Done,1,2026-12-04", "A,Two,Odd,1,", "B,Three,Done,-4,soon", "C,Four,Done,2,", ",,Done,,"]
    found = table(HEAD, *rows, *(f"K{place},Item,Done,1,soon" for place in range(50))).findings
    assert len({one.code for one in found}) == 8
    texts = [text for one in found for text in (one.words, one.remedy)]
    texts += [one.place for one in found if one.place.startswith(("row", "further"))]
    assert [piece for text in texts for piece, known in pieces(text) if known is None] == []


def test_formulas_stay_texts() -> None:
    item = table(HEAD, 'A,"=HYPERLINK(""http://evil"")",Done,1,2026-09-04').backlog.items[0]
    assert item.title == '=HYPERLINK("http://evil")'


def bomb() -> bytes:
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 << 20))
    return inside.getvalue()


def test_hostile_files_are_refused() -> None:
    assert refused(b" \n") == "FILE_EMPTY"
    assert refused(OLE + b"\0" * 600) == "WORKBOOK_OLD"
    assert refused(OLE + "EncryptedPackage".encode("utf-16-le")) == "FILE_ENCRYPTED"
    assert refused(b"[" * 100_000) == "JSON_TOO_DEEP"
    assert refused(b'{"issues": [') == "JSON_DAMAGED"
    assert refused(b'[{"title": "\xff", "state": "open"}]') == "ENCODING_UNCLEAR"
    assert refused(b"[" + b"9" * 5000 + b"]") == "JSON_DAMAGED"
    assert refused(b'{"message": "Not Found"}') == "NO_ITEMS"
    assert refused(b'{"key": "A", "fields": {"summary": "one issue alone"}}') == "NO_ITEMS"
    assert refused(b"[" + b"{}," * 50_000 + b"{}]") == "ROWS_TOO_MANY"
    assert refused((HEAD + '\nA,"open quote,Done').encode()) == "QUOTE_OPEN"
    assert refused((HEAD + "\nA\0,One,Done").encode()) == "ZERO_BYTE"
    assert refused(bomb()) == "ARCHIVE_TOO_LARGE"
    assert refused(HEAD.encode()) == "NO_ITEMS"
    one = b'{"key": "A", "fields": {"summary": "x", "status": {"name": "Done"}}}'
    page = read_backlog(b'{"total": 70, "issues": [' + one + b"]}", "page.json", as_of=AS_OF)
    assert "ITEMS_CUT_OFF" in {one.code for one in page.findings}
    assert page.backlog.items[0].title == "x"
