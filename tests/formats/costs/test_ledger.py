"""Ledger tables in: columns by heading, kinds and days as people write them, every bad cell named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.formats.workbooks.sheets import workbook

from conspectus.formats.costs import LedgerReading, Manner, read_ledger

EPOCH = date(1970, 1, 1)
HEAD = "Project,Posting date,Amount,Type,CapEx/OpEx,Cost category,Currency,Vendor,PO number,Text,Colour\n"


def read(text: str, **said: str) -> LedgerReading:
    return read_ledger(text.encode(), "ledger.csv", manner=Manner(**said))


def test_columns_are_found_by_heading() -> None:
    found = read(HEAD + 'WN-1,2024-04-30,"1,234.56",Purchase order,Capital,Steel,EUR,Steel & Sons,PO 1,Beams,red\n')
    row = found.rows[0]
    assert (row.project, row.kind, row.nature, row.category) == ("WN-1", "commitment", "capex", "Steel")
    assert (row.amount, row.currency, row.supplier, row.reference, row.note) == (
        123456,
        "EUR",
        "Steel & Sons",
        "PO 1",
        "Beams",
    )
    assert EPOCH + timedelta(days=row.first) == date(2024, 4, 30)
    assert [(one.code, one.words) for one in found.findings] == [("COLUMNS_UNUSED", "Columns not used: Colour.")]


def test_a_month_is_all_of_its_days_and_a_total_is_no_entry() -> None:
    found = read("Month,Amount\n2024-02,10\n2024 Q2,20\nTotal,30\n,\n")
    days = [(EPOCH + timedelta(days=row.first), EPOCH + timedelta(days=row.last)) for row in found.rows]
    assert days == [(date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 4, 1), date(2024, 6, 30))]


def test_the_currency_of_a_project_decides_its_decimals() -> None:
    data = b"Project,Date,Amount\nJ-1,2024-04-30,1500\nK-1,2024-04-30,1.005\n"
    found = read_ledger(data, "a.csv", manner=Manner(locale="en"), currencies={"j-1": "JPY", "k-1": "KWD"})
    assert [(row.currency, row.amount) for row in found.rows] == [("JPY", 1500), ("KWD", 1005)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2024-04-30,1e308,", "Enter an amount such as 1234.56."),
        ("2024-04-30,NaN,", "Enter an amount such as 1234.56."),
        ("2024-04-30,one,", "Enter an amount such as 1234.56."),
        ("2024-04-30,1.234,", "has only 2 decimals"),
        ("2024-04-30,,", "Row 2 has no amount."),
        ("2024-02-30,5,", "is not a date"),
        ("9999-12-31,5,", "must lie between 1970 and 2149"),
        (",5,", "has no date"),
        ("2024-04-30,5,gift", "'gift' is none of: actual, commitment, revenue, direct_cost."),
    ],
)
def test_bad_cells_are_named(line: str, words: str) -> None:
    found = read(f"Date,Amount,Kind\n{line}\n2024-04-30,5,\n", currency="EUR", locale="en")
    assert len(found.rows) == 1
    assert any(words in one.words for one in found.findings), found.findings
    assert all(one.place for one in found.findings)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "FILE_EMPTY"),
        (b"%PDF-1.7", "a.csv", "CONTENT_MISMATCH"),
        (b"\xd0\xcf\x11\xe0 begun", "a.csv", "CONTENT_MISMATCH"),
        (b"Date;Colour\n", "a.csv", "HEADINGS_MISSING"),
        (b"Date,Amount\n03/04/2024,5\n", "a.csv", "DATE_ORDER"),
        (b'Date,Amount\n2024-04-30,"1,234"\n', "a.csv", "AMOUNT_LOCALE"),
    ],
)
def test_files_that_cannot_be_used_say_why(data: bytes, name: str, code: str) -> None:
    found = read_ledger(data, name)
    assert found.rows == ()
    assert [one.code for one in found.findings] == [code]


def test_a_workbook_is_read_as_well() -> None:
    data = workbook([["Date", "Amount", "Kind"], [date(2024, 4, 30), 12.5, "Revenue"]])
    found = read_ledger(data, "ledger.xlsx", manner=Manner(currency="EUR"))
    assert [(row.amount, row.kind) for row in found.rows] == [(1250, "revenue")]
