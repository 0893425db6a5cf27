"""The catalogue of facts: names, kinds and the page that tells of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from conspectus.rooms.facts.choices import AREAS, FACTS, Fact, FactKind, types

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "facts.md"


def test_names_are_unique_plain_and_known_by_kind() -> None:
    names = [fact.name for area in AREAS for fact in area.facts]
    assert len(names) == len(set(names)) == len(FACTS) >= 60
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z_]*[a-z]", name)] == []
    assert "today" not in names
    with pytest.raises(ValueError, match="furlongs"):
        Fact("length", FactKind.NUMBER, "Length", "How long.", "furlongs")
    assert types()["cpi"] == "number"
    assert all(fact.cost for fact in FACTS.values() if fact.kind == FactKind.MONEY)
    assert [fact.name for fact in FACTS.values() if not str(fact.meaning).endswith(".")] == []


def cost(fact: Fact) -> str:
    return " (cost)" if fact.cost else ""


def test_the_page_tells_of_every_fact_as_it_is() -> None:
    with override("en"):
        rows = {
            f"| `{one.name}` | {str(one.kind.label).lower()} | {one.unit}{cost(one)} | {one.meaning} |"
            for one in FACTS.values()
        }
    told = {line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")}
    assert told == rows
