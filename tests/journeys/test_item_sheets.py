"""Milestones, risks and issues, and actions in the workbook of reports: begun with what is open, taken by the deeds."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.formats.schedules.drafts import Draft
from conspectus.journeys.report_sheets.making import Narrowed, report_sheet
from conspectus.journeys.report_sheets.taking import SheetFile, preview_reports, take_reports
from conspectus.journeys.reporting_cycle import begin_cycle
from conspectus.kit.errors import Invalid
from conspectus.kit.subjects import Subject
from conspectus.rooms.followup.actions import ActionParticulars, change_action, open_action
from conspectus.rooms.followup.models import Action
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import (
    Particulars,
    Quantities,
    change_register_entry,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.schedule.actions import edit_plan, import_plan
from conspectus.rooms.schedule.models import Milestone, PlanRevision
from conspectus.rooms.status.models import Report, Request

LATER = datetime(2024, 5, 8, 9, tzinfo=UTC)
SHEETS = ["Reports", "Milestones", "Risks and issues", "Actions", "How to fill it in"]
ROWS = (
    {"id": "1", "name": "Dig", "duration": "5d", "not_before": "2024-05-06"},
    {"id": "2", "name": "Dug", "milestone": "yes", "predecessors": "1"},
    {"id": "3", "name": "Permit", "milestone": "yes", "not_before": "2024-05-14"},
    {"id": "4", "name": "Far off", "milestone": "yes", "not_before": "2025-05-14"},
)


@pytest.fixture
def april(cast: Cast, reader: None) -> Period:  # noqa: F811  # the fixture of the same name
    """Return April 2024, open in a cycle: one plan kept here, one from another program, two risks, two actions."""
    head = {"name": "Warehouse north", "start": "2024-05-06", "status_date": "2024-04-30"}
    edit_plan(project=cast.project, draft=Draft(head, ROWS), revision=0, by=cast.alice, at=AT)
    bridge = make.project(portfolio=cast.portfolio, code="B-7", name="Bridge", manager=cast.ivan.person, state="active")
    import_plan(project=bridge, data=file_of(house()), name="bridge.xml", by=cast.ivan, at=AT)
    frost = Quantities(probability=3, impact_time=4)
    for new in (
        Particulars("threat", "=Frost", quantities=frost, owner=cast.heidi.person, review_on=date(2024, 5, 20)),
        Particulars("issue", "Crane broken"),
        Particulars("assumption", "Ground is dry"),
    ):
        open_register_entry(place=cast.project, new=new, by=cast.alice, at=AT)
    subject = Subject("project", str(cast.project.pk), cast.project.name, cast.project.pk)
    for words in ("Call the supplier", "Book the hall"):
        new_action = ActionParticulars(words, cast.heidi.person, date(2024, 5, 10))
        open_action(subject=subject, new=new_action, by=cast.alice, at=AT)
    (row,) = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.mona, at=AT
    )
    Project.objects.update(created_at=datetime(2024, 4, 2, tzinfo=UTC))
    begin_cycle(period=row, revision=1, by=cast.mona, at=AT)
    row.refresh_from_db()
    return row


class Book:
    """A workbook as somebody fills it in: rows found by the words of their thing, empty ones by their place."""

    def __init__(self, data: bytes) -> None:
        from openpyxl import load_workbook

        self.book = load_workbook(io.BytesIO(data))

    def sheet(self, name: str) -> tuple[Any, dict[str, int]]:
        sheet = self.book[name]
        return sheet, {cell.value: cell.column for cell in sheet[3] if cell.value}

    def cell(self, name: str, title: str, code: str) -> Any:
        sheet, codes = self.sheet(name)
        (found,) = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, codes["title"]).value == title]
        return sheet.cell(found, codes[code])

    def titles(self, name: str) -> list[str]:
        sheet, codes = self.sheet(name)
        found = [sheet.cell(row, codes["title"]).value for row in range(5, sheet.max_row + 1)]
        return [one for one in found if one]

    def say(self, name: str, title: str, **cells: Any) -> None:
        for code, value in cells.items():
            self.cell(name, title, code).value = value

    def add(self, name: str, **cells: Any) -> None:
        sheet, codes = self.sheet(name)
        empty = [row for row in range(5, sheet.max_row + 1) if not sheet.cell(row, codes["title"]).value]
        for code, value in cells.items():
            sheet.cell(empty[0], codes[code], value)

    def file(self, period: Period) -> SheetFile:
        out = io.BytesIO()
        self.book.save(out)
        return SheetFile(out.getvalue(), "april.xlsx", period)


def made(april: Period, by: Any) -> Book:
    return Book(report_sheet(period=april, by=by, at=LATER)[0])


def told(found: Any) -> list[tuple[str, str, str, list[str]]]:
    rows = [one for one in found.lines if one.kind != "report"]
    return [(one.kind, one.about, one.deed, [each.code for each in one.findings]) for one in rows]


def test_what_is_open_is_begun_changed_and_taken_once(cast: Cast, april: Period) -> None:
    book, by = made(april, cast.alice), {"by": cast.alice, "at": LATER}
    assert book.book.sheetnames == SHEETS
    assert book.titles("Milestones") == ["Dug", "Permit"]  # what lies further ahead is left out
    assert sorted(book.titles("Risks and issues")) == ["=Frost", "Crane broken"]
    assert book.cell("Risks and issues", "=Frost", "title").data_type == "s"  # no formula
    assert book.cell("Risks and issues", "Crane broken", "probability").protection.locked  # it has happened
    assert not book.cell("Risks and issues", "=Frost", "probability").protection.locked
    assert book.book["Actions"].protection.sheet
    assert book.book["Actions"].column_dimensions["A"].hidden
    assert told(preview_reports(file=book.file(april), **by)) == []  # untouched

    book.say("Milestones", "Dug", done_on=date(2024, 5, 7))
    book.say("Milestones", "Permit", finish_on=date(2024, 5, 21))
    book.say("Risks and issues", "=Frost", probability=5, owner="Alice", review_on=None)
    book.say("Risks and issues", "Crane broken", state="Geschlossen", outcome="Repaired")
    book.add("Risks and issues", title="Flood", kind="Risiko", probability=2, impact_cost=4, code=cast.project.code)
    book.say("Actions", "Book the hall", due_on=date(2024, 6, 1))
    book.say("Actions", "Call the supplier", done_on=date(2024, 5, 7), answer="They deliver")
    book.add("Actions", title="Order =gravel", owner="Heidi", due_on=date(2024, 5, 30))  # the only project
    file = book.file(april)
    seen = preview_reports(file=file, **by)
    assert told(seen) == [
        ("milestones", "Dug", "change", []),
        ("milestones", "Permit", "change", []),
        ("register", "=Frost", "change", []),
        ("register", "Crane broken", "close", []),
        ("register", "Flood", "open", []),
        ("actions", "Call the supplier", "close", []),
        ("actions", "Book the hall", "change", []),
        ("actions", "Order =gravel", "open", []),
    ]
    assert (seen.ready, seen.bad) == (8, 0)
    outcomes = take_reports(file=file, shown=seen.shown, **by)
    assert [(one.state, one.refused) for one in outcomes] == [
        ("saved", ""), ("saved", ""), ("open", ""), ("closed", ""), ("open", ""), ("done", ""), ("open", ""),
        ("open", ""),
    ]  # fmt: skip
    plan = PlanRevision.objects.get(project=cast.project, summary__is_current=True)
    assert plan.number == 2  # both milestones in one revision
    assert {(one.name, one.on, one.done) for one in plan.milestones.all()} >= {
        ("Dug", date(2024, 5, 7), True),
        ("Permit", date(2024, 5, 21), False),
    }
    frost = RegisterEntry.objects.get(title="=Frost")
    assert (frost.probability, frost.impact_time, frost.owner, frost.review_on) == (5, 4, cast.alice.person, None)
    assert RegisterEntry.objects.get(title="Crane broken").outcome == "Repaired"
    flood = RegisterEntry.objects.get(title="Flood")
    assert (flood.kind, flood.score, flood.project) == ("threat", 8, cast.project)
    called = Action.objects.get(words="Call the supplier")
    assert (called.state, called.closed_on, called.answer) == ("done", date(2024, 5, 7), "They deliver")
    hall = Action.objects.get(words="Book the hall")
    assert (hall.due_on, hall.first_due_on) == (date(2024, 6, 1), date(2024, 5, 10))
    assert Action.objects.get(words="Order =gravel").owner == cast.heidi.person

    again = preview_reports(file=file, **by)  # the same file changes nothing
    assert (told(again), again.ready, again.bad) == (
        [("register", "Flood", "", ["THERE"]), ("actions", "Order =gravel", "", ["THERE"])], 0, 0
    )  # fmt: skip
    with pytest.raises(Invalid, match="No row"):
        take_reports(file=file, **by)
    assert RegisterEntry.objects.count() == 4
    assert Action.objects.count() == 3


def test_rows_that_cannot_be_taken_say_why(cast: Cast, april: Period) -> None:
    book, by = made(april, cast.mona), {"by": cast.mona, "at": LATER}
    assert book.cell("Milestones", "Hand over", "finish_on").protection.locked  # its plan is made elsewhere
    assert "hand the plan in" in book.cell("Milestones", "Hand over", "hint").value
    frost, issue = RegisterEntry.objects.get(title="=Frost"), RegisterEntry.objects.get(title="Crane broken")
    hall = Action.objects.get(words="Book the hall")
    changed = particulars_of(frost, probability=1)
    change_register_entry(entry=frost, new=changed, revision=frost.revision, by=cast.alice, at=LATER)
    new = ActionParticulars("Book the hall", None, date(2024, 7, 1))
    change_action(action=hall, new=new, revision=hall.revision, by=cast.alice, at=LATER)
    book.say("Risks and issues", "=Frost", probability=5)
    book.say("Risks and issues", "Crane broken", state="Closed", impact_time="grave beyond words", owner="Nobody")
    book.say("Milestones", "Hand over", finish_on=date(2024, 6, 3))
    book.say("Milestones", "Dug", finish_on=date(2024, 5, 8))  # digging ends later
    book.say("Actions", "Call the supplier", state="Done")
    book.add("Risks and issues", title="Whose", kind="Risk")
    book.add("Risks and issues", title="Here", code="X-404", kind="Decision")
    book.add("Actions", title="Late", code="B-7", due_on="31.31.2024")
    found = preview_reports(file=book.file(april), **by)
    assert told(found) == [
        ("milestones", "Hand over", "change", ["PLAN_ELSEWHERE"]),
        ("milestones", "Dug", "change", ["PLAN_SAYS"]),
        ("register", "=Frost", "change", ["CHANGED"]),
        ("register", "Crane broken", "change", ["CELL", "OWNER"]),
        ("register", "Whose", "open", ["NOT_HERE"]),
        ("register", "Here", "open", ["NOT_HERE"]),
        ("actions", "Call the supplier", "close", ["HOW_ENDED"]),
        ("actions", "Late", "open", ["CELL"]),
    ]  # fmt: skip
    cells = [one.place for line in found.lines for one in line.findings if one.code == "CELL"]
    assert [place.partition("!")[0] for place in cells] == ["Risks and issues", "Actions"]
    assert (found.ready, found.bad) == (0, 8)
    book.add("Actions", title="Good", code="B-7")
    with pytest.raises(Invalid, match="Rows cannot be taken: 8"):
        take_reports(file=book.file(april), **by)
    (done,) = take_reports(file=book.file(april), partly=True, **by)
    assert (done.about, done.state, done.code) == ("Good", "open", "B-7")
    frost.refresh_from_db()
    issue.refresh_from_db()
    assert (frost.probability, issue.state) == (1, "open")  # nothing was overwritten
    assert Milestone.objects.filter(revision__summary__is_current=True, name="Dug", on=date(2024, 5, 10)).exists()


def test_who_was_handed_a_report_writes_that_alone(cast: Cast, april: Period) -> None:
    Request.objects.filter(project=cast.project).update(delegate=cast.grace.person, delegate_until=date(2024, 5, 31))
    book = made(april, cast.grace)
    assert book.book.sheetnames == ["Reports", "How to fill it in"]
    foreign = made(april, cast.alice)  # a file of hers, read by who may write the report alone
    foreign.say("Actions", "Book the hall", due_on=date(2024, 6, 1))
    foreign.say("Risks and issues", "=Frost", probability=5)
    foreign.say("Milestones", "Permit", finish_on=date(2024, 5, 21))
    found = preview_reports(file=foreign.file(april), by=cast.grace, at=LATER)
    assert [codes for _kind, _about, _deed, codes in told(found)] == [["NOT_YOURS"]] * 3
    one, _count = report_sheet(period=april, wanted=Narrowed(project=cast.project.pk), by=cast.mona, at=LATER)
    old = Book(one)
    for name in SHEETS[1:4]:
        del old.book[name]
    assert preview_reports(file=old.file(april), by=cast.mona, at=LATER).own  # as workbooks were made before
    assert not Report.objects.exists()
