"""Actions that come as sheets: read however they are kept, held against what is there, taken whole, read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.formats.registers.test_messy_registers import sheet
from tests.rooms.followup.test_actions import give

from conspectus.formats.actionlists import ACTION_LIST, state_of
from conspectus.journeys.action_list.lines import ActionListPreview
from conspectus.journeys.given_actions import actions_file
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.journeys.sheet_lines import SheetFile, pasted_sheet
from conspectus.journeys.subjects import subject_of
from conspectus.journeys.take_actions import preview_actions, take_actions
from conspectus.kit.errors import Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.followup.actions import ActionParticulars, close_action, open_action
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import ActionFilter
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.risks.actions import Particulars, open_register_entry


def look(
    cast: Cast, data: bytes, by: Any = None, name: str = "list.csv", place: Any = None, **more: Any
) -> ActionListPreview:
    file = SheetFile(data, name, place or cast.project, **more)
    return preview_actions(file=file, by=by or cast.alice, at=AT)


def rows(found: ActionListPreview) -> list[tuple[str, str, str, str]]:
    return [(one.deed, one.words, one.owner, str(one.due_on or "")) for one in found.lines]


MESSY = sheet(
    (
        ["Maßnahmenliste Lenkungskreis"], ["Stand: 06.05.2024"], [],
        ["Lfd Nr", "Maßnahme", "Zuständigkeit", "", "Termine", "", "Status", "Bemerkung", "Betrifft"],
        ["", "", "Wer", "Abteilung", "Fällig am", "Erledigt am", "", "", ""],
        [1, "Behörde fragen", "Alice", "Bau", "12.5.2024", "", "offen", "", "Late permit"],
        [2, "Stahl bestellen", "heidi@example.org", "Bau", "3.4.2024", "2.4.2024", "erledigt", "bestellt", "R-7"],
        [3, "Kran mieten", "Nobody Known", "", "KW 30", "", "50 %", "", ""],
        [4, "Gerüst prüfen", "Alice", "", "1.6.2024", "1.7.2024", "erledigt", "", ""],
        [5, "Rampe streichen", "", "", "", "", "entfällt", "kein Geld", "Dach"],
        [6, "Behörde fragen", "Alice", "", "", "", "", "", "Late permit"],
        ["", "Summe", "", "6 offen", "", "", "", "", ""],
        [],
        ["Follow-up of the audit"],
        ["Action item", "Assigned to", "Due date", "Original due date", "Closed", "Result"],
        ["Update the plan", "Bob", "2024-05-31", "2024-04-30", "no", ""],
        ["Train the team", "Alice", "", "", "yes", "Two days in March"],
        ["Ouvrir le compte", "Alice", "31/05/2024", "", "whatever", ""],
    ),
    "A1:I1", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5", "I4:I5",
)  # fmt: skip


def test_a_messy_sheet_of_two_tables_is_given_and_the_same_again_changes_nothing(cast: Cast) -> None:
    particulars = Particulars("threat", "Late permit", key="R-7")
    entry = open_register_entry(place=cast.project, new=particulars, by=cast.alice, at=AT)
    found = look(cast, MESSY, name="list.xlsx")
    assert found.asks == ()
    assert rows(found) == [
        ("new", "Behörde fragen", "Alice", "2024-05-12"),
        ("new", "Stahl bestellen", "Heidi", "2024-04-03"),
        ("refused", "Kran mieten", "", ""),
        ("refused", "Gerüst prüfen", "", ""),
        ("new", "Rampe streichen", "", ""),
        ("refused", "Behörde fragen", "", ""),
        ("new", "Update the plan", "Bob", "2024-05-31"),
        ("new", "Train the team", "Alice", ""),
        ("new", "Ouvrir le compte", "Alice", "2024-05-31"),
    ]
    said = {one.row: one.refused for one in found.lines if one.refused}
    assert "is not a date" in said[8]
    assert "lies in the future" in said[9]
    assert "Row 6 says the same action" in said[11]
    noted = {one.row: " ".join(one.notes) for one in found.lines}
    assert "'Dach' is no one thing of Warehouse north" in noted[10]
    assert "'whatever' is not known here" in noted[18]
    noticed = " ".join(one.words for one in found.findings)
    assert "Row 12 is a sum" in noticed
    assert "Abteilung" in noticed
    file = SheetFile(MESSY, "list.xlsx", cast.project)
    with pytest.raises(Stale):
        take_actions(file=file, shown="x", by=cast.alice, at=AT)
    taken = take_actions(file=file, shown=found.digest, by=cast.alice, at=AT)
    assert (len(taken.opened), taken.changed, taken.same, taken.refused) == (6, (), 0, 3)
    ask, steel, ramp, plan, train, _ = (Action.objects.get(pk=one) for one in taken.opened)
    assert (ask.subject_kind, ask.subject_id, ask.project_id) == ("registerentry", str(entry.pk), cast.project.pk)
    assert (ask.state, ask.owner, ask.first_due_on) == ("open", cast.alice.person, date(2024, 5, 12))
    assert (steel.state, steel.closed_on, steel.answer, steel.subject_id) == (
        "done", date(2024, 4, 2), "bestellt", str(entry.pk),
    )  # fmt: skip
    assert steel.opened_at.date() == date(2024, 4, 2)  # not closed before it was given
    assert (ramp.state, ramp.closed_on, ramp.answer) == ("dropped", AT.date(), "kein Geld")
    assert (plan.state, plan.due_on, plan.first_due_on) == ("open", date(2024, 5, 31), date(2024, 4, 30))
    assert (train.state, train.answer, train.closed_on) == ("done", "Two days in March", AT.date())
    again = look(cast, MESSY, name="list.xlsx")
    assert [one.deed for one in again.lines if one.deed != "refused"] == ["same"] * 6
    with pytest.raises(Invalid, match="anything new"):
        take_actions(file=file, by=cast.alice, at=AT)
    assert Action.objects.count() == 6


def test_a_row_changes_and_closes_what_is_there_and_leaves_what_it_does_not_say(cast: Cast) -> None:
    row = give(cast, owner=cast.heidi.person, due_on=date(2024, 5, 10))
    late = b"Action,Due,Status,Comment\nask the  Authority,2024-05-20,open,still waiting\n"
    found = look(cast, late)
    (line,) = found.lines
    assert [(one.field, one.before, one.after) for one in line.changes] == [("due_on", "2024-05-10", "2024-05-20")]
    assert "kept once it is done" in line.notes[0]
    take_actions(file=SheetFile(late, "list.csv", cast.project), by=cast.alice, at=AT)
    row.refresh_from_db()
    assert (row.due_on, row.first_due_on, row.owner) == (date(2024, 5, 20), date(2024, 5, 10), cast.heidi.person)
    done = b"Action,Owner,Status,Done on\nAsk the authority,Alice,closed,2024-05-06\n"
    take_actions(file=SheetFile(done, "list.csv", cast.project), by=cast.heidi, at=AT)
    row.refresh_from_db()
    assert (row.state, row.closed_by, row.answer) == ("done", cast.heidi.person, "Closed in the list it came from.")
    (line,) = look(cast, late).lines
    assert (line.deed, line.action_id) == ("same", row.pk)
    assert "is done and stays so" in " ".join(line.notes)
    before = b"Action,Done on,Given on\nPaint,2024-05-01,2024-05-02\n"
    assert look(cast, before).lines[0].refused == "It was done before it was given."
    future = b"Action,Owner,Given on\nPaint,Alice,2024-06-02\n"
    assert "lies in the future" in look(cast, future).lines[0].refused
    long = b"Action,Owner\n" + b"x" * 501 + b",Alice\n"
    assert "longer than 500" in look(cast, long).lines[0].refused
    assert "is empty" in look(cast, b"Action,Owner,Due\n,Alice,2024-06-02\n").lines[0].refused


def test_the_export_reads_back_and_only_what_differs_is_changed(cast: Cast) -> None:
    give(cast, owner=cast.heidi.person, due_on=date(2024, 5, 10))
    gone = give(cast, "=Gone")
    close_action(action=gone, state="dropped", answer="No", revision=1, by=cast.alice, at=AT)
    new = ActionParticulars("Above")
    above = open_action(subject=subject_of(cast.programme), new=new, by=cast.bob, at=AT)
    open_action(subject=subject_of(cast.portfolio), new=new, by=cast.bob, at=AT)
    for kind in ("csv", "xlsx"):
        data = actions_file(
            by=cast.bob, at=AT, kind=kind, wanted=ActionFilter(state="all", portfolio=cast.portfolio.pk)
        )
        found = look(cast, data, cast.bob, f"actions.{kind}", cast.portfolio)
        assert [(one.deed, one.changes, one.refused) for one in found.lines] == [("same", (), "")] * 4
        below = look(cast, data, cast.bob, f"actions.{kind}", cast.programme)
        assert (below.counts["same"], below.counts["refused"]) == (3, 1)
    other = f"Action,Action number here,Due\nAbove,{above.pk},2024-06-01\nAbove,999999,2024-06-01\n"
    found = look(cast, other.encode(), cast.bob, place=cast.portfolio)
    assert [one.deed for one in found.lines] == ["change", "refused"]
    assert "no action 999999" in found.lines[1].refused


def test_rows_of_a_portfolio_go_to_the_projects_they_name(cast: Cast) -> None:
    heads = "Project,Action,About,Owner\n"
    text = heads + "WN-1,Dig,,Alice\n,Steer,,Bob\n,Steer,Warehouses,\nZZ-9,Dig,,\nHO-1,Dig,,\n"
    found = look(cast, text.encode(), cast.mona, place=cast.portfolio)
    assert [one.deed for one in found.lines] == ["new", "new", "new", "refused", "refused"]
    assert [one.about for one in found.lines[:3]] == [str(cast.project), "Growth", "Warehouses"]
    taken = take_actions(file=SheetFile(text.encode(), "a.csv", cast.portfolio), by=cast.mona, at=AT)
    told = [(one.subject_kind, one.project_id) for one in Action.objects.filter(pk__in=taken.opened).order_by("pk")]
    assert told == [("project", cast.project.pk), ("portfolio", None), ("programme", None)]
    other = heads + "HO-1,Dig,,Alice\n"
    assert "is another project" in look(cast, other.encode()).lines[0].refused
    with pytest.raises(NotAllowed):
        look(cast, text.encode(), cast.grace)
    with pytest.raises(NotFound):
        look(cast, text.encode(), cast.dave)
    make.person("Alice")  # a second of that name
    (line,) = look(cast, b"Action,Owner\nAsk,Alice\n").lines
    assert (line.owner, "Several people are called 'Alice'" in line.notes[0]) == ("", True)
    assert look(cast, f"Action,Owner\nAsk,{cast.alice.email.upper()}\n".encode()).lines[0].owner == "Alice"


def test_who_is_given_actions_by_a_list_and_who_gave_those_it_closes_is_told_once(cast: Cast) -> None:
    follow_notices(at=AT)
    give(cast, owner=cast.alice.person, by=cast.heidi)
    follow_notices(at=AT)
    text = "Action,Owner,Status\nDig,Grace,open\nBuild,Grace,\nPaint,Grace,done\nAsk the authority,,done\n"
    take_actions(file=SheetFile(text.encode(), "a.csv", cast.project), by=cast.alice, at=AT)
    follow_notices(at=AT)

    def told(user: Any) -> list[str]:
        mine = list(Notice.objects.filter(person=user.person).order_by("pk"))
        return [one.change.words for one in shown(user, mine, AT.date())]

    assert told(cast.grace) in [[f"A list gives you actions; this is one of them: {one}"] for one in ("Dig", "Build")]
    assert told(cast.heidi) == ["A list closes actions you gave; this is one of them: Ask the authority"]


def test_pasted_rows_need_no_headings_and_states_are_known_in_several_languages(cast: Cast) -> None:
    for text in ("Dig\tAlice\t2024-05-20\nBuild\n", "Action\tOwner\tDue\nDig\tAlice\t2024-05-20\nBuild\tBob\t\n"):
        found = look(cast, pasted_sheet(text, ACTION_LIST), name="pasted.tsv")
        assert rows(found)[0] == ("new", "Dig", "Alice", "2024-05-20")
    assert rows(found)[1] == ("new", "Build", "Bob", "")
    (alone,) = look(cast, pasted_sheet("Build\n\n", ACTION_LIST), name="pasted.tsv").lines
    assert (alone.deed, alone.words, alone.owner, alone.notes) == ("new", "Build", "", ())
    words = {"Erledigt": "done", "terminée": "done", "✓": "done", "100%": "done", "99 %": "open", "140%": "",
             "Done - 12 May": "done", "hinfällig": "dropped", "In Arbeit": "open", "annulé": "dropped", "": "",
             "abierta": "open", "perhaps": ""}  # fmt: skip
    assert {one: state_of(one) for one in words} == words
    asked = look(cast, b"Foo,Bar,Baz\nDig,2,3\n")
    assert (asked.asks[0].code, asked.lines) == ("ACTION_MISSING", ())
    mapped = look(cast, b"Foo,Bar,Baz\nDig,2,3\n", columns={"Foo": "words", "Bar": "", "Baz": ""})
    assert mapped.lines[0].deed == "new"
    with pytest.raises(Invalid, match="no field of an action"):
        look(cast, b"Foo,Bar\nDig,2\n", columns={"Foo": "colour"})
    unclear = look(cast, b"Action,Due\nDig,03/04/2024\nBuild,05/06/2024\n")
    assert (unclear.lines, "day or the month" in unclear.asks[0].remedy) == ((), True)


def test_a_long_list_asks_as_often_as_a_short_one(cast: Cast) -> None:
    counts = []
    for number in (3, 60):
        lines = "".join(f"Step {one},Alice,R-{one}\n" for one in range(number))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(look(cast, f"Action,Owner,About\n{lines}".encode()).lines) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
