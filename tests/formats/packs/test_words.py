"""Text made safe to set."""

from __future__ import annotations

import pytest

from conspectus.formats.packs.words import ZERO_WIDTH_SPACE, breakable, is_rtl, lines, visible, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("nul\x00", "nul[U+0000]"),
        ("one\ntwo\tthree", "one two three"),
        ("half \ud800", "half [U+D800]"),
        ("Ärger – 한국어 😀", "Ärger – 한국어 😀"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # joiners are part of the spelling
    ],
)
def test_invisible_characters_are_shown(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "rtl"), [("abc", False), ("12 مشروع", True), ("פרויקט A", True), ("A פרויקט", False), ("한국어", False)]
)
def test_direction_follows_the_first_letter(text, rtl):
    assert is_rtl(text) is rtl


def test_long_words_get_break_points_and_short_ones_stay():
    name = "mpp_software_development_progressed_plan.mpp"
    broken = breakable(name)
    assert broken.replace(ZERO_WIDTH_SPACE, "") == name
    assert max(map(len, broken.split(ZERO_WIDTH_SPACE))) < 25
    assert breakable("a short name") == "a short name"
    assert max(map(len, breakable("X" * 255).split(ZERO_WIDTH_SPACE))) <= 20


def test_a_word_is_broken_where_its_column_is_narrow_and_only_there():
    name = "mpp14timephasedsegments"
    assert breakable(name, 20) == name
    assert max(width(part) for part in breakable(name, 9).split(ZERO_WIDTH_SPACE)) <= 9


def test_wide_letters_take_more_room():
    assert width("한국어") > width("abc")
    assert lines("word " * 20, 100, 10) > lines("word " * 10, 100, 10) > 1
    assert lines("", 100, 10) == 1
    assert lines("X" * 100, 100, 10) >= 6
