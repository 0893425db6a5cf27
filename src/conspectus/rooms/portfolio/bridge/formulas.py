"""Formulas over fields and figures: a small typed language, checked when it is written, computed exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context as DecimalContext
from decimal import Decimal
from functools import lru_cache
from typing import Any

import rule_engine
from rule_engine import DataType
from rule_engine.ast import base as syntax

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.choices import FieldKind

LONGEST = 500
LONGEST_TEXT = 4000
LARGEST = Decimal(10) ** 15
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
MIXED = "its amounts are in several currencies"
_NULLS = re.compile(r"\bnull\b|\?\?")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as a formula meets it: whole units, exactly."""

    units: Decimal
    currency: str


Known = Decimal | Amount | date | str | bool | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been checked: what it uses, and the kind of its answer."""

    rule: Any
    uses: frozenset[str]
    kind: FieldKind
    minds_empty: bool  # it says itself what an empty field means


@dataclass(frozen=True, slots=True)
class Answer:
    """What a formula gives: a value, or why there is none."""

    value: Decimal | date | str | bool | None = None
    reason: str = ""


def check_formula(text: str, kinds: Mapping[str, str]) -> Formula:
    """Return the formula of a text over names of these kinds; refuses in words what it cannot be."""
    return _checked(text, tuple(sorted(kinds.items())))


@lru_cache(maxsize=1024)
def _checked(text: str, kinds: tuple[tuple[str, str], ...]) -> Formula:
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


def compute(formula: Formula, known: Mapping[str, Known], on: date) -> Answer:
    """Return what a formula gives of these values on a day; without one of them, nothing, and says so."""
    empty = sorted(name for name in formula.uses if name != "today" and known.get(name) is None)
    if empty and not formula.minds_empty:
        return Answer(reason=f"{', '.join(empty)} is empty" if len(empty) == 1 else f"{', '.join(empty)} are empty")
    used = {name: known.get(name) for name in formula.uses}
    if len({value.currency for value in used.values() if isinstance(value, Amount)}) > 1:
        return Answer(reason=MIXED)
    thing = {name: _given(value) for name, value in used.items()} | {"today": _given(on)}
    try:
        found = formula.rule.evaluate(thing)
    except rule_engine.errors.ArithmeticError:
        return Answer(reason="it divides by zero, or the number is too large")
    except (rule_engine.errors.EngineError, ArithmeticError, TypeError, ValueError):
        return Answer(reason="it cannot be computed of these values")
    return _answer(found)


def find_cycle(uses: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the names of formulas that wait for each other, the first again at the end; empty where none do."""
    done: set[str] = set()
    for start in sorted(uses):
        path: list[str] = []
        trail = [iter((start,))]
        while trail:
            name = next(trail[-1], None)
            if name is None:
                trail.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                return (*path[path.index(name) :], name)
            elif name in uses and name not in done:
                path.append(name)
                trail.append(iter(sorted(uses[name])))
    return ()


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


def _given(value: Known) -> Any:
    if isinstance(value, Amount):
        return value.units
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    return value


def _answer(found: Any) -> Answer:
    if isinstance(found, timedelta):
        found = Decimal(found.days) + Decimal(found.seconds) / 86400
    if isinstance(found, datetime):
        return Answer(found.date())
    if isinstance(found, str) and len(found) > LONGEST_TEXT:
        return Answer(reason="the text is too long")
    if isinstance(found, bool | str):
        return Answer(found)
    if isinstance(found, Decimal):
        if not found.is_finite() or abs(found) >= LARGEST:
            return Answer(reason="the number is too large")
        return Answer(round(found, 9).normalize() if found else Decimal(0))
    return Answer(reason="it gives nothing")


def _wrong(words: str) -> Invalid:
    return Invalid("formula", words, "formula")
