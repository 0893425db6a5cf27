"""Delimited text: its encoding, its delimiter, and what breaks it, each said with the line."""

from __future__ import annotations

import csv
import io
import re

from conspectus.engine.findings import Finding, Severity
from conspectus.formats import encodings
from conspectus.formats.workbooks.cells import Cell, Row, Sheet, refuse

LINE = 1 << 20
ROWS = 100_000
DELIMITERS = ";,\t|"


def read_delimited(data: bytes, name: str, encoding: str | None = None) -> Sheet:
    """Return the one table of a .csv file, or raise ``Refused``."""
    text, findings = _decode(data, name, encoding)
    _check_lines(text)
    mark, text = _told(text)
    rows = _parse(text, mark or _delimiter(text), first=2 if mark else 1)
    return Sheet("", tuple(rows), tuple(findings))


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, list[Finding]]:
    guess = encodings.guess(data)
    if encoding is not None:
        guess = encodings.Guess(encoding, certain=True, words=encoding)
    findings = []
    if not guess.certain:
        words = "The text is not UTF-8. Which of these looks right?"
        raise refuse("ENCODING_UNCLEAR", name, words, f"Choose an encoding; one that may fit is {guess.words}.")
    try:
        text = data.decode(guess.encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        words = f"The text is not {guess.words}. Which encoding looks right?"
        raise refuse("ENCODING_UNCLEAR", name, words, "Save it as UTF-8 and retry.") from None
    if encoding is None and not guess.encoding.startswith("utf"):
        words = f"The text is not UTF-8; it was read as {guess.words}."
        findings.append(Finding(Severity.WARNING, "ENCODING_GUESSED", name, words, "Check the names."))
    return text, findings


def _check_lines(text: str) -> None:
    zero = text.find("\0")
    if zero >= 0:
        line = text.count("\n", 0, zero) + 1
        raise refuse("ZERO_BYTE", f"line {line}", f"Line {line} contains a zero byte.", "Save the file again as text.")
    lines = text.split("\n")
    if len(lines) > ROWS + 1:
        words = f"The limit is {ROWS:,} rows; this file has {len(lines) - 1:,}."
        raise refuse("ROWS_TOO_MANY", f"line {ROWS + 2}", words, "Split the table.")
    for number, content in enumerate(lines, 1):
        if len(content) > LINE:
            raise refuse("LINE_TOO_LONG", f"line {number}", f"Line {number} is longer than the limit.", "Split it.")


def _told(text: str) -> tuple[str, str]:
    """Return the delimiter that a first line such as ``sep=;`` tells, and the text after it."""
    match = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    return (match[1], text[match.end() :]) if match else ("", text)


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines most evenly into most columns."""
    lines = [line for line in text.split("\n")[:20] if line.strip()]

    def score(mark: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, mark) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0, usual)

    best = max(DELIMITERS, key=score)
    # A sentence with commas in one column splits unevenly: prefer the mark the heading row has.
    return best if score(best)[1] else ","


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _parse(text: str, mark: str, first: int = 1) -> list[Row]:
    from openpyxl.utils import get_column_letter

    before = csv.field_size_limit(LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[Row] = []
    started = first
    try:
        for values in reader:
            cells = (
                Cell(f"{get_column_letter(at)}{started}", v.strip() or None, indent=len(v) - len(v.lstrip()))
                for at, v in enumerate(values, 1)
            )
            rows.append(Row(started, tuple(cells)))
            started = reader.line_num + first
    except csv.Error:
        line = _open_quote(text, started - first + 1) + first - 1
        words = f"Line {line} starts a quote that never ends."
        raise refuse("QUOTE_OPEN", f"line {line}", words, "Close the quote, or double it inside the text.") from None
    finally:
        csv.field_size_limit(before)
    return rows


def _open_quote(text: str, started: int) -> int:
    """Return the line of the quote left open, looking from the row that could not be read."""
    is_open, line = False, started
    for number, content in enumerate(text.split("\n")[started - 1 :], started):
        for letter in content:
            if letter == '"':
                is_open = not is_open
                line = number if is_open else line
    return line
