"""The language of formulas: that of all expressions, over fields and figures, its refusals in words."""

from __future__ import annotations

import re

from conspectus.engine.expressions import Kind, Wrong, WrongExpression, parse
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.bridge.formulas import Formula
from conspectus.rooms.portfolio.choices import FieldKind

LONGEST = 500
KINDS: dict[str, str] = {
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.MONEY: Kind.NUMBER,
    FieldKind.DATE: Kind.DATE,
    FieldKind.YES_NO: Kind.YES_NO,
}
ANSWERS: dict[str, FieldKind] = {
    Kind.NUMBER: FieldKind.NUMBER,
    "span": FieldKind.NUMBER,  # in days
    Kind.TEXT: FieldKind.TEXT,
    Kind.YES_NO: FieldKind.YES_NO,
    Kind.DATE: FieldKind.DATE,
}
_NULLS = re.compile(r"\bnull\b|\?\?")


def checked(text: str, kinds: tuple[tuple[str, str], ...]) -> Formula:
    """Return the formula of a text over names of these kinds; refuses in words what it cannot be."""
    known = {name: KINDS.get(kind, Kind.TEXT) for name, kind in kinds} | {"today": Kind.DATE}
    try:
        found = parse(text, known, longest=LONGEST, lists=False)
    except WrongExpression as error:
        raise Invalid("formula", _words(error), "formula") from None
    return Formula(found, found.uses, ANSWERS[found.kind], bool(_NULLS.search(text)))


def _words(error: WrongExpression) -> str:
    return {
        Wrong.TOO_LONG: f"A formula has at most {LONGEST} signs.",
        Wrong.TOO_DEEP: f"A formula has at most {error.detail} brackets within each other.",
        Wrong.UNKNOWN_NAME: f"There is no field or figure called '{error.detail}'.",
        Wrong.UNREADABLE: "The formula cannot be read. Write one such as (budget - spent) / budget.",
        Wrong.MISFIT: "The formula joins what does not fit together, such as a text and a number.",
        Wrong.NOT_THERE: "A formula may reckon, compare, choose with ? and :, and use $abs, $min and $max.",
        Wrong.NO_SUCH_PART: "Of a day there are .year, .month and .day, of the time between two days .days.",
        Wrong.NO_SUCH_FUNCTION: f"There is no function called '${error.detail}'. There are $abs, $min and $max.",
        Wrong.NO_VALUE: "A number has at most 18 digits before and after its point, and a text no invisible signs.",
        Wrong.NO_KIND: "The formula must give one kind of answer: a number, a text, a day, or yes or no.",
    }[error.wrong]
