"""JSON as strangers send it, read strictly: no duplicate keys, no NaN, no bottomless nesting."""

from __future__ import annotations

import json
from typing import Any

from conspectus.formats.nesting import nested_deeper
from conspectus.kit.errors import Invalid

DEEPEST = 64


def read_json(data: bytes, *, field: str = "body", deepest: int = DEEPEST) -> Any:
    """Return the value of a JSON text in UTF-8, or say what is wrong with it."""
    if data.startswith(b"\xef\xbb\xbf"):
        raise Invalid("json", "The JSON begins with a byte order mark; send plain UTF-8.", field)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Invalid("json", "The JSON is not UTF-8 at byte %(start)s.", field, start=error.start) from None
    if nested_deeper(text, deepest):
        raise Invalid("json", "The JSON is nested deeper than %(deepest)s levels.", field, deepest=deepest)
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _unique(pairs, field), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Invalid(
            "json",
            "The JSON is not well formed at line %(lineno)s, column %(colno)s.",
            field,
            lineno=error.lineno,
            colno=error.colno,
        ) from None
    except ValueError:  # NaN, Infinity, or a number of thousands of digits
        raise Invalid("json", "The JSON holds something that is no number.", field) from None


def _unique(pairs: list[tuple[str, Any]], field: str) -> dict[str, Any]:
    """Return the object, or name the key that is given twice."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Invalid("json", "The key '%(key)s' is given twice.", field, key=key[:60])
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not know."""
    raise ValueError(name)
