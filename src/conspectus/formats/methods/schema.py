"""The published schema of method packs (method.schema.json), and what is wrong with a document by it, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs

FILE = Path(__file__).with_name("method.schema.json")
KINDS = {
    "object": "a block of names and values",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a document is not as the schema wants it, and in which way."""

    path: tuple[str | int, ...]
    code: str
    words: str


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """Return the schema as published."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _validator() -> Any:
    return jsonschema_rs.Draft202012Validator(schema(), validate_formats=True)


def faults(document: object) -> Iterator[Fault]:
    """Yield what is wrong with a document, in the order of the text as far as the schema tells."""
    for error in _validator().iter_errors(document):
        kind, value = error.kind.name, error.kind.value
        told = error.kind.as_dict()
        path = tuple(error.instance_path)
        yield Fault(path, kind, _words(kind, value, told, path))


def _words(kind: str, value: Any, told: dict[str, Any], path: tuple[str | int, ...]) -> str:
    """Return in a plain sentence what a rule of the schema asks for."""
    if kind == "required":
        return f"'{told.get('property', value)}' is missing."
    if kind in ("additionalProperties", "unevaluatedProperties"):
        return f"There is no such name here: {', '.join(told.get('unexpected', []))}."
    if kind == "type":
        wanted = told.get("types") or value
        names = [wanted] if isinstance(wanted, str) else list(wanted)
        return f"This must be {' or '.join(KINDS.get(one, one) for one in names)}."
    if kind == "enum":
        return f"This must be one of {', '.join(str(one) for one in told.get('options', value))}."
    if kind == "constant" or kind == "const":
        return f"This must be {value}."
    if kind == "format":
        return "This must be a day such as 2026-06-30, in quotation marks or without."
    if kind == "pattern":
        return "This name may have small letters, digits and _ only, and begins with a letter."
    words = {
        "maxLength": "This text has more than {limit} signs.",
        "minLength": "This text is empty.",
        "maxItems": "This list has more than {limit} entries.",
        "minItems": "This list has less than {limit} entries.",
        "minimum": "This number is smaller than {limit}.",
        "maximum": "This number is larger than {limit}.",
        "uniqueItems": "This list says something twice.",
    }.get(kind, "This is not as the format wants it.")
    return words.format(limit=told.get("limit", value))
