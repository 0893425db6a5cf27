"""Predecessors as people type them: ``3FS+2d; 7SS-1d``, by id, WBS, name or row, with the letters of their language."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from conspectus.engine.plan import LagUnit, Link
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import Lengths, parse_duration
from conspectus.formats.workbooks.words import LENGTHS

TYPES = {
    Link.FS: ("FS", "EA", "FD", "FC", "FI"),  # English, German, French, Spanish, Italian
    Link.SS: ("SS", "AA", "DD", "CC", "II"),
    Link.FF: ("FF", "EE"),
    Link.SF: ("SF", "AE", "DF", "CF", "IF"),
}
LETTERS = {letters: kind for kind, words in TYPES.items() for letters in words}
LAG = re.compile(
    rf"^(?P<id>.+?)(?P<gap>\s*)(?P<type>{'|'.join(LETTERS)})?\s*"
    r"(?:(?P<sign>[+-])\s*(?P<lag>[\d.,]+)\s*(?P<unit>[^\W\d_]*(?: [^\W\d_]+)?\s*%?))?$",
    re.IGNORECASE,
)
Part = tuple[str, Link, int, LagUnit]


def split_predecessors(text: str, known: Container[str], lengths: Lengths = LENGTHS) -> list[Part]:
    """Split ``3FS+2d; 7SS-1d`` into ids, types and lags; raise ``BadCell`` on what does not parse."""
    if text in known:
        return [(text, Link.FS, 0, LagUnit.WORKING)]
    return [_read(part, known, lengths) for part in _parts(text, known)]


def _parts(text: str, known: Container[str]) -> Iterator[str]:
    """Yield the predecessors; a name with a comma in it stays whole where semicolons part the others."""
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]", text))):
        if part in known or (_names(part, known) and "," in part):
            yield part
        else:
            # A comma between digits behind a sign is a decimal one: 3FS+1,5d.
            yield from filter(None, (p.strip() for p in re.split(r"(?<![+-]\d),|,(?!\d)", part)))


def _names(part: str, known: Container[str]) -> bool:
    match = LAG.match(part)
    return match is not None and match["id"].strip() in known


def _read(part: str, known: Container[str], lengths: Lengths) -> Part:
    if part in known:
        return part, Link.FS, 0, LagUnit.WORKING
    match = LAG.match(part)
    if match is None:
        raise BadCell(f"'{part}' is not a predecessor such as 3FS+2d.")
    lag, unit = _lag(match, lengths)
    name, letters = match["id"].strip(), match["type"] or ""
    whole = name + match["gap"] + letters
    if letters and name not in known and whole in known:  # letters of a link that are the end of a name
        return whole, Link.FS, lag, unit
    return name, LETTERS[letters.upper() or "FS"], lag, unit


def _lag(match: re.Match[str], lengths: Lengths) -> tuple[int, LagUnit]:
    if not match["lag"]:
        return 0, LagUnit.WORKING
    sign = -1 if match["sign"] == "-" else 1
    unit = match["unit"].lower().replace(" ", "") if "%" in match["unit"] else match["unit"].lower()
    try:
        if unit in ("%", "e%"):
            percent = round(float(match["lag"].replace(",", ".")) * 100)
            return sign * percent, LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
        minutes, elapsed = parse_duration(match["lag"] + unit, match[0], lengths=lengths)
    except (ValueError, BadCell):
        raise BadCell(f"'{match[0]}' is not a predecessor such as 3FS+2d.") from None
    return sign * round(minutes), LagUnit.ELAPSED if elapsed else LagUnit.WORKING


def lag_words(lag: int, unit: int, minutes_per_day: int) -> str:
    """Write a lag as planners do: ``+2d``, ``-4h``, ``+3ed`` elapsed, ``+50%``."""
    if not lag:
        return ""
    elapsed = "e" if unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT) else ""
    if unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return f"{lag / 100:+g}{elapsed}%"
    day = 1440 if elapsed else minutes_per_day
    for size, sign in ((day, "d"), (60, "h")):
        if lag % size == 0:
            return f"{lag // size:+d}{elapsed}{sign}"
    return f"{lag:+d}{elapsed}min"
