"""No two shapes of the API share a name: its description could tell of one of them only."""

from __future__ import annotations

import dataclasses
import typing
from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import Any

from pydantic import BaseModel

from conspectus.doors.api.urls import api


def shapes() -> Iterator[Any]:
    """Yield what operations take and answer with, as their signatures say it."""
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                yield from operation.models
                yield from (one for one in operation.response_models.values() if hasattr(one, "model_fields"))


def within(shape: Any, seen: set[Hashable]) -> Iterator[type]:
    """Yield the classes a shape is made of, itself among them."""
    if not isinstance(shape, Hashable) or shape in seen:
        return
    seen.add(shape)
    inner = list(typing.get_args(shape))
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        yield shape
        inner += [field.annotation for field in shape.model_fields.values()]
    elif isinstance(shape, type) and dataclasses.is_dataclass(shape):
        yield shape
        inner += typing.get_type_hints(shape).values()
    for one in inner:
        yield from within(one, seen)


def test_every_shape_has_a_name_of_its_own() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    seen: set[Hashable] = set()
    for shape in shapes():
        for one in within(shape, seen):
            if one.__module__.startswith("conspectus"):
                named[one.__name__].add(one.__module__)
    assert len(named) > 300
    assert {name: sorted(places) for name, places in named.items() if len(places) > 1} == {}
