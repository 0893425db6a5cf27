"""A pack on paper: tagged PDF (PDF/UA-1) set by typst from the pack's data, with fonts that travel along."""

from __future__ import annotations

import importlib.resources
import json
import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any

from conspectus.formats.packs import look
from conspectus.formats.packs.page import Beside, Block, Cell, Chart, Figures, Grid, Leaf, Medium, Notes, Pack, Tone
from conspectus.formats.packs.words import breakable, is_rtl, logo_words, titled, visible, width

_FONTS = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC", "Noto Sans Devanagari", "Noto Sans Thai",
    "Noto Sans Symbols", "Noto Emoji", "Libertinus Serif", "DejaVu Sans Mono",
)  # fmt: skip
_SCRIPTS = 12  # how many unknown scripts one pack may hold before all but plain letters become marks
_UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WIDE, _GUTTER = 757.0, 25.5  # points between the margins and between two columns
_CELL, _INSET = 8.5, 8.0  # points of table text and around it
_LETTER = 91.0  # points of a figure's column when six stand in a row


def write_paper(pack: Pack) -> bytes:
    """Return the pack as tagged PDF bytes, the same for the same pack."""
    import typst

    data = json.dumps(_document(pack), ensure_ascii=False)
    clock = int(pack.clock.replace(tzinfo=UTC).timestamp())
    own_only = True
    for _ in range(_SCRIPTS):
        try:
            return _compiled(data, clock, own_only=own_only)
        except typst.TypstError as error:
            unknown = _UNKNOWN.search(str(error))
            if unknown is None:
                raise
            # A script our fonts do not know: the machine's own may; else its letters are shown as marks.
            data = data if own_only else _marked(data, unknown.group(1))
            own_only = False
    return _compiled(_NOT_ASCII.sub(_mark, data), clock, own_only=True)


def _compiled(data: str, clock: int, *, own_only: bool) -> bytes:
    import typst

    fonts: list[Any] = [str(path) for path in font_folders()]
    template = (importlib.resources.files("conspectus.formats.packs") / "pack.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        font_paths=fonts,
        ignore_system_fonts=own_only,
        sys_inputs={"data": data},
        pdf_standards="ua-1",
        timestamp=clock,
    )


def _marked(data: str, sample: str) -> str:
    """Show every letter of a sample's scripts as a mark such as ``[U+1330B]``."""
    scripts = {_script(letter) for letter in sample if not letter.isascii()}
    return _NOT_ASCII.sub(lambda found: _mark(found) if _script(found.group()) in scripts else found.group(), data)


def _mark(found: re.Match[str]) -> str:
    return f"[U+{ord(found.group()):04X}]"


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


@lru_cache(maxsize=1)
def font_folders() -> tuple[Path, ...]:
    """Return the folders of the fonts installed beside this package."""
    names = ("manimgx_fonts", "manimgx_fonts_cjk")
    return tuple(Path(str(importlib.resources.files(name))) for name in names)


def _document(pack: Pack) -> dict[str, Any]:
    clock = pack.clock
    return {
        "title": titled(pack.title),
        "subtitle": visible(pack.subtitle),
        "clock": {
            "year": clock.year, "month": clock.month, "day": clock.day,
            "hour": clock.hour, "minute": clock.minute, "second": 0,
        },
        "fonts": list(_FONTS),
        "look": {
            "ink": f"#{look.INK}", "soft": f"#{look.SOFT}", "rule": f"#{look.RULE}", "accent": f"#{pack.brand.accent}",
            "second": f"#{pack.brand.second}",
            "colours": {tone.value: f"#{colour}" for tone, colour in look.COLOURS.items()},
        },
        "cover": _cover(pack),
        "logo": list(pack.brand.logo),
        "logo_words": logo_words(pack.brand),
        "pages": [
            {"title": _text(titled(page.title)), "lead": _words(page.lead), "blocks": [_block(b) for b in blocks]}
            for page, blocks in pack.on(Medium.PRINT)
        ],
    }  # fmt: skip


