"""The register of deeds: every action by its name, its words and what it takes to do it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Deed:
    """One action: ``words`` finish the sentence "Bob ...", ``needs`` names the ability asked of the doer."""

    name: str
    words: str
    needs: str
    module: str


_REGISTER: dict[str, Deed] = {}


def deed(name: str, words: str, *, needs: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter an action in the register; its name is unique and it takes ``by=`` and ``at=`` by keyword only."""

    def enter(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        for word in ("by", "at"):
            if word not in parameters or parameters[word].kind is not inspect.Parameter.KEYWORD_ONLY:
                raise TypeError(f"{name} must take {word}= by keyword only")
        known = _REGISTER.get(name)
        if known is not None and known.module != function.__module__:
            raise ValueError(f"{name} is already a deed of {known.module}")
        _REGISTER[name] = Deed(name, words, str(needs), function.__module__)
        return function

    return enter


def find_deed(name: str) -> Deed:
    """Return the deed of this name; unknown names are a fault of the caller."""
    return _REGISTER[name]


def deed_words(name: str) -> str:
    """Return what was done, in words; the bare name of a deed that only another version knew."""
    return _REGISTER[name].words if name in _REGISTER else name
