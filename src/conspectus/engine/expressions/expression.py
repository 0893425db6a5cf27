"""An expression that has been checked: what it uses, what kind of answer it gives; and what may be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of values a name may stand for; lists hold values of one kind."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    YES_NO = "yes_no"
    NUMBERS = "numbers"
    DATES = "dates"
    TEXTS = "texts"
    UNKNOWN = "unknown"  # of a name that is only known elsewhere: it fits with everything


class Wrong(StrEnum):
    """What can be wrong with an expression; whoever asked has the words for it."""

    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    UNREADABLE = "unreadable"
    UNKNOWN_NAME = "unknown_name"
    MISFIT = "misfit"  # what it joins is of different kinds
    NOT_THERE = "not_there"  # a part of the library's language that is not part of this one
    NO_SUCH_PART = "no_such_part"  # of a day or a span
    NO_SUCH_FUNCTION = "no_such_function"
    NO_VALUE = "no_value"  # a number without measure, a day that is none, a text nobody could see
    NO_KIND = "no_kind"  # it does not always give one kind of answer


class WrongExpression(Exception):
    """An expression that cannot be taken; ``detail`` is the name or sign it stumbled over."""

    def __init__(self, wrong: Wrong, detail: str = "") -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: ``minds`` are the names it asks itself whether they have a value."""

    text: str
    rule: Any  # of the library
    uses: frozenset[str]
    minds: frozenset[str]
    kind: str  # of its answer; "span" is the time between two days; unknown where a name of unknown kind decides it


def parse(text: str, kinds: Mapping[str, str], *, longest: int, lists: bool) -> Expression:
    """Return the expression of a text over names of these kinds; ``lists`` allows lists and what counts in them.

    Raises ``WrongExpression``. Loading the library takes half a second, so it is loaded by the first text.
    """
    from conspectus.engine.expressions.language import parsed

    return parsed(text, tuple(sorted(kinds.items())), longest, lists)
