"""The words of the pages: nothing on a page stands outside the catalogue, and German says what English says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import wording
from tests.house.tree import SOURCE

from conspectus.doors.web.scripts import PLANNER

PLACES = re.compile(r"%\(\w+\)[sd]|(?<!%)\{\w*\}|%%|<[^>]+>")
TAGS = re.compile(
    r"{% comment.*?{% endcomment %}|{#.*?#}|{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}", re.DOTALL
)
SPOKEN = re.compile(r"""\b(?:aria-label|title|placeholder|alt|data-busy)="([^"]*)\"""")
WORD = re.compile(r"[^\W\d_]{2,}")
# Names and kinds of files are the same in every language.
NAMES = {"Conspectus", "PPTX", "PDF", "XLSX", "CSV", "MSPDI", "PNG", "ZIP", "nbsp", "rarr", "minus", "middot"}


def forms(one: object) -> tuple[str, ...]:
    return tuple(one) if isinstance(one, tuple | list) else (str(one),)


def spoken(text: str) -> Iterator[str]:
    """Yield what a template says itself: its text, and attributes that are read out."""
    bare = TAGS.sub(" ", re.sub(r"<(script|style|code)\b.*?</\1>", " ", text, flags=re.DOTALL))
    yield from SPOKEN.findall(bare)
    yield re.sub(r"<[^>]*>", " ", bare)


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.html")), ids=lambda file: "/".join(file.parts[-2:]))
def test_a_template_says_nothing_past_the_catalogue(file: Path) -> None:
    found = [
        word for said in spoken(file.read_text(encoding="utf-8")) for word in WORD.findall(said) if word not in NAMES
    ]
    assert found == []


def test_a_script_says_what_comes_with_its_page() -> None:
    scripts = (SOURCE / "doors" / "web" / "static" / "js").glob("planner*.js")
    said = "".join(one.read_text(encoding="utf-8") for one in scripts)
    assert set(re.findall(r'\bsay\("([^"]*)"', said)) == set(PLANNER)


def test_german_keeps_what_is_put_into_a_sentence() -> None:
    wrong = []
    for one in wording.kept():
        english, german = forms(one.id), forms(one.string)
        if not one.id or not all(german):
            continue
        most = sorted(set(PLACES.findall(english[-1])))
        if sorted(set(PLACES.findall(german[-1]))) != most or not set(PLACES.findall(german[0])) <= set(most):
            wrong.append((english, german))
    assert wrong == []


def test_the_catalogue_is_up_to_date_and_whole() -> None:
    lacking = [one.id for one in wording.missing(wording.updated())]
    assert lacking == [], "write the German words, then run python3 run.py words"
    assert wording.PO.read_bytes() == wording.written(wording.updated()), "run python3 run.py words"
    assert wording.MO.read_bytes() == wording.compiled(wording.kept()), "run python3 run.py words"
