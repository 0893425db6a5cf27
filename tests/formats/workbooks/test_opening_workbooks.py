"""Workbooks come from anywhere: their archive is checked first, their cells one by one."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.formats.workbooks.sheets import repacked, workbook

from conspectus.engine.findings import Severity
from conspectus.formats.actionlists import ACTION_LIST
from conspectus.formats.agile import read_backlog
from conspectus.formats.collection import read_reports
from conspectus.formats.costs import read_costs, read_ledger
from conspectus.formats.costs.contracts import read_contracts
from conspectus.formats.costs.rates import read_rates
from conspectus.formats.linklists import LINK_LIST
from conspectus.formats.masterlist import read_master_list
from conspectus.formats.old_office import OLE
from conspectus.formats.registers import read_described, read_register
from conspectus.formats.schedules import read
from conspectus.formats.workbooks import Manner, Refused, read_workbook
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import parse_date

PLAIN = [["task", "cost"], ["Dig", 5]]


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_workbook(data, "a.xlsx")
    assert caught.value.finding.severity is Severity.REFUSED
    return caught.value.finding.words


def test_a_bomb_is_refused_by_its_directory() -> None:
    bomb = repacked(workbook(PLAIN), {"xl/media/a.bin": b"\0" * (201 << 20)})
    assert len(bomb) < 1 << 20
    assert refused(bomb) == "Unpacked this file is larger than the limit of 200 MB."


def test_too_many_entries_are_refused() -> None:
    many = {f"x/{n}.xml": b"" for n in range(501)}
    assert refused(repacked(workbook(PLAIN), many)) == "Unpacked this file is larger than the limit of 200 MB."


def test_overlapping_entries_are_refused() -> None:
    data = bytearray(workbook(PLAIN))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        first, second = archive.infolist()[:2]
    directory = data.index(b"PK\x01\x02")
    second_entry = data.index(b"PK\x01\x02", directory + 4)
    data[second_entry + 42 : second_entry + 46] = (first.header_offset + 5).to_bytes(4, "little")
    assert second.filename
    assert refused(bytes(data)) == "Unpacked this file is larger than the limit of 200 MB."


@pytest.mark.parametrize("path", ["../../x", "/etc/x", "C:\\x", "a\\b"])
def test_unsafe_paths_are_refused(path: str) -> None:
    data = repacked(workbook(PLAIN), {"harmless.txt": b"x"})
    spoiled = data.replace(b"harmless.txt", path.encode().ljust(12, b"_"))
    assert refused(spoiled) == "The archive contains unsafe paths."


def test_macro_workbooks_are_refused_and_stray_macros_ignored() -> None:
    plain = workbook(PLAIN)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        kinds = archive.read("[Content_Types].xml")
    spoiled = kinds.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    macro = repacked(plain, {"[Content_Types].xml": spoiled})
    assert refused(macro) == "Macro workbooks are not accepted; save as .xlsx."
    (sheet,) = read_workbook(repacked(plain, {"xl/vbaProject.bin": b"x"}), "a.xlsx")
    assert [f.code for f in sheet.findings] == ["WORKBOOK_PARTS_IGNORED"]


def test_external_links_are_counted_and_ignored() -> None:
    added = {f"xl/externalLinks/externalLink{n}.xml": b"<x/>" for n in (1, 2, 3)}
    (sheet,) = read_workbook(repacked(workbook(PLAIN), added), "a.xlsx")
    assert [f.words for f in sheet.findings] == ["3 external links were ignored."]


def test_a_damaged_workbook_is_refused() -> None:
    whole = workbook(PLAIN)
    words = "This workbook is cut off or damaged. Save it again and retry."
    assert refused(whole[: len(whole) // 2]) == words
    assert refused(repacked(whole, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})) == words


def test_entities_in_a_sheet_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert "damaged" in refused(repacked(workbook(PLAIN), {"xl/worksheets/sheet1.xml": laughs}))


def test_formulas_without_a_saved_value_and_error_cells_say_so() -> None:
    def spoil(book: Any) -> None:
        book.active["B2"] = "=1+1"
        book.active["C2"] = "#REF!"
        book.active["C2"].data_type = "e"

    (sheet,) = read_workbook(workbook(PLAIN, spoil), "a.xlsx")
    cells = sheet.rows[1].cells
    assert cells[1].problem == "B2 has a formula without a saved value; open and save it in Excel."
    assert cells[2].problem == "C2 holds #REF!"


def test_a_huge_claimed_size_is_not_believed() -> None:
    plain = workbook(PLAIN)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    claimed = repacked(plain, {"xl/worksheets/sheet1.xml": content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')})
    (sheet,) = read_workbook(claimed, "a.xlsx")
    assert len(sheet.rows) == 2


def test_hidden_sheets_are_left_out() -> None:
    def hide(book: Any) -> None:
        book.create_sheet("Secret").sheet_state = "hidden"

    assert [s.name for s in read_workbook(workbook(PLAIN, hide), "a.xlsx")] == ["Plan"]


def test_dates_of_both_systems_and_serials_that_are_none() -> None:
    def dates(book: Any) -> None:
        sheet = book.active
        for row, serial in ((2, 46083), (3, 60), (4, -1), (5, 1e9)):
            sheet[f"C{row}"] = serial
            sheet[f"C{row}"].number_format = "yyyy-mm-dd"

    (sheet,) = read_workbook(workbook([["task", "cost", "start"], *[["A", 1]] * 4], dates), "a.xlsx")
    good = parse_date(sheet.rows[1].cells[2])
    assert good is not None
    assert good.minutes // 1440 == 20514
    for row in (2, 3, 4):
        with pytest.raises(BadCell, match=rf"C{row + 1} is not a date\."):
            parse_date(sheet.rows[row].cells[2])

    def old_system(book: Any) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
        book.active["B2"] = 46083 - 1462
        book.active["B2"].number_format = "yyyy-mm-dd"

    (sheet,) = read_workbook(workbook(PLAIN, old_system), "a.xlsx")
    same = parse_date(sheet.rows[1].cells[1])
    assert same is not None
    assert same.minutes // 1440 == 20514


LOCKED = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
OLDER = OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600


def no_words(answer: Any) -> str:
    """Return what refused a file where its reader tells it instead of raising it."""
    return next(one.words for one in answer.findings if one.severity is Severity.REFUSED)


READERS: dict[str, Callable[[bytes, str], Any]] = {
    "plan": read,
    "cost book": read_costs,
    "ledger": read_ledger,
    "contracts": lambda data, name: read_contracts(data, name, manner=Manner(), currency="EUR"),
    "exchange rates": lambda data, name: read_rates(data, name, manner=Manner()),
    "master list": read_master_list,
    "register": read_register,
    "links": lambda data, name: read_described(data, name, LINK_LIST),
    "actions": lambda data, name: read_described(data, name, ACTION_LIST),
    "reports": read_reports,
    "backlog": lambda data, name: read_backlog(data, name, as_of=date(2026, 11, 24)),
}


@pytest.mark.parametrize("of", READERS)
@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (LOCKED, "a.xlsx", "The file is password protected. Remove the password and retry."),
        (OLDER, "a.xls", "This is a workbook of an old kind (.xls) or another program's file."),
    ],
)
def test_a_locked_or_old_workbook_is_told_as_such_by_every_reader(of: str, data: bytes, name: str, words: str) -> None:
    try:
        said = no_words(READERS[of](data, name))
    except Refused as refusal:
        said = refusal.finding.words
    assert said == words


def test_a_locked_workbook_named_as_a_project_file_is_told_as_locked() -> None:
    noise = random.Random(4).randbytes(20_000)
    assert no_words(read(OLE + noise + LOCKED[8:], "a.mpp")) == (
        "The file is password protected. Remove the password and retry."
    )