def _cover(pack: Pack) -> dict[str, Any] | None:
    cover = pack.cover
    if cover is None:
        return None
    told = {"title": _text(titled(cover.title)), "organisation": _words(pack.brand.organisation)}
    return told | {"lines": [_words(one) for one in cover.lines], "notices": [_words(one) for one in cover.notices]}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Beside):
        sides = {"left": block.left, "right": block.right}
        wide = {"left": (_WIDE - _GUTTER) * block.share, "right": (_WIDE - _GUTTER) * (1 - block.share)}
        drawn = {
            side: [_leaf(b, wide[side]) for b in blocks if Medium.PRINT in b.media] for side, blocks in sides.items()
        }
        return {"kind": "beside", "share": block.share, **drawn}
    return _leaf(block, _WIDE)


def _leaf(block: Leaf, wide: float) -> dict[str, Any]:
    if isinstance(block, Grid):
        return _grid(block, wide)
    if isinstance(block, Figures):
        size = min((_figure_size(i.text, len(block.items)) for i in block.items), default=8.0)
        items = [
            {"label": _words(i.label), "text": _words(i.text), "note": _words(i.note), "tone": i.tone.value,
             "size": size}
            for i in block.items
        ]  # fmt: skip
        return {"kind": "figures", "items": items}
    if isinstance(block, Notes):
        return {"kind": "notes", "heading": _words(block.heading), "items": [_text(item) for item in block.items]}
    return {"kind": "chart", "chart": _chart(block)}


def _grid(grid: Grid, wide: float) -> dict[str, Any]:
    share = wide / sum(c.width for c in grid.columns)
    rooms = [(c.width * share - _INSET) / _CELL for c in grid.columns]
    return {
        "kind": "grid",
        "caption": _words(grid.caption),
        "empty": _words(grid.empty),
        "total_rows": grid.total_rows,
        "columns": [{"label": _words(c.label), "width": c.width, "figures": c.figures} for c in grid.columns],
        "rows": [[_cell(cell, room) for cell, room in zip(row, rooms, strict=True)] for row in grid.rows],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    low, high, ticks = _scale(chart)
    return {
        "kind": chart.kind,
        "caption": _words(chart.caption),
        "words": visible(chart.words),
        "categories": [_words(label) for label in chart.categories],
        "low": low,
        "high": high,
        "ticks": [{"at": tick, "label": f"{tick:,.0f}" if high >= 10 else f"{tick:g}"} for tick in ticks],
        "step": max(1, -(-len(chart.categories) // 8)),
        "series": [
            {
                "label": _words(series.label),
                "values": list(series.values),
                "shown": ["" if v is None else f"{v:,.0f}" for v in series.values],
                "colour": f"#{look.fill(series.tone, position)}",
                "dark": series.tone in {Tone.GREEN, Tone.RED},
                "dashed": series.dashed,
            }
            for position, series in enumerate(chart.series)
        ],
    }


def _scale(chart: Chart) -> tuple[float, float, list[float]]:
    """Return round lower and upper ends of the value axis and the ticks between."""
    if chart.kind != "line":
        sums = [sum(v or 0 for v in row) for row in zip(*(s.values for s in chart.series), strict=True)]
        return 0.0, max([*sums, 1.0]), []
    numbers = [v for series in chart.series for v in series.values if v is not None]
    low, high = min([*numbers, 0.0]), max([*numbers, 0.0])
    rough = (high - low or 1.0) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * f for f in (1, 2, 2.5, 5, 10) if power * f >= rough)
    first, last = math.floor(low / step), math.ceil(high / step) or 1
    return first * step, last * step, [index * step for index in range(first, last + 1)]


def _figure_size(text: str, beside: int) -> float:
    room = _LETTER * 7.4 / max(beside, 1)
    return next((size for size in (16.0, 14.0, 12.5, 11.0, 9.0) if width(visible(text)) * size <= room), 8.0)


def _cell(cell: Cell, room: float) -> dict[str, Any]:
    told = {"text": breakable(visible(cell.text), room), "rtl": is_rtl(cell.text), "tone": cell.tone.value}
    return told | {"parts": [{"text": visible(words), "tone": tone.value} for words, tone in cell.parts]}


def _text(text: str) -> dict[str, Any]:
    return {"text": _words(text), "rtl": is_rtl(text)}


def _words(text: str | Sequence[str]) -> str:
    return breakable(visible(str(text)))
