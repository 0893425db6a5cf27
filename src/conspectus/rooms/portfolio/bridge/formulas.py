"""Formulas over fields and figures: a small typed language, checked when it is written, computed exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from conspectus.engine.expressions import Expression, Trouble, given
from conspectus.engine.expressions import compute as compute_expression
from conspectus.rooms.portfolio.choices import FieldKind

LONGEST_TEXT = 4000
LARGEST = Decimal(10) ** 15
MIXED = "its amounts are in several currencies"
TROUBLES = {
    Trouble.DIVIDES_BY_ZERO: "it divides by zero, or the number is too large",
    Trouble.DOES_NOT_COMPUTE: "it cannot be computed of these values",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as a formula meets it: whole units, exactly."""

    units: Decimal
    currency: str


Known = Decimal | Amount | date | str | bool | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been checked: what it uses, and the kind of its answer."""

    expression: Expression
    uses: frozenset[str]
    kind: FieldKind
    minds_empty: bool  # it says itself what an empty field means


@dataclass(frozen=True, slots=True)
class Answer:
    """What a formula gives: a value, or why there is none."""

    value: Decimal | date | str | bool | None = None
    reason: str = ""


def check_formula(text: str, kinds: Mapping[str, str]) -> Formula:
    """Return the formula of a text over names of these kinds; refuses in words what it cannot be."""
    from conspectus.rooms.portfolio.bridge.language import checked

    return checked(text, tuple(sorted(kinds.items())))


def compute(formula: Formula, known: Mapping[str, Known], on: date) -> Answer:
    """Return what a formula gives of these values on a day; without one of them, nothing, and says so."""
    empty = sorted(name for name in formula.uses if name != "today" and known.get(name) is None)
    if empty and not formula.minds_empty:
        return Answer(reason=f"{', '.join(empty)} is empty" if len(empty) == 1 else f"{', '.join(empty)} are empty")
    used = {name: known.get(name) for name in formula.uses}
    if len({value.currency for value in used.values() if isinstance(value, Amount)}) > 1:
        return Answer(reason=MIXED)
    found = compute_expression(
        formula.expression, {name: _given(value) for name, value in (*used.items(), ("today", on))}
    )
    return Answer(reason=TROUBLES[found]) if isinstance(found, Trouble) else _answer(found)


def find_cycle(uses: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the names of formulas that wait for each other, the first again at the end; empty where none do."""
    done: set[str] = set()
    for start in sorted(uses):
        path: list[str] = []
        trail = [iter((start,))]
        while trail:
            name = next(trail[-1], None)
            if name is None:
                trail.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                return (*path[path.index(name) :], name)
            elif name in uses and name not in done:
                path.append(name)
                trail.append(iter(sorted(uses[name])))
    return ()


def _given(value: Known) -> Any:
    return value.units if isinstance(value, Amount) else given(value)


def _answer(found: Any) -> Answer:
    if isinstance(found, timedelta):
        found = Decimal(found.days) + Decimal(found.seconds) / 86400
    if isinstance(found, datetime):
        return Answer(found.date())
    if isinstance(found, str) and len(found) > LONGEST_TEXT:
        return Answer(reason="the text is too long")
    if isinstance(found, bool | str):
        return Answer(found)
    if isinstance(found, Decimal):
        if not found.is_finite() or abs(found) >= LARGEST:
            return Answer(reason="the number is too large")
        return Answer(round(found, 9).normalize() if found else Decimal(0))
    return Answer(reason="it gives nothing")
