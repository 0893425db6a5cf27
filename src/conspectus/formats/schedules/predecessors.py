"""Predecessors as people type them: ``3FS+2d; 7SS-1d``."""

from __future__ import annotations

import re

from conspectus.engine.plan import LagUnit, Link
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import parse_duration

LAG = re.compile(
    r"^(?P<id>.+?)\s*(?P<type>FS|SS|FF|SF)?\s*"
    r"(?:(?P<sign>[+-])\s*(?P<lag>[\d.,]+)\s*(?P<unit>[a-z]*%?))?$",
    re.IGNORECASE,
)
TYPES = {"FS": Link.FS, "SS": Link.SS, "FF": Link.FF, "SF": Link.SF}


def split_predecessors(text: str, known: set[str]) -> list[tuple[str, Link, int, LagUnit]]:
    """Split ``3FS+2d; 7SS-1d`` into ids, types and lags; raise ``BadCell`` on what does not parse."""
    found = []
    for part in filter(None, (p.strip() for p in re.split(r"[;,\n]", text))):
        if part in known:
            found.append((part, Link.FS, 0, LagUnit.WORKING))
            continue
        match = LAG.match(part)
        if match is None:
            raise BadCell(f"'{part}' is not a predecessor such as 3FS+2d.")
        lag, unit = _lag(match)
        found.append((match["id"].strip(), TYPES[(match["type"] or "FS").upper()], lag, unit))
    return found


def _lag(match: re.Match[str]) -> tuple[int, LagUnit]:
    if not match["lag"]:
        return 0, LagUnit.WORKING
    sign = -1 if match["sign"] == "-" else 1
    unit = match["unit"].lower()
    try:
        if unit in ("%", "e%"):
            percent = round(float(match["lag"].replace(",", ".")) * 100)
            return sign * percent, LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
        minutes, elapsed = parse_duration(match["lag"] + unit, match[0])
    except (ValueError, BadCell):
        raise BadCell(f"'{match[0]}' is not a predecessor such as 3FS+2d.") from None
    return sign * round(minutes), LagUnit.ELAPSED if elapsed else LagUnit.WORKING
