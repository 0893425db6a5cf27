"""The language of expressions, by a library and confined to a list: loaded where the first expression is met."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Context as DecimalContext
from decimal import Decimal
from functools import lru_cache
from typing import Any

import rule_engine
from rule_engine import DataType
from rule_engine.ast import base as syntax
from rule_engine.ast.expression.resolution import SymbolExpression
from rule_engine.builtins import Builtins

from conspectus.engine.expressions.computing import Trouble
from conspectus.engine.expressions.expression import Expression, Kind, Wrong, WrongExpression

FUNCTIONS = frozenset({"abs", "min", "max"})
LIST_FUNCTIONS = FUNCTIONS | {"sum", "any", "all", "count", "latest", "earliest"}
PARTS = frozenset({"days", "year", "month", "day"})  # of a span and of a day
# The kinds of nodes an expression may be made of; whatever else the library knows, searching in texts, is refused.
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
LIST_NODES = NODES | {"ComprehensionExpression", "ContainsExpression"}
TYPES: dict[str, Any] = {
    Kind.NUMBER: DataType.FLOAT,
    Kind.DATE: DataType.DATETIME,
    Kind.TEXT: DataType.STRING,
    Kind.YES_NO: DataType.BOOLEAN,
    Kind.NUMBERS: DataType.ARRAY(DataType.FLOAT),
    Kind.DATES: DataType.ARRAY(DataType.DATETIME),
    Kind.TEXTS: DataType.ARRAY(DataType.STRING),
    Kind.UNKNOWN: DataType.UNDEFINED,
}
KINDS: dict[str, str] = {
    "FLOAT": Kind.NUMBER,
    "TIMEDELTA": "span",
    "STRING": Kind.TEXT,
    "BOOLEAN": Kind.YES_NO,
    "DATETIME": Kind.DATE,
}


# The library computes what is constant while it reads; these signs, outside quotation marks, are not even read.
_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'""")
DEEPEST = 40  # brackets within each other
LARGEST, SMALLEST = Decimal(10) ** 18, Decimal(10) ** -18  # of numbers written down; beyond, they are endless to show
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # kinds of signs no page and not every database can hold
_BEYOND = re.compile(r"[~&|^]|<<|>>|\*\*")


def _last(days: tuple[datetime, ...]) -> datetime | None:
    return max(days) if days else None


def _first(days: tuple[datetime, ...]) -> datetime | None:
    return min(days) if days else None


def _function(name: str, gives: Any, takes: Any) -> Any:
    return DataType.FUNCTION(name, return_type=gives, argument_types=(takes,))


@lru_cache(maxsize=1)
def _builtins() -> Builtins:
    """Return the functions of the library and ours over lists."""
    days = DataType.ARRAY(DataType.DATETIME)
    return Builtins.from_defaults(
        {"count": len, "latest": _last, "earliest": _first},
        timezone=UTC,
        value_types={
            "count": _function("count", DataType.FLOAT, DataType.ARRAY),
            "latest": _function("latest", DataType.DATETIME, days),
            "earliest": _function("earliest", DataType.DATETIME, days),
        },
    )


def _depth(text: str) -> int:
    """Return how deep brackets lie within each other; the library's time to read grows faster than that."""
    deepest = now = 0
    for sign in _QUOTED.sub(" ", text):
        now += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, now)
    return deepest


@lru_cache(maxsize=4096)
def parsed(text: str, kinds: tuple[tuple[str, str], ...], longest: int, lists: bool) -> Expression:
    """Return the expression of a text over names of these kinds; raises ``WrongExpression``."""
    if len(text) > longest:
        raise WrongExpression(Wrong.TOO_LONG, str(longest))
    if _depth(text) > DEEPEST:
        raise WrongExpression(Wrong.TOO_DEEP, str(DEEPEST))
    if _BEYOND.search(_QUOTED.sub(" ", text)):
        raise WrongExpression(Wrong.NOT_THERE)
    types = {name: TYPES[kind] for name, kind in kinds}

    def type_of(name: str) -> Any:
        if name not in types:
            raise WrongExpression(Wrong.UNKNOWN_NAME, name[:60])
        return types[name]

    context = rule_engine.Context(
        type_resolver=type_of, default_timezone="utc", decimal_context=DecimalContext(prec=28)
    )
    context.builtins = _builtins()
    try:
        rule = rule_engine.Rule(text, context=context)
    except rule_engine.errors.RuleSyntaxError as error:
        raise WrongExpression(Wrong.UNREADABLE, str(getattr(error.token, "value", "") or "")[:40]) from None
    except rule_engine.errors.SyntaxError:
        raise WrongExpression(Wrong.UNREADABLE) from None
    except (rule_engine.errors.EngineError, ArithmeticError, RecursionError):
        raise WrongExpression(Wrong.MISFIT) from None
    uses, minds = _confined(rule, lists)
    _quicken(rule, frozenset(types))
    kind = KINDS.get(str(getattr(rule.statement.expression.result_type, "name", "")))
    if kind is None and any(dict(kinds).get(name) == Kind.UNKNOWN for name in uses):
        kind = Kind.UNKNOWN
    if kind is None:
        raise WrongExpression(Wrong.NO_KIND)
    return Expression(text, rule, uses & frozenset(types), minds, kind)


