"""The packs that ship: sound, large enough, about facts, and naming templates that are there."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from conspectus.formats.methods import Method, Policy, digest, read, write
from conspectus.formats.methods.checking import compile_text
from conspectus.rooms.facts.choices import FACTS, types
from conspectus.rooms.knowledge.bridge.shipped import shipped_articles

PACKS = {one.name.removesuffix(".yaml"): one for one in (files("conspectus.formats.methods") / "packs").iterdir()}
STANDARDS = Path(__file__).parents[3] / "docs" / "methods" / "standards.md"
BOXES = frozenset(("yes_no", "text", "texts"))
LEAST = {"investment": (40, 25, 6), "hybrid": (20, 12, 4), "light": (20, 12, 2)}


@pytest.fixture(scope="module", params=sorted(LEAST))
def method(request: pytest.FixtureRequest) -> Method:
    """Return one of the packs that ship, read as a whole: every case of every policy gave its verdict."""
    found = read(PACKS[request.param].read_bytes(), types())
    assert [(one.place, one.words) for one in found.findings] == []
    assert found.method is not None
    return found.method


def test_a_pack_is_whole(method: Method) -> None:
    policies, deliverables, gates = LEAST[method.key]
    assert len(method.policies) >= policies
    assert len([one for one in method.deliverables if one.template]) >= deliverables
    assert len(method.gates) == gates
    assert method.key != "investment" or len(method.roles) == 12
    assert all((method.rating_scales, method.tolerances, method.kpis, method.review))
    assert {one.stage for one in method.deliverables} == {one.key for one in method.stages}
    assert {key for gate in method.gates for key in gate.evidence} <= {one.key for one in method.deliverables}


def test_it_comes_back_from_its_own_text(method: Method) -> None:
    again = read(write(method), types()).method
    assert again == method
    assert again is not None
    assert digest(again) == digest(method)


def test_at_least_half_of_the_policies_ask_for_numbers_or_days(method: Method) -> None:
    asked = [one for one in method.policies if {FACTS[name].kind for name in facts_of(one)} - BOXES]
    assert 2 * len(asked) >= len(method.policies)


def test_every_policy_shows_its_three_verdicts(method: Method) -> None:
    wanted = {"satisfied", "failed", "not_assessable"}
    assert [one.key for one in method.policies if wanted - {case.expect for case in one.cases}] == []
    assert [one.key for one in method.kpis if not one.expression] == []


def test_the_page_of_standards_tells_what_ships(method: Method) -> None:
    asked = [one for one in method.policies if {FACTS[name].kind for name in facts_of(one)} - BOXES]
    cases = sum(len(one.cases) for one in method.policies)
    made = len([one for one in method.deliverables if one.template])
    told = (len(method.gates), len(method.policies), len(asked), cases, made, len(method.roles), len(method.tiers))
    line = " | ".join(map(str, (method.key, *told, len(method.kpis))))
    assert f"| {line} |" in STANDARDS.read_text("utf-8")


def test_templates_that_are_named_are_there(method: Method) -> None:
    there = set(shipped_articles())
    assert {f"template-{one.template}" for one in method.deliverables if one.template} - there == set()


def facts_of(policy: Policy) -> frozenset[str]:
    """Return the facts a policy tests."""
    found = compile_text(policy.expression, types(), tuple(policy.limits or ()))
    return found.uses & FACTS.keys()
