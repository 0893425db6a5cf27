"""Method packs: read by the schema, then as a whole; written again; every finding names its line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs import PACK, pack

from conspectus.engine.expressions import WrongExpression
from conspectus.engine.expressions import given as made_ready
from conspectus.engine.policies import Verdict, ask, setting, tier_of
from conspectus.formats.methods import digest, read, write
from conspectus.formats.methods.checking import compile_text
from conspectus.formats.methods.schema import FILE, schema

FACTS = {
    "sponsor_named": "yes_no",
    "plan_status_on": "date",
    "plan_tasks": "number",
    "baseline_first_on": "date",
    "budget": "money",
    "late_on": "dates",
    "documents": "texts",
    "scores": "numbers",
}
FAILING = "expect: failed, on: 2026-06-30, facts: {sponsor_named: false}"
FROM = "effective_from: 2024-01-01"
KNOWN: dict[str, Any] = {
    "sponsor_named": True,
    "plan_status_on": date(2026, 6, 1),
    "plan_tasks": 120,
    "baseline_first_on": None,
    "budget": Decimal("1000.50"),
    "late_on": (date(2026, 5, 1), date(2026, 8, 1)),
    "documents": ("charter", "business_case"),
    "scores": (),
}


def test_a_sound_pack_is_read_and_written_to_the_same_bytes() -> None:
    found = read(pack(), FACTS)
    assert found.sound
    assert found.findings == ()
    assert found.method is not None
    text = write(found.method)
    again = read(text, FACTS)
    assert again.method == found.method
    assert write(again.method) == text
    assert digest(again.method) == digest(found.method)
    assert found.method.policies[1].limits == {"max_age_days": Decimal(35)}
    assert found.method.policies[2].effective_from == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("before", "after", "code", "place"),
    [
        ("key: small\n", "key: 3\n", "TYPE", "line 2, key"),
        ("severity: should", "severity: perhaps", "ENUM", "policies/plan_fresh/severity"),
        ("remedy: Name a sponsor.", "cure: Name one.", "REQUIRED", "policies/sponsor_named"),
        ("effective_from: 2024-01-01", "effective_from: 2024-13-01", "FORMAT", "policies/baseline/effective_from"),
        ("decisions: [pass, stop]", "decisions: []", "MINITEMS", "gates/g1/decisions"),
        ("words: For tests.", "words: &a For tests.", "ANCHOR", "line 6"),
        ("words: For tests.", "words: !!python/name:os.system x", "TAG", "line 6"),
        ("words: For tests.", 'words: "For tests.', "NOT_YAML", "line"),
        ("words: For tests.", "words: For tests.\nwords: Twice.", "TWICE", "line 7"),
        ("key: plan_fresh", "key: sponsor_named", "KEY_TWICE", "policies/sponsor_named/key"),
        ('clause: "1.2"', 'clause: "1.1"', "CLAUSE_TWICE", "policies/plan_fresh/clause"),
        ("evidence: [charter]", "evidence: [charta]", "NO_SUCH_KEY", "gates/g1/evidence"),
        ("when: plan_tasks >= 100", "when: plan_tasks", "ANSWER", "tiers/large/when"),
        ("name: Small}\nstages", "name: Small, when: sponsor_named}\nstages", "LAST_TIER", "tiers/small/when"),
        ("name: Large, when: plan_tasks >= 100", "name: Large", "TIER_RULE", "tiers/large"),
        ("amber_to: 10", "amber_to: 4", "TOLERANCE", "tolerances/1"),
        ("expression: sponsor_named", "expression: sponsor_name", "EXPRESSION", "policies/sponsor_named/expression"),
        ("expression: sponsor_named", "expression: sponsor_named +", "EXPRESSION", "policies/sponsor_named/expression"),
        ("expression: sponsor_named", "expression: plan_tasks", "ANSWER", "policies/sponsor_named/expression"),
        ("limits: {max_age_days: 35}", "limits: {max_age_days: 3}", "CASE", "policies/plan_fresh/cases/1"),
        ("limits: {max_age_days", "limits: {today: 1, max_age_days", "LIMIT", "policies/plan_fresh/limits/today"),
        ("facts: {sponsor_named: false}", "facts: {sponsor: false}", "NO_SUCH_FACT", "sponsor_named/cases/2"),
        (FAILING, FAILING.replace("failed", "satisfied").replace("false", "true"), "NO_CASE", "sponsor_named/cases"),
        (FROM, f"{FROM}\n    effective_to: 2023-01-01", "EFFECTIVE", "baseline/effective_to"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(before: str, after: str, code: str, place: str) -> None:
    found = read(pack((before, after)), FACTS)
    assert not found.sound
    told = [one for one in found.findings if one.code == code]
    assert told, found.findings
    assert any(one.place.startswith("line ") and place in one.place for one in told), told
    assert all(one.words.endswith(".") for one in told)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY"),
        (b" \n", "EMPTY"),
        (b"\xff\xfe\x00", "NOT_UTF8"),
        (b"- 1\n--- \n- 2\n", "SEVERAL"),
        (b"[" * 200 + b"]" * 200, "TOO_MUCH"),
        (b"a: \0", "NOT_YAML"),
        (b"x" * 2_000_000, "TOO_LARGE"),
        (b"- a\n", "TYPE"),
        (b"? [a]\n: b\n", "NAME"),
    ],
)
def test_what_is_no_pack_is_refused(data: bytes, code: str) -> None:
    assert [one.code for one in read(data, FACTS).findings][:1] == [code]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_text_breaks_the_reading(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PACK) - 1))
    length = data.draw(st.integers(0, 40))
    put = data.draw(st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
    read((PACK[:start] + put + PACK[start + length :]).encode(), FACTS)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("sponsor_named and plan_tasks > 100", True),
        ("(today - plan_status_on).days <= 35", True),
        ("baseline_first_on == null", True),
        ("baseline_first_on != null and baseline_first_on <= today", False),
        ("budget > 1000", True),
        ('"charter" in documents', True),
        ('tier in ["large", "small"]', True),
        ("$any([day < today for day in late_on])", True),
        ("$count([day for day in late_on if day < today]) == 1", True),
        ("$latest(late_on) > today", True),
        ("$earliest(late_on) < today", True),
        ("$all([one > 3 for one in scores])", True),
        ("$sum(scores) == 0", True),
        ("$max([plan_tasks, 3]) == 120", True),
    ],
)
def test_what_an_expression_gives(text: str, gives: bool) -> None:
    facts = {name: made_ready(value) for name, value in KNOWN.items()} | setting(date(2026, 6, 30), "large")
    assert ask(compile_text(text, FACTS), facts) is gives


@pytest.mark.parametrize(
    "text",
    [
        "[x for x in [y for y in late_on]] == []",
        "$any([$any([a == b for a in documents]) for b in documents])",
        '"x" =~ ".*"',
        "$range(1000000000) == 3",
        "$now > today",
        "sponsor_named.__class__ == 1",
        "documents[0] == 1",
        "documents.length == 1",
        "plan_tasks ** 9 > 1",
        "$split(tier) == 1",
        '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" =~ "(a+)+$"',
        "1 << 99999999999 > 1",
        "1 +" * 500 + "1",
        "(" * 450 + "1" + ")" * 450 + " > 1",
        "[" * 41 + "1" + "]" * 41 + " == 1",
        "-" * 900 + "1 > 1",
        '"a" * 999999999 == "a"',
        "tier.__init__.__globals__ == 1",
        '$__import__("os") == 1',
        't"P999999999Y" == today',
        'd"9999-12-31" + t"P30D" > today',
        "1 | 99999999999999999999 > 1",
        "null ?? " * 150 + "true",
        "sponsor_named\0",
        "sponsor_named \u202e and true",
    ],
)
def test_what_is_beyond_the_language_is_refused(text: str) -> None:
    with pytest.raises(WrongExpression):
        compile_text(text, FACTS)


def test_what_is_missing_leaves_it_open() -> None:
    """A fact never measured leaves open even what is asked for being empty; one that is none answers it."""
    asks = compile_text("baseline_first_on != null", FACTS)
    assert ask(asks, {"baseline_first_on": None}) is False
    told = ask(asks, {})
    assert (told.verdict, told.missing) == (Verdict.NOT_ASSESSABLE, ("baseline_first_on",))
    told = ask(
        compile_text("baseline_first_on < today", FACTS), {"baseline_first_on": None} | setting(date(2026, 1, 1))
    )
    assert told.missing == ("baseline_first_on",)
    assert ask(compile_text("$latest(late_on) < today", FACTS), {"late_on": ()} | setting(date(2026, 1, 1))).trouble
    assert ask(
        compile_text("budget / plan_tasks > 1", FACTS), {"budget": made_ready(1), "plan_tasks": made_ready(0)}
    ).trouble


def test_the_tier_is_the_first_whose_rule_holds() -> None:
    tiers = {"a": compile_text("plan_tasks > 100", FACTS), "b": compile_text("budget > 5", FACTS), "c": None}
    on = date(2026, 1, 1)
    assert tier_of(tiers, {"plan_tasks": made_ready(101)}, on) == "a"
    assert tier_of(tiers, {"plan_tasks": made_ready(1), "budget": made_ready(1)}, on) == "c"
    assert tier_of(tiers, {"plan_tasks": made_ready(1)}, on) == ""


def test_the_schema_is_published_and_describes_every_part() -> None:
    assert json.loads(FILE.read_text()) == schema()
    assert all(part.get("description") for part in schema()["$defs"].values())


@pytest.mark.parametrize(
    "text",
    ["1e999999999 != budget", "budget + 1e18 > 1", "1e-999999999 < budget", "budget < inf", "nan == budget",
     r'"\ud800" == tier', r'"\x00" == tier', r'tier == "a\u202eb"'],
)  # fmt: skip
def test_no_expression_holds_what_cannot_be_told(text: str) -> None:
    with pytest.raises(WrongExpression) as error:
        compile_text(text, FACTS)
    assert error.value.wrong == "no_value"


def test_a_number_that_grows_beyond_measure_is_no_answer() -> None:
    grown = compile_text("budget" + " * 100000000000000000" * 40, FACTS)
    for budget in ("1", "-1"):
        found = ask(grown, {"budget": Decimal(budget)})
        assert found.verdict == Verdict.NOT_ASSESSABLE
        assert found.trouble == "divides_by_zero"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"# only a remark\n", "EMPTY"),
        (b"%YAML 1.1\n", "NOT_YAML"),
        (rb'key: "a\0b"', "INVISIBLE"),
        (rb'key: "a\u202eb"', "INVISIBLE"),
        (rb'? "a\0b"' + b"\n: 1", "INVISIBLE"),
    ],
)
def test_a_text_without_a_document_or_with_what_nobody_sees_is_refused(data: bytes, code: str) -> None:
    found = read(data, FACTS)
    assert found.method is None
    assert [one.code for one in found.findings] == [code]
