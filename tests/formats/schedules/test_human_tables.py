"""Plans as people really type them: their languages, their layouts, their shorthand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from openpyxl.styles import Alignment
from tests.formats.workbooks.sheets import workbook

from conspectus.engine.findings import Severity
from conspectus.engine.plan import NONE, Kind, Link, Plan
from conspectus.formats.schedules import Manner, Reading, read


def told(plan: Plan) -> str:
    """Return a plan in short: ``id:days[/percent][ under id][ after id+lag...]`` by task, parted by semicolons."""
    tasks, parts = plan.tasks, []
    for row, uid in enumerate(tasks.uid):
        days = "sum" if tasks.kind[row] == Kind.SUMMARY else f"{tasks.duration[row] / 480:g}"
        text = f"{uid}:{days}"
        if tasks.percent_complete[row]:
            text += f"/{tasks.percent_complete[row]:.0%}"
        if tasks.parent[row] >= 0:
            text += f" under {tasks.uid[tasks.parent[row]]}"
        for link in np.flatnonzero(plan.links.after == row):
            lag = plan.links.lag[link] / 480
            kind = Link(int(plan.links.type[link])).name
            text += (
                f" after {tasks.uid[plan.links.before[link]]}{'' if kind == 'FS' else kind}{f'{lag:+g}' if lag else ''}"
            )
        parts.append(text)
    return "; ".join(parts)


def when(minutes: int) -> str:
    """Return an instant as text."""
    return "" if minutes == NONE else str(np.datetime64(int(minutes), "m"))


def codes(reading: Reading) -> set[str]:
    return {f.code for f in reading.findings}


GERMAN = (
    "Nr;Vorgang;Dauer;Vorgänger;Anfang;Ende;Kosten;% fertig\n1;Entwurf;10 Tage;;01.04.2026;14.04.2026;10.000,00 €;50%\n"
    "2;Bestellung;2 Wochen;1EA+2t;;;2.500,50 €;0%\n3;Abnahme;0 Tage;2;;;;\n"
)
FRENCH = (
    "N°;Nom de la tâche;Durée;Prédécesseurs;Début;Fin;Coût;% achevé\n"
    "1;Étude;10 jours;;01/04/2026;14/04/2026;10 000,00 €;50\n2;Commande;2 sem;1FD+2j;15/04/2026;;2 500,50 €;0\n"
)
SPANISH = (
    "Nº;Tarea;Duración;Predecesoras;Comienzo;Fin\n1;Diseño;3 días;;01/04/2026;03/04/2026\n"
    "2;Obra;2 semanas;1FC+2d;20/04/2026;\n"
)
TEXTS: dict[str, tuple[str, str, set[str]]] = {
    "German": (GERMAN, "1:10/50%; 2:10 after 1+2; 3:0 after 2", set()),
    "French": (FRENCH, "1:10/50%; 2:10 after 1+2", set()),
    "Spanish": (SPANISH, "1:3; 2:10 after 1+2", set()),
    "units spelled out": (
        "ID,Task,Duration,Predecessors\n1,A,4h,\n2,B,3 days,1\n3,C,2 hrs,2SS+1 day\n4,D,1.5 d,3\n"
        "5,E,1 week 2 days,4FF\n",
        "1:0.5; 2:3 after 1; 3:0.25 after 2SS+1; 4:1.5 after 3; 5:7 after 4FF",
        set(),
    ),
    "predecessors by name": (
        "Task,Duration,Predecessors\nDesign,3d,\nOrder piles,2w,design\nDrive,5d,Order piles FS+2d; Design SS\n",
        "Design:3; Order piles:10 after Design; Drive:5 after Order piles+2 after DesignSS",
        set(),
    ),
    "several predecessors": (
        'ID,Task,Duration,Predecessors\n1,A,3d,\n2,B,3d,1FS+2 days\n3,C,1d,"1FS+2d, 2SS-1d"\n4,D,1d,"1; 2 FF"\n',
        "1:3; 2:3 after 1+2; 3:1 after 1+2 after 2SS-1; 4:1 after 1 after 2FF",
        set(),
    ),
    "a comma in a name": (
        'Task,Duration,Predecessors\n"Walls, north",3d,\nRoof,2d,"Walls, north FS+1d"\n',
        "Walls, north:3; Roof:2 after Walls, north+1",
        set(),
    ),
    "successors": ("ID,Task,Duration,Successors\n1,A,3d,2\n2,B,2d,\n", "1:3; 2:2 after 1", set()),
    "rows as predecessors": (
        "Task,Duration,Predecessors\nA,3d,\nB,2d,2\n", "A:3; B:2 after A", {"PREDECESSORS_BY_ROW"},
    ),
    "percents as points": ("ID,Task,Duration,% complete\n1,A,3d,50\n2,B,3d,0\n", "1:3/50%; 2:3", set()),
    "percents with their sign": ("ID,Task,Duration,% complete\n1,A,3d,50 %\n2,B,3d,0%\n", "1:3/50%; 2:3", set()),
    "percents as shares": ("ID,Task,Duration,% complete\n1,A,3d,0.5\n2,B,3d,0\n", "1:3/50%; 2:3", set()),
    "percents of one and none": (
        "ID,Task,Duration,Progress\n1,A,3d,1\n2,B,3d,0\n", "1:3/100%; 2:3",
        {"PERCENT_UNCLEAR", "COMPLETE_WITHOUT_FINISH"},
    ),
    "percents mixed": ("ID,Task,Duration,Progress\n1,A,3d,50\n2,B,3d,0.5\n", "1:3/50%; 2:3/0%", {"PERCENT_UNCLEAR"}),
    "milestones": (
        "ID,Task,Duration,Predecessors\n1,A,3d,\n2,Done,0,1\n3,Signed,0d,2\n4,Gate,-,3\n",
        "1:3; 2:0 after 1; 3:0 after 2; 4:1 after 3", {"DURATION_ASSUMED"},
    ),
    "milestones in German": ("Nr;Aufgabe;Dauer;Meilenstein\n1;A;3;nein\n2;B;;ja\n", "1:3; 2:0", set()),
    "numbers before names": (
        "Task,Duration,Predecessors\n1 Phase,,\n1.1 Dig,3d,\n1.2 Pour,2d,1.1\n2 Phase,,\n2.1 Roof,5d,1.2\n",
        "1 Phase:sum; 1.1 Dig:3 under 1 Phase; 1.2 Pour:2 under 1 Phase after 1.1 Dig; 2 Phase:sum; "
        "2.1 Roof:5 under 2 Phase after 1.2 Pour", set(),
    ),
    "predecessors by WBS": (
        "WBS,Task,Duration,Predecessors\n1,Phase,,\n1.1,Dig,3d,\n1.2,Pour,2d,1.1\n1.10,Late,1d,1.2\n2,End,0d,1.10\n",
        "1 Phase:sum; 1.1 Dig:3 under 1 Phase; 1.2 Pour:2 under 1 Phase after 1.1 Dig; "
        "1.10 Late:1 under 1 Phase after 1.2 Pour; 2 End:0 after 1.10 Late", set(),
    ),
    "indented names": (
        "Task,Duration,Predecessors\nPhase,,\n  Dig,3d,\n  Pour,2d,Dig\nEnd,0d,Pour\n",
        "Phase:sum; Dig:3 under Phase; Pour:2 under Phase after Dig; End:0 after Pour", set(),
    ),
    "the same name twice": (
        "Task,Duration\nBuild,3d\nTest,1d\nRoof,2d\nTest,1d\n", "Build:3; Test:1; Roof:2; Test #2:1", {"NAMES_TWICE"},
    ),
    "months by name": (
        'Task,Start,Finish\nA,1 Apr 2026,3-Apr-2026\nB,"April 6, 2026",8 avril 2026\nC,09-Apr-26,10. März 2027\n',
        "A:3; B:3; C:240", set(),
    ),
    "weekdays and estimated days": (
        "ID,Name,Duration,Start,Finish,Predecessors\n1,A,3 days,Wed 01/04/26,Fri 03/04/26,NA\n"
        "2,B,2 days?,Mon 13/04/26,Tue 14/04/26,1FS+5 days\n",
        "1:3; 2:2 after 1+5", set(),
    ),
    "halves of the day": ("Task,Start,Finish\nA,2026-04-01 8:00 AM,2026-04-01 5:00 PM\n", "A:1", set()),
    "units in headings": ("No.,Task Name,Duration (weeks),Progress (%)\n1,A,3,1\n", "1:15/1%", set()),
    "hours in headings": ("No.,Task Name,Duration [h]\n1,A,16\n", "1:2", set()),
    "decimal commas": ("Nr;Aufgabe;Dauer\n1;A;1,5 Tage\n2;B;0,5\n", "1:1.5; 2:0.5", set()),
    "remarks under the table": (
        "ID,Task,Duration\n1,A,3d\n\nNote: printed by Ann on 1 May\n", "1:3", {"ROW_LEFT_OUT"},
    ),
    "a separator line": ("sep=;\nID;Task;Duration\n1;A;3d\n", "1:3", set()),
    "title lines in text": ("Warehouse north\n\nID,Task,Duration\n1,A,3d\n", "1:3", set()),
    "not decided yet": ("ID,Task,Duration,Cost,Start\n1,A,3d,TBD,tba\n2,B,-,n/a,\n", "1:3; 2:1",
                        {"CELLS_UNDECIDED", "DURATION_ASSUMED"}),
    "columns we do not know": ("ID,Task,Duration,Colour\n1,A,3d,red\n", "1:3", {"COLUMNS_UNUSED"}),
    "task and description": ("ID,Task,Description,Duration\n1,A,long text,3d\n", "1:3", {"COLUMNS_UNUSED"}),
    "dates against a duration": (
        "ID,Task,Duration,Start,Finish\n1,A,14,2026-04-01,2026-04-14\n", "1:14", {"DURATION_AGAINST_DATES"},
    ),
    "calendar days": ("ID,Task,Duration\n1,A,14 calendar days\n2,B,5 working days\n", "1:42; 2:5", set()),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_table_is_read_as_it_is_meant(case: str) -> None:
    text, expected, noticed = TEXTS[case]
    reading = read(text.encode(), "a.csv")
    assert reading.plans, [f.words for f in reading.findings]
    assert told(reading.plans[0]) == expected
    assert codes(reading) == noticed


def sheets(**tables: list[list[Any]]) -> bytes:
    """Return a workbook with several sheets."""

    def add(book: Any) -> None:
        for name, rows in list(tables.items())[1:]:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)

    first = next(iter(tables))
    return workbook(tables[first], add, title=first)


def merged(*ranges: str) -> Any:
    """Return what merges cells of the first sheet."""

    def change(book: Any) -> None:
        for one in ranges:
            book.active.merge_cells(one)

    return change


def indented(book: Any) -> None:
    for ref in ("A3", "A4"):
        book.active[ref].alignment = Alignment(indent=1)


def hide_last(book: Any) -> None:
    book.active.column_dimensions["E"].hidden = True


DAY = datetime(2026, 4, 1)
TITLED = [
    ["Warehouse north"], ["Project plan as of 30.06.2026"], [], ["ID", "Task", "Duration", "Predecessors"],
    [1, "A", "3d", None], [], [2, "B", "2d", 1],
]  # fmt: skip
BOOKS: dict[str, tuple[bytes, str, set[str]]] = {
    "title rows and blank rows": (workbook(TITLED, merged("A1:D1")), "1:3; 2:2 after 1", set()),
    "indented cells": (
        workbook([["Task", "Duration"], ["Phase", None], ["Dig", 3], ["Pour", 2], ["End", 0]], indented),
        "Phase:sum; Dig:3 under Phase; Pour:2 under Phase; End:0", set(),
    ),
    "merged phases": (
        workbook([["Phase", "Task", "Duration"], ["Design", "Draw", 3], [None, "Check", 2], ["Build", "Dig", 5]],
                 merged("A2:A3")),
        "Design:sum; Draw:3 under Design; Check:2 under Design; Build:sum; Dig:5 under Build", set(),
    ),
    "lists before the plan": (
        sheets(People=[["Name", "Role"], ["Ann", "PM"]], Plan=[["ID", "Task", "Duration"], [1, "A", 3]]), "1:3", set(),
    ),
    "two plans": (
        sheets(North=[["ID", "Task", "Duration"], [1, "A", 3]], South=[["ID", "Task", "Duration"], [1, "B", 2]]),
        "1:3", {"SHEETS_UNUSED"},
    ),
    "hidden columns": (
        workbook([["ID", "Task", "Duration", "Start", "Start"], [1, "A", 3, DAY, DAY]], hide_last), "1:3", set(),
    ),
    "two heading rows": (
        workbook([[None, None, "Plan", None, "Actual", None], ["ID", "Task", "Start", "Finish", "Start", "Finish"],
                  [1, "A", DAY, datetime(2026, 4, 3), DAY, None]], merged("C1:D1", "E1:F1")),
        "1:3", set(),
    ),
    "a total row": (
        workbook([["ID", "Task", "Duration", "Cost"], [1, "A", 3, 100], [None, None], [None, "Total", None, 100]]),
        "1:3", {"TOTAL_ROW"},
    ),
    "a sum without a name": (
        workbook([["ID", "Task", "Duration", "Cost"], [1, "A", 3, 100], [None, None, None, 100]]), "1:3", {"TOTAL_ROW"},
    ),
    "numbers as predecessors": (
        workbook([["ID", "Task", "Duration", "Predecessors"], [1, "A", 3, None], [2, "B", 2, 1.0], [3, "C", 1, "1;2"]]),
        "1:3; 2:2 after 1; 3:1 after 1 after 2", set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BOOKS)
def test_a_workbook_is_read_as_it_is_meant(case: str) -> None:
    data, expected, noticed = BOOKS[case]
    reading = read(data, "a.xlsx")
    assert reading.plans, [f.words for f in reading.findings]
    assert told(reading.plans[0]) == expected
    assert codes(reading) == noticed


@pytest.mark.parametrize(
    "data",
    [
        workbook(TITLED),
        workbook([["Status date:", datetime(2026, 6, 30)], ["ID", "Task", "Duration"], [1, "A", 3]]),
        workbook([["ID", "Task", "Duration", "Status date"], [1, "A", 3, datetime(2026, 6, 30)]]),
        workbook([["Stichtag: 30.06.2026"], ["Nr", "Vorgang", "Dauer"], [1, "A", 3]]),
    ],
)
def test_a_table_may_tell_its_status_date(data: bytes) -> None:
    assert when(read(data, "a.xlsx").plans[0].status_date) == "2026-07-01T00:00"  # the end of the day named


def test_lines_over_the_headings_tell_name_start_and_currency() -> None:
    rows = [
        ["Project", "Quay 4"],
        ["Currency", "GBP"],
        ["Project start", datetime(2026, 4, 6)],
        [],
        ["Task", "Dur", "Cost"],
    ]
    (plan,) = read(workbook([*rows, ["Dig", "3d", 10]]), "a.xlsx").plans
    assert (plan.name, plan.currency, when(plan.start)) == ("Quay 4", "GBP", "2026-04-06T08:00")


@pytest.mark.parametrize(
    ("heading", "cell", "currency", "minor"),
    [
        ("Cost", '"$1,000.00"', "EUR", 100_000),  # dollars of whatever country: the currency told
        ("Cost", "€ 1000.50", "EUR", 100_050),
        ("Cost", "2500 GBP", "GBP", 250_000),
        ("Cost (CHF)", "10", "CHF", 1_000),
        ("Cost (k€)", "10", "EUR", 1_000_000),
        ("Kosten [TEUR]", '"1,5"', "EUR", 150_000),
    ],
)
def test_amounts_carry_their_currency_and_scale(heading: str, cell: str, currency: str, minor: int) -> None:
    text = f"Task,Duration,{heading}\nA,3d,{cell}\nB,1d,-\n"
    reading = read(text.encode(), "a.csv", manner=Manner(currency="EUR"))
    assert reading.plans, [f.words for f in reading.findings]
    assert (reading.plans[0].currency, reading.plans[0].tasks.cost[0]) == (currency, minor)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ID,Task,Duration,Cost\n1,A,3d,5 EUR\n2,B,3d,5 USD\n", "several currencies (EUR, USD)"),
        ("Task,Duration,Predecessors\nTest,1d,\nTest,1d,\nEnd,0,Test\n#2,1d,Nobody\n", "names predecessor Nobody"),
        ("ID,Task,Duration\n1,A,3 moons\n", "B2 is not a duration"),
        ("ID,Task,Start\n1,A,30 Febtober 2026\n", "C2 is not a date."),
        ("ID,Task,Duration\n1,A,3d,9,9\n", "more values than the heading row"),
    ],
)
def test_what_cannot_be_meant_is_still_refused(text: str, words: str) -> None:
    reading = read(text.encode(), "a.csv")
    assert reading.plans == ()
    said = " ".join(f.words for f in reading.findings if f.severity in (Severity.ERROR, Severity.REFUSED))
    assert words.removeprefix("B2 ") in said


def test_the_template_is_a_plan_as_it_is() -> None:
    from conspectus.formats.schedules.template import NAME, write_template

    reading = read(write_template(), NAME)
    assert reading.findings == ()
    assert told(reading.plans[0]) == (
        "1:sum; 2:10 under 1; 3:10 under 1 after 2; 4:sum; 5:8 under 4 after 3; 6:15 under 4 after 5+2 after 3SS+5; "
        "7:0 after 6"
    )
