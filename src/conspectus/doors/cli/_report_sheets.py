"""`conspectus cycle sheet` and `cycle take`: reports of a period in a workbook."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile, OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner, mapping_named
from conspectus.doors.cli._terminal import print_findings, print_table


def add_sheets(commands: Any) -> None:
    """Add the commands of workbooks of reports."""
    sheet = commands.add_parser("sheet", help="write a workbook of reports to fill in, begun with what is known")
    sheet.add_argument("period", help="a period's number; 'period list' shows it")
    sheet.add_argument("--out", type=OutFile, metavar="FILE", required=True, help="such as reports.xlsx")
    sheet.add_argument("--state", default="", help="asked, begun, returned, late or delegated")
    sheet.add_argument("--text", default="", help="in code, name, people or division")
    sheet.add_argument("--project", metavar="CODE", help="of one project alone")
    take = commands.add_parser("take", help="write the reports of a filled workbook, or of a sheet of one's own")
    take.add_argument("period", help="a period's number")
    take.add_argument("file", type=InFile)
    take.add_argument("--preview", action="store_true", help="say what would become of each row and write nothing")
    take.add_argument("--partly", action="store_true", help="take the good rows where others cannot be taken")
    take.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD", help="what a column holds")
    take.add_argument(
        "--rows-are", default="", choices=("submit", "keep", "unchanged"), help="for rows that do not say"
    )
    take.add_argument("--mapping", default="", metavar="NAME", help="as a saved mapping reads it; --column goes first")
    take.add_argument("--save-mapping", default="", metavar="NAME", help="keep how it is read for the next sheet")
    add_manner(take)
    for_rows(sheet, _sheet)
    for_rows(take, _take)


def _sheet(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.report_sheets.making import Narrowed, report_sheet
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    period = get_period(by, arguments.period)
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    wanted = Narrowed(arguments.state, arguments.text, project)
    data, count = report_sheet(period=period, wanted=wanted, by=by, at=now())
    arguments.out.write(data)
    print(f"{arguments.out}: {count} reports" if count != 1 else f"{arguments.out}: 1 report")


def _take(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.journeys.mapped import MANNER
    from conspectus.journeys.report_sheets.said import SheetSaid
    from conspectus.journeys.report_sheets.taking import preview_reports, take_reports
    from conspectus.review.show import finding_row
    from conspectus.rooms.periods.queries import get_period

    by, at = acting_user(arguments), now()
    period = get_period(by, arguments.period)
    mapping = mapping_named(period.portfolio, "reports", arguments.mapping)
    manner = {name: getattr(arguments, name) for name in MANNER}
    said = SheetSaid(arguments.rows_are, mapping, dict(map(_column, arguments.column)), **manner)
    file = said.file(period, arguments.file.read(), arguments.file.name, by=by, at=at)
    found = preview_reports(file=file, by=by, at=at)
    seen = (*found.asks, *(one for line in found.lines for one in line.findings))
    print_findings([finding_row(one) for one in seen])
    if arguments.save_mapping:
        said.keep(found, period, arguments.save_mapping, by=by, at=at)
        print(f"How it is read is kept as '{arguments.save_mapping}'.")
    if arguments.preview or found.asks:
        cells = [
            (one.sheet, str(one.row), one.code, one.about or one.name, "refused" if one.bad else one.deed)
            for one in found.lines
        ]
        print_table(("Sheet", "Row", "Code", "Of", "Would be"), cells, figures=(1,))
        return 2 if found.asks else 0
    rows = take_reports(file=file, shown=found.shown, partly=arguments.partly, by=by, at=at)
    print_table(
        ("Sheet", "Row", "Code", "Of", "State"),
        [(one.sheet, str(one.row), one.code, one.about or one.name, one.state or one.refused) for one in rows],
        figures=(1,),
    )
    return 0


def _column(text: str) -> tuple[str, str]:
    heading, sign, code = text.rpartition("=")
    if not sign:
        raise Refused(f"'{text}' is no heading and field such as Ampel=overall.")
    return heading, code
