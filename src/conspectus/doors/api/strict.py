"""Strict JSON in: nothing unknown, nothing twice, no guessing of types."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from pydantic import BeforeValidator, ConfigDict

from conspectus.kit.errors import Invalid

DEEPEST = 40


class Body(Schema):
    """A request's body: unknown names are refused by name, ``true`` is no number, ``"5"`` no integer."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _day(value: object) -> date:
    """Return a day from its one form; numbers and times are no days."""
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("write a day as 2026-03-31")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_day)]


class StrictParser(Parser):
    """Reads JSON as strictly as it is written."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body; refuses other content types, duplicate names, NaN, and depth."""
        kind = (request.content_type or "").lower()
        if kind != "application/json":
            raise Invalid("media_type", "Send the body as application/json.")
        try:
            text = request.body.decode("utf-8")
            if text.startswith("\ufeff"):
                raise Invalid("no_json", "The body begins with a byte order mark. Leave it out.")
            _refuse_depth(text)
            body = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
            raise Invalid("no_json", "The body is not JSON.") from None
        if not isinstance(body, dict):
            raise Invalid("not_an_object", "Send a JSON object.")
        return body


def _refuse_depth(text: str) -> None:
    """Refuse JSON nested deeper than anything asked for here."""
    depth = deepest = 0
    inside = escaped = False
    for sign in text:
        if inside:
            inside = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    if deepest > DEEPEST:
        raise Invalid("no_json", f"The body is nested deeper than {DEEPEST} levels.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Invalid("twice", f"'{name[:60]}' is given twice.", name[:60])
        found[name] = value
    return found


def _no_constant(word: str) -> Any:
    raise Invalid("no_json", f"{word} is not JSON.")
