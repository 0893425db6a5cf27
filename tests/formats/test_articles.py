"""Articles: nothing that runs gets through, files repeat, differences are told."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from conspectus.formats.articles import (
    differences,
    fields_of,
    has_tables,
    plain_words,
    to_document,
    to_html,
    to_workbook,
)
from conspectus.formats.articles.markdown import without_fields

CLOCK = datetime(2026, 5, 6, tzinfo=UTC)
TEXT = """One **strong** word.

## A table

| Risk | Owner |
|------|------:|
| Wind =1+1 | Ann |

## Fields
- `name`: What it is called.
- `owner`: Who keeps it.

## After

- one
- two
"""
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](//evil.example/x)",
    "[a](vbscript:x)",
    "![a](https://evil.example/pixel.png)",
    '[a](https://x.example "onmouseover=alert(1)")',
    "<a href='x' hx-get='/x'>a</a>",
    "`<script>`",
    "[a]: javascript:alert(1)\n\n[a]",
    "| <script>a</script> |\n|---|\n| <b onclick=x>y</b> |",
    "<style>*{display:none}</style>",
    "<https://x.example/<script>>",
    '# <svg onload="x">',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_gets_through(attack: str) -> None:
    html = to_html(attack)
    for tag in ("<script", "<img", "<style", "<svg", "<b ", "<iframe"):
        assert tag not in html
    held = [part.split(">")[0].casefold() for part in html.split("<")[1:]]
    for part in held:
        assert not any(word in part for word in ("script:", "data:", "onmouse", "onerror", "onclick", "hx-", '"//'))


def test_links_go_to_articles_to_pages_and_outside() -> None:
    html = to_html("[a](knowledge:term-baseline) [b](/projects/7/) [c](https://x.example) [d](somewhere)")
    assert 'href="/knowledge/term-baseline/"' in html
    assert 'href="/projects/7/"' in html
    assert 'href="https://x.example"' in html
    assert "somewhere" not in html


@pytest.mark.parametrize("worst", ["[" * 40_000, "> " * 20_000, "x|y\n-|-\n" * 5_000, "[^" * 20_000])
def test_the_worst_text_is_read(worst: str) -> None:
    assert to_html(worst)


def test_a_guide_is_parted_into_words_and_fields() -> None:
    assert fields_of(TEXT) == {"name": "What it is called.", "owner": "Who keeps it."}
    rest = without_fields(TEXT)
    assert "`name`" not in rest
    assert "## After" in rest
    assert "strong word" in " ".join(plain_words(TEXT))
    assert fields_of("No fields") == {}


def test_files_repeat_and_hold_text_only() -> None:
    book = to_workbook("Risks", TEXT, clock=CLOCK)
    assert book == to_workbook("Risks", TEXT, clock=CLOCK)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["A table"]
    assert [cell.value for cell in sheet[2]] == ["Wind =1+1", "Ann"]
    document = to_document("Risks", TEXT, clock=CLOCK)
    assert document == to_document("Risks", TEXT, clock=CLOCK)
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        said = parts.read("word/document.xml").decode()
    assert "strong" in said
    assert "Wind =1+1" in said
    assert has_tables(TEXT)
    assert not has_tables("none")


def test_differences_are_lines_with_some_around_them() -> None:
    before = "\n".join(map(str, range(20)))
    found = differences(before, before.replace("7", "seven", 1).replace("15", "fifteen"))
    assert [one.line for one in found if one.kind == "gone"] == ["7", "15"]
    assert [one.line for one in found if one.kind == "new"] == ["seven", "fifteen"]
    assert found.count(found[0]) == 1
    assert differences(before, before) == ()
