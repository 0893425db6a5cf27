"""What a checked expression gives of values, or why it gives nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from conspectus.engine.expressions.expression import Expression


class Trouble(StrEnum):
    """Why an expression gave nothing."""

    DIVIDES_BY_ZERO = "divides_by_zero"  # or the number is too large
    DOES_NOT_COMPUTE = "does_not_compute"


def compute(expression: Expression, values: Mapping[str, Any]) -> Any:
    """Return what an expression gives of values made ready by ``given``, or the trouble it met."""
    from conspectus.engine.expressions.language import evaluated

    return evaluated(expression.rule, values)


def given(value: Any) -> Any:
    """Return a value as expressions take it: days as instants, numbers as exact decimals, lists as they are within."""
    if isinstance(value, bool | str | Decimal) or value is None:
        return value
    if isinstance(value, date):
        return _instant(value)
    if isinstance(value, list | tuple):
        return tuple(given(one) for one in value)
    return Decimal(str(value))


@lru_cache(maxsize=8192)
def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
