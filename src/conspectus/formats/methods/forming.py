"""Plain values into the parts of a method and back; what is left at its default is not written."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from conspectus.formats.methods.method import FORMAT, Method

T = TypeVar("T")


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def form(kind: type[T], values: dict[str, Any]) -> T:
    """Return a part of a method from values that keep to the schema."""
    known = _hints(kind)  # type: ignore[arg-type]  # classes are hashable
    return kind(**{name: _formed(known[name], value) for name, value in values.items() if name in known})


def plain(part: Any) -> dict[str, Any]:
    """Return a part of a method as plain values, in the order of the format."""
    found: dict[str, Any] = {"conspectus": FORMAT} if isinstance(part, Method) else {}
    for one in fields(part):
        value = getattr(part, one.name)
        bare = value is None or value == "" or value is False or (value == () and one.default is not MISSING)
        if not bare:
            found[one.name] = _plain(value)
    return found


def _formed(kind: Any, value: Any) -> Any:
    arguments = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        return None if value is None else _formed(next(one for one in arguments if one is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_formed(arguments[0], one) for one in value)
    if get_origin(kind) is dict:
        return {name: _formed(arguments[1], one) for name, one in value.items()}
    if kind is date:
        return date.fromisoformat(value)
    if kind is Decimal:
        return Decimal(str(value))
    if is_dataclass(kind) and isinstance(kind, type):
        return form(kind, value)
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
