"""Text as people enter it: what is refused, what is made equal, what is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.texts import clean_line, clean_name, clean_text, fold


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a\0b", "The text contains a zero byte."),
        ("a\ud800", "The text contains invalid characters."),
        ("a\U000e0fff", "The text contains invalid characters."),
        ("e" + "\u0301" * 10_000, "The text contains invalid characters."),
        (5, "Enter text here."),
        (None, "Enter text here."),
        ("x" * 4001, "The text is longer than 4000 characters."),
        ("x" * 100_000, "The text is longer than 4000 characters."),
    ],
)
def test_text_refused(value: object, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_text(value, "summary")
    assert (caught.value.words, caught.value.field) == (words, "summary")


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\u3164", "\U000e0041"])
def test_names_refuse_what_cannot_be_seen(sign: str) -> None:
    with pytest.raises(Invalid, match="invisible"):
        clean_name(f"Pay{sign}ments", "name")


@pytest.mark.parametrize(
    "name", ["Ärger im Lager", "مشروع", "プロジェクト", "פרויקט", "🚀 Rakete", "O’Hara & Söhne", "=cmd|'/c'"]
)
def test_names_of_all_scripts_are_kept(name: str) -> None:
    assert clean_name(name, "name") == name


@pytest.mark.parametrize("value", ["two\nlines", "a\ttab", "bell\a", "line\u2028separator"])
def test_a_line_is_one_line(value: str) -> None:
    with pytest.raises(Invalid, match="line break"):
        clean_line(value, "name")


def test_a_required_line_is_not_empty() -> None:
    with pytest.raises(Invalid, match="empty"):
        clean_line("  ", "name")
    assert clean_line("  ", "name", required=False) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "Cafe\u0301"),
        ("Straße", "STRASSE"),
        ("Straße", "STRAẞE"),
        ("  Two   words ", "two WORDS"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_names_that_count_as_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "value", [0, -1, 2**63, "0", "-1", "1.0", " 1", "²", "१", "9" * 20, "", None, True, 1.0, [1], {}]
)
def test_what_can_be_no_row_is_not_found(value: object) -> None:
    with pytest.raises(NotFound):
        row_id(value)


@pytest.mark.parametrize(("value", "row"), [(1, 1), ("7", 7), ("007", 7), (2**63 - 1, 2**63 - 1)])
def test_what_can_be_a_row(value: object, row: int) -> None:
    assert row_id(value) == row