class _Given(SymbolExpression):  # type: ignore[misc]  # the library has no types
    """A name whose value was made ready for its kind before: taken as it is, which halves the time of a rule."""

    __slots__ = ()

    def evaluate(self, thing: Mapping[str, Any]) -> Any:
        """Return the value of the name."""
        return thing[self.name]


def _quicken(rule: Any, names: frozenset[str]) -> None:
    """Let the given names of a rule be looked up at once; what a loop names itself stays with the library."""
    nodes = list(nodes_of(rule.statement))
    names -= {str(node.variable) for node in nodes if type(node).__name__ == "ComprehensionExpression"}
    for node in nodes:
        if type(node) is SymbolExpression and node.scope is None and node.name in names:
            node.__class__ = _Given


def _confined(rule: Any, lists: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names a rule uses and those it asks for being empty; raises where it goes beyond the list."""
    uses, minds = set(), set()
    loops = 0
    functions = LIST_FUNCTIONS if lists else FUNCTIONS
    for node in nodes_of(rule.statement):
        name = type(node).__name__
        loops += name == "ComprehensionExpression"
        if name not in (LIST_NODES if lists else NODES):
            raise WrongExpression(Wrong.NOT_THERE)
        if name in ("FloatExpression", "StringExpression") and not _tellable(node.value):
            raise WrongExpression(Wrong.NO_VALUE)
        if name == "GetAttributeExpression" and node.name not in PARTS:
            raise WrongExpression(Wrong.NO_SUCH_PART, str(node.name)[:40])
        if name == "SymbolExpression" and getattr(node, "scope", None) != "built-in":
            uses.add(str(node.name))
        elif name == "SymbolExpression" and node.name not in functions:
            raise WrongExpression(Wrong.NO_SUCH_FUNCTION, node.name[:40])
        if lists and name == "ComparisonExpression" and _never_alike(node):
            raise WrongExpression(Wrong.MISFIT)
        minds |= _minded(node, name)
        if name == "ComprehensionExpression" and _loops_within(node):
            raise WrongExpression(Wrong.NOT_THERE)
    return frozenset(uses), frozenset(minds)


def _never_alike(node: Any) -> bool:
    """Return whether two values of different kinds are asked to be the same, which the library answers with no."""
    kinds = node.left.result_type, node.right.result_type
    return DataType.NULL not in kinds and not DataType.is_compatible(*kinds)


def _tellable(value: Decimal | str) -> bool:
    """Return whether a number has a size that can be told, and whether every sign of a text can be seen."""
    if isinstance(value, str):
        return not any(unicodedata.category(sign) in _UNSEEN for sign in value)
    return value.is_finite() and (not value or SMALLEST <= value.copy_abs() < LARGEST)


def _loops_within(node: Any) -> bool:
    return sum(type(one).__name__ == "ComprehensionExpression" for one in nodes_of(node)) > 1


def _minded(node: Any, name: str) -> set[str]:
    """Return the name a node asks for having a value: compared with null, or with another value to fall back on."""
    if name == "CoalesceExpression":
        return _names(node.left)
    if name == "ComparisonExpression":
        sides = (node.left, node.right)
        if any(type(side).__name__ == "NullExpression" for side in sides):
            return set().union(*(_names(side) for side in sides))
    return set()


def _names(node: Any) -> set[str]:
    plain = type(node).__name__ == "SymbolExpression" and getattr(node, "scope", None) != "built-in"
    return {str(node.name)} if plain else set()


def evaluated(rule: Any, values: Mapping[str, Any]) -> Any:
    """Return what a rule gives of these values, or the trouble it met."""
    try:
        found = rule.evaluate(values)
    except rule_engine.errors.ArithmeticError:
        return Trouble.DIVIDES_BY_ZERO
    except (rule_engine.errors.EngineError, ArithmeticError, LookupError, TypeError, ValueError):
        return Trouble.DOES_NOT_COMPUTE
    boundless = isinstance(found, Decimal) and not (found.is_finite() and found.copy_abs() < LARGEST)
    return Trouble.DIVIDES_BY_ZERO if boundless else found


def nodes_of(node: object) -> Iterator[Any]:
    """Yield a node of the library's tree and all below it."""
    if isinstance(node, syntax.ASTNodeBase):
        yield node
        names = {name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())}
        for name in sorted(names | set(getattr(node, "__dict__", {}))):
            yield from nodes_of(getattr(node, name, None))
    elif isinstance(node, tuple | list):
        for each in node:
            yield from nodes_of(each)
