"""Texts as folded words: cut alike everywhere, marked where they stand."""

from __future__ import annotations

import pytest

from conspectus.rooms.search.bridge.words import (
    LONGEST,
    MOST_BYTES,
    MOST_WANTED,
    excerpts,
    found_by,
    marks,
    wanted_words,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Küche, Straße & Ærø-Łódź", ["kuche", "strasse", "aero", "lodz"]),
        ("ÉCOLE n’est pas", ["ecole", "nest", "pas"]),
        ("HB-204/b_7", ["hb", "204", "b", "7"]),
        ("港口 office", ["港", "口", "office"]),
        ("Ｆｕｌｌ ½", ["full", "1", "2"]),
        ("  \"'*():& \0 ", []),
    ],
)
def test_words_are_folded_and_cut_at_signs(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_what_is_asked_and_kept_has_bounds() -> None:
    assert wanted_words("a b a") == ["a", "b"]
    assert len(wanted_words(" ".join(f"w{n}" for n in range(99)))) == MOST_WANTED
    assert words_of("x" * 500) == ["x" * LONGEST]
    assert len(found_by([" ".join(f"word{n}" for n in range(200_000))]).encode()) <= MOST_BYTES
    assert found_by(["Quay wall"], ["HB-204"]) == "quay wall hb 204 hb204"


def test_words_are_marked_where_they_begin() -> None:
    text = "Die Küche, küchenfertig; Unküche"
    assert [text[begin:end] for begin, end in marks(text, ["kuch"])] == ["Küche", "küchenfertig"]


def test_an_excerpt_is_the_line_with_most_of_the_words() -> None:
    body = "Pour the slab\nDrive piles\nPour and drive\n" + "x " * 200 + "pour"
    assert excerpts(body, [("pour",), ("drive",)]) == ("Pour and drive",)
    assert excerpts("Pour 1\nPour 2\nPour 3\nPour 4", [("pour",)]) == ("Pour 1", "Pour 2", "Pour 3")
    (cut,) = excerpts("x " * 200 + "pour" + " y" * 200, [("pour",)])
    assert "pour" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(cut) < 170
    assert excerpts(body, [("roof",)]) == ()
