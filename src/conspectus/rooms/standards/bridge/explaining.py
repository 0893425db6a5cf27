"""An expression said in words: facts by their labels, signs by what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
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
OF_DAYS = {
    "lt": gettext_lazy("%(left)s is before %(right)s"),
    "le": gettext_lazy("%(left)s is not after %(right)s"),
    "gt": gettext_lazy("%(left)s is after %(right)s"),
    "ge": gettext_lazy("%(left)s is not before %(right)s"),
}
NULL = {"eq": gettext_lazy("%(of)s is not given"), "ne": gettext_lazy("%(of)s is given")}
MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
CALLED = {
    "abs": gettext_lazy("the size of %(of)s"),
    "min": gettext_lazy("the smallest of %(of)s"),
    "max": gettext_lazy("the largest of %(of)s"),
    "sum": gettext_lazy("the sum of %(of)s"),
    "any": gettext_lazy("at least one of %(of)s holds"),
    "all": gettext_lazy("each of %(of)s holds"),
    "count": gettext_lazy("the number of entries in %(of)s"),
    "latest": gettext_lazy("the latest of %(of)s"),
    "earliest": gettext_lazy("the earliest of %(of)s"),
}
OF_EACH = {
    "any": gettext_lazy("for at least one of %(of)s: %(each)s"),
    "all": gettext_lazy("for each of %(of)s: %(each)s"),
}
PARTS = {
    "days": gettext_lazy("%(of)s, in days"),
    "year": gettext_lazy("the year of %(of)s"),
    "month": gettext_lazy("the month of %(of)s"),
    "day": gettext_lazy("the day of the month of %(of)s"),
}
_variable: ContextVar[str] = ContextVar("variable", default="")  # what the loop that is being said calls its entries


def explain(expression: Expression) -> str:
    """Return in one sentence what an expression asks."""
    words = _said(expression.rule.statement.expression)
    return words[:1].upper() + words[1:] + "."


def _said(node: Any) -> str:
    return _HOW.get(type(node).__name__, _joined)(node)


def _is(node: Any, kind: str) -> bool:
    return type(node).__name__ == kind


def _named(node: Any, name: str) -> bool:
    return (
        isinstance(getattr(node, "name", None), str) and node.name == name and not _is(node, "GetAttributeExpression")
    )


def _joined(node: Any) -> str:
    sign, left, right = str(getattr(node, "type", "")), node.left, node.right
    if _named(right, _variable.get()) and sign in MIRRORED and not _named(left, _variable.get()):
        sign, left, right = MIRRORED[sign], right, left
    if sign in NULL and _is(right, "NullExpression"):
        return str(NULL[sign]) % {"of": _said(left)}
    if sign == "eq" and (loop := _counted(left)) and _is(right, "FloatExpression") and right.value == 0:
        told = {"of": _said(loop.iterable), "when": _inside(loop, loop.condition)}
        return _("there is no entry in %(of)s where %(when)s") % told
    days = all(str(getattr(one.result_type, "name", "")) == "DATETIME" for one in (left, right))
    pattern = (OF_DAYS.get(sign) if days else None) or JOINED.get(sign)
    told = {"left": _side(node, left), "right": _side(node, right)}
    return str(pattern) % told if pattern else f"{told['left']} … {told['right']}"


def _side(node: Any, part: Any) -> str:
    """Return a part; in brackets where it joins otherwise than what it lies in."""
    mixed = type(part).__name__ == "LogicExpression" == type(node).__name__ and part.type != node.type
    return f"({_said(part)})" if mixed else _said(part)


def _name(node: Any) -> str:
    own = {"today": _("today"), "tier": _("the tier")}
    if node.name == _variable.get():
        return _("this day") if str(getattr(node.result_type, "name", "")) == "DATETIME" else _("this value")
    if node.name.startswith(OF_FIELDS):
        return _quoted(fact_name(node.name))
    fact = FACTS.get(node.name)
    if node.name in own or fact:
        return own.get(node.name) or _quoted(str(fact and fact.label))
    return _("the limit “%(name)s”") % {"name": str(node.name).replace("_", " ")}


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


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
    return _quoted(str(value))


def _array(node: Any) -> str:
    items = node.value
    return ", ".join(_said(one) if hasattr(one, "evaluate") else str(one) for one in items)


def _unary(node: Any) -> str:
    told = {"of": _said(node.right)}
    if str(node.type) != "not":
        return f"−{told['of']}"
    plain = type(node.right).__name__ in ("SymbolExpression", "_Given")
    return (_("%(of)s does not hold") if plain else _("it is not so that %(of)s")) % told


def _ternary(node: Any) -> str:
    told = {"if": _said(node.condition), "then": _said(node.case_true), "else": _said(node.case_false)}
    return _("%(then)s if %(if)s, else %(else)s") % told


def _call(node: Any) -> str:
    name, first = node.function.name, node.arguments[0]
    if name in OF_EACH and _is(first, "ComprehensionExpression"):
        return str(OF_EACH[name]) % {"of": _among(first), "each": _inside(first, first.result)}
    if loop := _counted(node):
        told = {"of": _said(loop.iterable), "when": _inside(loop, loop.condition)}
        return _("the number of entries in %(of)s where %(when)s") % told
    inner = ", ".join(_said(one) for one in node.arguments)
    return str(CALLED[name]) % {"of": inner}


def _counted(node: Any) -> Any:
    """Return the loop whose chosen entries are counted, where a node is such a count."""
    if not _is(node, "FunctionCallExpression") or node.function.name != "count":
        return None
    loop = node.arguments[0]
    return loop if _is(loop, "ComprehensionExpression") and loop.condition is not None else None


def _loop(node: Any) -> str:
    if _named(node.result, node.variable):
        return _among(node)
    return _("%(each)s for each of %(of)s") % {"each": _inside(node, node.result), "of": _among(node)}


def _among(node: Any) -> str:
    """Return the entries a loop goes through, by what chooses them."""
    of = _said(node.iterable)
    if node.condition is None:
        return of
    return _("%(of)s, only where %(when)s") % {"of": of, "when": _inside(node, node.condition)}


def _inside(loop: Any, node: Any) -> str:
    """Return a part of a loop, its entry called this day or this value."""
    token = _variable.set(str(loop.variable))
    try:
        return _said(node)
    finally:
        _variable.reset(token)


def _part(node: Any) -> str:
    span = node.object
    if node.name == "days" and str(getattr(span, "type", "")) == "sub":
        return _days_between(span.right, span.left)
    return str(PARTS[node.name]) % {"of": _said(span)}


def _days_between(start: Any, end: Any) -> str:
    """Return how many days lie between two; towards today or from it in fewer words."""
    if _named(end, "today"):
        if _named(start, _variable.get()):
            return _("the number of days since then")
        return _("the number of days since %(of)s") % {"of": _said(start)}
    if _named(start, "today"):
        if _named(end, _variable.get()):
            return _("the number of days until then")
        return _("the number of days until %(of)s") % {"of": _said(end)}
    return _("the number of days from %(start)s to %(end)s") % {"start": _said(start), "end": _said(end)}


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
    "GetAttributeExpression": _part,
    "ContainsExpression": lambda node: (
        _("%(left)s is among %(right)s") % {"left": _said(node.member), "right": _said(node.container)}
    ),
    "CoalesceExpression": lambda node: (
        _("%(left)s (or %(right)s where there is none)") % {"left": _said(node.left), "right": _said(node.right)}
    ),
}
