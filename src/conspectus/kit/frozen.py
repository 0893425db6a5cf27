"""Frozen values as JSON and back, for what is computed once and shown later."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from types import GenericAlias
from typing import Any, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

Made = TypeVar("Made")


class NotAsWritten(ValueError):
    """The text is no value of this kind: damaged, or written by another version."""


def to_json(kind: type[Any], value: object) -> bytes:
    """Return a value of a dataclass, or of a tuple of them, as JSON."""
    return _adapter(cast(Hashable, kind)).dump_json((value,))


def to_plain(kind: type[Any], value: object) -> Any:
    """Return a value as JSON has it, in plain dictionaries and lists."""
    return _adapter(cast(Hashable, kind)).dump_python((value,), mode="json")[0]


def from_json(kind: type[Made], data: bytes) -> Made:
    """Return the value that was written; raises ``NotAsWritten`` where that cannot be."""
    try:
        return cast(Made, _adapter(cast(Hashable, kind)).validate_json(data)[0])
    except ValidationError as error:
        raise NotAsWritten from error


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    # A type may hold arrays where the values that are kept hold none.
    of_one: Any = GenericAlias(tuple, (kind,))
    return TypeAdapter(of_one, config=ConfigDict(arbitrary_types_allowed=True))
