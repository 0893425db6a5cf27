"""An expression said in words: facts by their labels, signs by what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conspectus.engine.expressions import Expression
from conspectus.engine.policies import OF_FIELDS
from conspectus.rooms.facts.choices import FACTS
from conspectus.rooms.facts.queries.own import fact_name

JOINED = {
    "and": gettext_lazy("%(left)s and %(right)s"),
    "or": gettext_lazy("%(left)s or %(right)s"),
    "eq": gettext_lazy("%(left)s is %(right)s"),
    "ne": gettext_lazy("%(left)s is not %(right)s"),
    "lt": gettext_lazy("%(left)s is less than %(right)s"),
    "le": gettext_lazy("%(left)s is at most %(right)s"),
    "gt": gettext_lazy("%(left)s is more than %(right)s"),
    "ge": gettext_lazy("%(left)s is at least %(right)s"),
    "add": gettext_lazy("%(left)s plus %(right)s"),
    "sub": gettext_lazy("%(left)s less %(right)s"),
    "mul": gettext_lazy("%(left)s times %(right)s"),
    "tdiv": gettext_lazy("%(left)s divided by %(right)s"),
}
CALLED = {
    "abs": gettext_lazy("the size of %(of)s"),
    "min": gettext_lazy("the smallest of %(of)s"),
    "max": gettext_lazy("the largest of %(of)s"),
    "sum": gettext_lazy("the sum of %(of)s"),
    "any": gettext_lazy("at least one holds: %(of)s"),
    "all": gettext_lazy("each holds: %(of)s"),
    "count": gettext_lazy("the number of %(of)s"),
    "latest": gettext_lazy("the latest of %(of)s"),
    "earliest": gettext_lazy("the earliest of %(of)s"),
}
PARTS = {
    "days": gettext_lazy("%(of)s, in days"),
    "year": gettext_lazy("the year of %(of)s"),
    "month": gettext_lazy("the month of %(of)s"),
    "day": gettext_lazy("the day of the month of %(of)s"),
}


def explain(expression: Expression) -> str:
    """Return in one sentence what an expression asks."""
    words = _said(expression.rule.statement.expression)
    return words[:1].upper() + words[1:] + "."


def _said(node: Any) -> str:
    return _HOW.get(type(node).__name__, _joined)(node)


def _joined(node: Any) -> str:
    told = {"left": _side(node, node.left), "right": _side(node, node.right)}
    pattern = JOINED.get(str(getattr(node, "type", "")))
    return str(pattern) % told if pattern else f"{told['left']} … {told['right']}"


def _side(node: Any, part: Any) -> str:
    """Return a part; in brackets where it joins otherwise than what it lies in."""
    mixed = type(part).__name__ == "LogicExpression" == type(node).__name__ and part.type != node.type
    return f"({_said(part)})" if mixed else _said(part)


def _name(node: Any) -> str:
    own = {"today": _("the day that is asked"), "tier": _("the tier")}
    if node.name.startswith(OF_FIELDS):
        return f"“{fact_name(node.name)}”"
    fact = FACTS.get(node.name)
    return own.get(node.name) or (f"“{fact.label}”" if fact else str(node.name).replace("_", " "))


def _value(node: Any) -> str:
    value = node.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, timedelta):
        return _("%(days)s days") % {"days": value.days}
    return f"“{value}”"


def _array(node: Any) -> str:
    items = node.value
    return ", ".join(_said(one) if hasattr(one, "evaluate") else str(one) for one in items)


def _unary(node: Any) -> str:
    return (_("not (%(of)s)") if str(node.type) == "not" else "−%(of)s") % {"of": _said(node.right)}


def _ternary(node: Any) -> str:
    told = {"if": _said(node.condition), "then": _said(node.case_true), "else": _said(node.case_false)}
    return _("%(then)s if %(if)s, else %(else)s") % told


def _call(node: Any) -> str:
    inner = ", ".join(_said(one) for one in node.arguments)
    return str(CALLED[node.function.name]) % {"of": inner}


def _loop(node: Any) -> str:
    told = {"each": _said(node.result), "of": _said(node.iterable), "name": node.variable}
    if node.condition is None:
        return _("%(each)s, for each %(name)s of %(of)s") % told
    return _("%(each)s, for each %(name)s of %(of)s where %(when)s") % {**told, "when": _said(node.condition)}


_HOW: Mapping[str, Callable[[Any], str]] = {
    "SymbolExpression": _name,
    "_Given": _name,
    "FloatExpression": _value,
    "StringExpression": _value,
    "BooleanExpression": _value,
    "DatetimeExpression": _value,
    "TimedeltaExpression": _value,
    "NullExpression": lambda node: _("none"),
    "ArrayExpression": _array,
    "UnaryExpression": _unary,
    "TernaryExpression": _ternary,
    "FunctionCallExpression": _call,
    "ComprehensionExpression": _loop,
    "GetAttributeExpression": lambda node: str(PARTS[node.name]) % {"of": _said(node.object)},
    "ContainsExpression": lambda node: (
        _("%(left)s is among %(right)s") % {"left": _said(node.member), "right": _said(node.container)}
    ),
    "CoalesceExpression": lambda node: (
        _("%(left)s, or else %(right)s") % {"left": _said(node.left), "right": _said(node.right)}
    ),
}
