"""What the terminal shows: tables that fit, findings in words, progress beside the output."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Any

from conspectus.doors.cli.remote.channel import current
from conspectus.formats.packs.words import visible

_NAME = 36
_LEAST = 20
_WIDEST = 240


def print_json(value: Any) -> None:
    """Print one JSON document."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    json.dump(value, sys.stdout, ensure_ascii=plain, indent=1, allow_nan=False)
    print()


def print_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, figures: Sequence[int] = (), cut: int = _NAME
) -> None:
    """Print a table; columns that do not fit follow below in a table of their own, beside the first column again."""
    first = min(cut, max(room() * 2 // 5, _LEAST))  # the first column stands in every band, so it leaves room
    # Names that are alike differ at their ends, so they are cut in the middle.
    cells = [
        [
            shortened(visible(cell), cut) if place else shortened(visible(cell), first, first // 3)
            for place, cell in enumerate(row)
        ]
        for row in rows
    ]
    widths = [max([_cells(head), *(_cells(row[place]) for row in cells)]) for place, head in enumerate(heads)]
    for band in _bands(widths, room()):
        print(_line([heads[p] for p in band], band, widths, figures))
        print("  ".join("─" * widths[p] for p in band))
        for row in cells:
            print(_line([row[p] for p in band], band, widths, figures))
        print()


def print_findings(findings: Sequence[dict[str, Any]], *, limit: int | None = None) -> None:
    """Print findings, the gravest first, each with where and what to do."""
    order = {"refused": 0, "error": 1, "warning": 2, "note": 3}
    ranked = sorted(findings, key=lambda row: (order[row["severity"]], row["code"].startswith("QUALITY_")))
    for row in ranked[:limit]:
        place = ", ".join(dict.fromkeys(part for part in (row["file"], row["project"], row["place"]) if part))
        said = visible(f"{row['severity']:8} {place}: {row['words']} {row['remedy']}".rstrip())
        print(fill(said, room(), subsequent_indent=" " * 9) if sys.stdout.isatty() else said)
    if limit is not None and len(ranked) > limit:
        print(f"… and {len(ranked) - limit} more; --json and the workbook list all.")


class Progress:
    """Progress on standard error: one line that changes in a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self.long = 0

    def __call__(self, words: str) -> None:
        """Say what is being done now."""
        words = visible(words)[:150]
        if self.live:
            print("\r" + words.ljust(self.long), end="", file=sys.stderr, flush=True)
            self.long = len(words)
        else:
            print(words, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the changing line clean."""
        if self.live and self.long:
            print("\r" + " " * self.long, end="\r", file=sys.stderr, flush=True)
            self.long = 0


def room() -> int:
    """Return how many cells a line has, in the terminal of who asked."""
    channel = current()
    if channel is not None:
        return channel.columns or _WIDEST
    return shutil.get_terminal_size((_WIDEST, 24)).columns if sys.stdout.isatty() else _WIDEST


def _bands(widths: Sequence[int], room: int) -> list[list[int]]:
    """Split the columns into groups that fit, each led by the first column."""
    bands, band, used = [], [0], widths[0]
    for place in range(1, len(widths)):
        if len(band) > 1 and used + 2 + widths[place] > room:
            bands.append(band)
            band, used = [0], widths[0]
        band.append(place)
        used += 2 + widths[place]
    return [*bands, band]


def _line(texts: Sequence[str], band: Sequence[int], widths: Sequence[int], figures: Sequence[int]) -> str:
    parts = []
    for cell, place in zip(texts, band, strict=True):
        space = " " * (widths[place] - _cells(cell))
        parts.append(space + cell if place in figures else cell + space)
    return "  ".join(parts).rstrip()


def shortened(text: str, room: int, tail: int = 0) -> str:
    """Return a text that takes no more room, ``tail`` of it kept for its end."""
    if _cells(text) <= room:
        return text
    ending = text[len(text) - tail :]
    while _cells(ending) > tail:
        ending = ending[1:]
    head = text[: room - 1 - tail]
    while _cells(head) + 1 + _cells(ending) > room:
        head = head[:-1]
    return f"{head}…{ending}"


def _cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
