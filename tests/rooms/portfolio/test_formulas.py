"""Formulas: what they give, what is refused when they are written, and what they need to be seen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import factories as make
from tests.cast import Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.portfolio.actions import NewField, change_field, create_field, retire_field, set_field_values
from conspectus.rooms.portfolio.bridge.formulas import Amount, check_formula, compute, find_cycle
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.field_values import values_for
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries.fields import project_fields

AT = make.AT
ON = date(2026, 1, 1)
KINDS = {"budget": "money", "spent": "money", "cpi": "number", "finish": "date", "region": "choice", "ok": "yes_no"}
KNOWN: dict[str, Any] = {
    "budget": Amount(Decimal(100), "EUR"),
    "spent": Amount(Decimal(30), "EUR"),
    "cpi": Decimal("0.9"),
    "finish": date(2026, 5, 1),
    "region": "north",
    "ok": True,
}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("(budget - spent) / budget", "number", Decimal("0.7")),
        ("0.1 + 0.2", "number", Decimal("0.3")),
        ("1 / 3", "number", Decimal("0.333333333")),
        ("(finish - today).days", "number", 120),
        ("finish - today", "number", 120),
        ('finish + t"P2D"', "date", date(2026, 5, 3)),
        ('budget > 50 ? "big" : "small"', "text", "big"),
        ("$max([budget, spent]) - $min([budget, spent])", "number", 70),
        ("$abs(spent - budget)", "number", 70),
        ("ok and cpi < 1", "yes_no", True),
        ('region == "north"', "yes_no", True),
        ("finish.year * 100 + finish.month", "number", 202605),
    ],
)
def test_what_a_formula_gives(text: str, kind: str, value: Any) -> None:
    formula = check_formula(text, KINDS)
    assert (formula.kind, compute(formula, KNOWN, ON).value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "budget +",
        "nothing + 1",
        "budget + region",
        'finish > "x"',
        "null",
        "[1, 2]",
        '{"a": 1}',
        "budget ** 2",
        "budget & 1",
        'region =~ "(a+)+$"',
        "[x for x in [1, 2]]",
        "region[0]",
        'region in ["a"]',
        "$range(1000000000)",
        "$now",
        "$random()",
        "$re_groups",
        "$abs",
        "budget.__class__",
        "region.length",
        "region.to_int",
        "finish.to_epoch",
        "__import__",
        "1 +" * 200 + "1",
        '"' * 3,
        "nan",
        "inf",
        "1e999999999",
        r'"\ud800"',
    ],
)
def test_what_is_refused_when_it_is_written(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_formula(text, KINDS)
    assert caught.value.field == "formula"
    assert caught.value.words.endswith(".")


@pytest.mark.parametrize(
    ("text", "known", "reason"),
    [
        ("budget / spent", {"spent": Amount(Decimal(0), "EUR")}, "it divides by zero, or the number is too large"),
        ("budget + spent", {"spent": Amount(Decimal(1), "USD")}, "its amounts are in several currencies"),
        ("budget + cpi", {"cpi": None}, "cpi is empty"),
        ("budget * cpi + spent", {"cpi": None, "spent": None}, "cpi, spent are empty"),
        ("cpi * 1000000000000000", {}, ""),
        ("cpi * 10000000000000000", {}, "the number is too large"),
        ("900000000000000 * cpi * 9", {"cpi": Decimal(9)}, "the number is too large"),
    ],
)
def test_where_there_is_no_value_it_says_why(text: str, known: dict[str, Any], reason: str) -> None:
    answer = compute(check_formula(text, KINDS), KNOWN | known, ON)
    assert (answer.reason, answer.value is None) == (reason, bool(reason))


def test_a_formula_may_say_what_empty_means() -> None:
    for text in ("cpi ?? 1", "cpi == null ? 1 : cpi"):
        assert compute(check_formula(text, KINDS), KNOWN | {"cpi": None}, ON).value == 1


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("abcpi budgetfinish01.+-*/%<>=!?:()[]{}$\"'~&|^_@#;\\\n "), max_size=40))
def test_whatever_is_typed_is_refused_in_words_or_answered(text: str) -> None:
    try:
        formula = check_formula(text, KINDS)
    except Invalid:
        return
    answer = compute(formula, KNOWN, ON)
    assert (answer.value is None) == bool(answer.reason)


def test_cycles_are_named_by_their_path() -> None:
    waits = {"a": frozenset({"b"}), "b": frozenset({"c", "x"}), "c": frozenset({"a"}), "d": frozenset({"a"})}
    assert find_cycle(waits) == ("a", "b", "c", "a")
    assert find_cycle({"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset()}) == ()
    assert find_cycle({"a": frozenset({"a"})}) == ("a", "a")
    many = {f"f{n}": frozenset({f"f{n + 1}"}) for n in range(5000)}
    assert find_cycle(many) == ()


def shown(cast: Cast, by: Any) -> dict[str, str]:
    found = values_for(by, "project", [cast.project], AT.date())[cast.project.pk]
    return {one.key: one.words or one.reason for one in found}


def test_formulas_over_formulas_change_with_their_inputs_and_take_their_rights(cast: Cast) -> None:
    make.field("fee", "money", sees="cost")
    make.field("share", "number")
    cut = make.field("cut", "formula", formula="fee * share", unit="EUR")
    make.field("note", "formula", formula='share > 0.5 ? "most" : "some"')
    make.field("double", "formula", formula="cut * 2")
    row = Project.objects.get(pk=cast.project.pk)
    assert shown(cast, cast.alice)["double"] == "cut is empty"
    given_ = {"subject": row, "values": {"fee": "10.5 EUR", "share": "0.75"}, "revision": row.revision}
    set_field_values(**given_, by=cast.alice, at=AT)
    assert shown(cast, cast.alice) == {
        "fee": "10.50 EUR",
        "share": "0.75",
        "cut": "7.875 EUR",
        "note": "most",
        "double": "15.75",
    }
    assert shown(cast, cast.grace) == {"share": "0.75", "note": "most"}
    with pytest.raises(Invalid, match="cut → double → cut"):
        change_field(field=cut, changes={"formula": "double / 2"}, revision=1, by=cast.frank, at=AT)
    share = type(cut).objects.get(key="share")
    with pytest.raises(Conflict, match="used by the formula Cut, Note"):
        retire_field(field=share, revision=1, by=cast.frank, at=AT)
    with pytest.raises(Invalid, match="computed"):
        set_field_values(subject=row, values={"cut": "1"}, revision=row.revision + 1, by=cast.alice, at=AT)


def test_a_formula_tells_its_writer_nothing_of_what_they_may_not_know(cast: Cast) -> None:
    make.field("secret", "number", sees="administrators")
    words = []
    for name in ("secret", "nothing"):
        new = NewField("project", "peek", "Peek", "formula", formula=f"{name} + 1")
        with pytest.raises(Invalid) as caught:
            create_field(new=new, by=cast.bob, at=AT)
        words.append(caught.value.words.replace(name, "…"))
    assert words[0] == words[1]


def test_figures_of_the_plan_stand_in_formulas_for_those_who_see_cost(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.project, data=file_of(house(cost=100_000.0)), name="b.xml", by=cast.alice, at=AT)
    make.field("part", "formula", formula="budget / 4")
    make.field("more", "formula", formula="tasks + 1", unit="tasks")
    for by, wanted in ((cast.alice, {"part": "1,000", "more": "5 tasks"}), (cast.grace, {"more": "5 tasks"})):
        found = project_fields(by, [cast.project], AT.date())[cast.project.pk]
        assert {one.key: one.words or one.reason for one in found} == wanted
    early = project_fields(cast.alice, [cast.project], date(2020, 1, 1))[cast.project.pk]
    assert [one.reason for one in early] == ["tasks is empty", "budget is empty"]
