"""The language of formulas, by a library: loaded where a formula is met, for loading it takes half a second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Context as DecimalContext
from functools import lru_cache
from typing import Any

import rule_engine
from rule_engine import DataType
from rule_engine.ast import base as syntax

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.bridge.formulas import Answer, Formula
from conspectus.rooms.portfolio.choices import FieldKind

LONGEST = 500
FUNCTIONS = frozenset({"abs", "min", "max"})
PARTS = frozenset({"days", "year", "month", "day"})  # of a span and of a day
# The kinds of nodes a formula may be made of; whatever else the library knows, searching in texts, loops, is refused.
NODES = frozenset(
    {
        "Statement",
        "AddExpression",
        "SubtractExpression",
        "ArithmeticExpression",
        "ArithmeticComparisonExpression",
        "ComparisonExpression",
        "LogicExpression",
        "UnaryExpression",
        "TernaryExpression",
        "CoalesceExpression",
        "SymbolExpression",
        "GetAttributeExpression",
        "FunctionCallExpression",
        "ArrayExpression",
        "FloatExpression",
        "StringExpression",
        "BooleanExpression",
        "DatetimeExpression",
        "TimedeltaExpression",
        "NullExpression",
    }
)
TYPES: dict[str, Any] = {
    FieldKind.NUMBER: DataType.FLOAT,
    FieldKind.MONEY: DataType.FLOAT,
    FieldKind.DATE: DataType.DATETIME,
    FieldKind.YES_NO: DataType.BOOLEAN,
}
KINDS: dict[str, FieldKind] = {
    "FLOAT": FieldKind.NUMBER,
    "TIMEDELTA": FieldKind.NUMBER,  # in days
    "STRING": FieldKind.TEXT,
    "BOOLEAN": FieldKind.YES_NO,
    "DATETIME": FieldKind.DATE,
}
_NULLS = re.compile(r"\bnull\b|\?\?")


@lru_cache(maxsize=1024)
def checked(text: str, kinds: tuple[tuple[str, str], ...]) -> Formula:
    """Return the formula of a text over names of these kinds; refuses in words what it cannot be."""
    if len(text) > LONGEST:
        raise _wrong(f"A formula has at most {LONGEST} signs.")
    types = {name: TYPES.get(kind, DataType.STRING) for name, kind in kinds} | {"today": DataType.DATETIME}

    def type_of(name: str) -> Any:
        if name not in types:
            raise _wrong(f"There is no field or figure called '{name[:60]}'.")
        return types[name]

    context = rule_engine.Context(
        type_resolver=type_of, default_timezone="utc", decimal_context=DecimalContext(prec=28)
    )
    try:
        rule = rule_engine.Rule(text, context=context)
    except rule_engine.errors.SyntaxError:
        raise _wrong("The formula cannot be read. Write one such as (budget - spent) / budget.") from None
    except (rule_engine.errors.EngineError, ArithmeticError, RecursionError):
        raise _wrong("The formula joins what does not fit together, such as a text and a number.") from None
    uses = set()
    for node in _nodes(rule.statement):
        name = type(node).__name__
        if name not in NODES or getattr(node, "type", "") in ("pow", "bwand", "bwor", "bwxor"):
            raise _wrong("A formula may reckon, compare, choose with ? and :, and use $abs, $min and $max.")
        if name == "GetAttributeExpression" and node.name not in PARTS:
            raise _wrong("Of a day there are .year, .month and .day, of the time between two days .days.")
        if name == "SymbolExpression":
            if getattr(node, "scope", None) == "built-in":
                if node.name not in FUNCTIONS:
                    raise _wrong(f"There is no function called '${node.name[:40]}'. There are $abs, $min and $max.")
            else:
                uses.add(str(node.name))
    kind = KINDS.get(str(getattr(rule.statement.expression.result_type, "name", "")))
    if kind is None:
        raise _wrong("The formula must give one kind of answer: a number, a text, a day, or yes or no.")
    return Formula(rule, frozenset(uses), kind, bool(_NULLS.search(text)))


def evaluate(rule: Any, thing: Mapping[str, Any]) -> Any:
    """Return what a rule gives of these values, or the answer why it gives nothing."""
    try:
        return rule.evaluate(thing)
    except rule_engine.errors.ArithmeticError:
        return Answer(reason="it divides by zero, or the number is too large")
    except (rule_engine.errors.EngineError, ArithmeticError, TypeError, ValueError):
        return Answer(reason="it cannot be computed of these values")


def _nodes(node: object) -> Iterator[Any]:
    """Yield a node and all below it."""
    if isinstance(node, syntax.ASTNodeBase):
        yield node
        names = {name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())}
        for name in sorted(names | set(getattr(node, "__dict__", {}))):
            yield from _nodes(getattr(node, name, None))
    elif isinstance(node, tuple | list):
        for each in node:
            yield from _nodes(each)


def _wrong(words: str) -> Invalid:
    return Invalid("formula", words, "formula")
