"""Answers kept while a request is answered that only reads, so that one thing is asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def only_reading() -> Iterator[None]:
    """Keep answers until the end of the block, in which nothing may be written that they depend on."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def asked_once(ask: Callable[P, R]) -> Callable[P, R]:
    """Let a query answer the same arguments once while only reading; anywhere else it asks each time."""

    @wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return ask(*args, **kwargs)
        key = (ask, args, *kwargs.items())
        if key not in kept:
            kept[key] = ask(*args, **kwargs)
        found: R = kept[key]
        return found

    return answer
