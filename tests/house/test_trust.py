"""Every promise names tests that are there, and the page of trust tells each."""

from __future__ import annotations

import re

from tests.house.tree import ROOT
from tests.trust.goals import GOALS


def test_every_promise_names_tests_that_are_there() -> None:
    assert len({goal.id for goal in GOALS}) == len(GOALS) > 15
    for goal in GOALS:
        assert goal.asked > 0
        for named in goal.tests:
            module, _, test = named.partition("::")
            text = (ROOT / module).read_text(encoding="utf-8")
            assert re.search(rf"^def {test or 'test_'}", text, re.MULTILINE), named


def test_the_page_tells_each_promise() -> None:
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (G\d+) \| (.*?) \|", page, re.MULTILINE)
    assert told == [(goal.id, goal.words) for goal in GOALS]
