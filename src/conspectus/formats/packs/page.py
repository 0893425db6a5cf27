"""What a pack holds before it becomes slides, print or a workbook: pages of blocks, plain and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from struct import unpack

ACCENT = "1F4E79"


class Tone(StrEnum):
    """How a cell or series is to be seen; colour never stands alone, the words say it too."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


class Form(StrEnum):
    """What a cell's value is, so that a workbook can keep it as such."""

    TEXT = "text"
    NUMBER = "number"
    RATIO = "ratio"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    INTEGER = "integer"


class Medium(StrEnum):
    """Where a block or page appears."""

    SLIDES = "slides"
    PRINT = "print"
    SHEETS = "sheets"


EVERYWHERE = frozenset(Medium)
ON_PAPER = frozenset({Medium.SLIDES, Medium.PRINT})
IN_SHEETS = frozenset({Medium.SHEETS})


@dataclass(frozen=True, slots=True)
class Cell:
    """What a reader sees, and the value behind it where there is one; ``parts`` are the text in tones of their own.

    ``opens`` is what the text leads to where there is a page of it, such as ``project:12``; files leave it out.
    """

    text: str
    value: float | datetime | None = None
    form: Form = Form.TEXT
    tone: Tone = Tone.PLAIN
    parts: tuple[tuple[str, Tone], ...] = ()
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its share of the width, and whether its cells are figures."""

    label: str
    width: float = 1.0
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A native table; ``total_rows`` at its end are set apart."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing to show."
    total_rows: int = 0
    media: frozenset[Medium] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Figure:
    """One number to read at a glance."""

    label: str
    text: str
    note: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Figures:
    """A strip of numbers."""

    items: tuple[Figure, ...]
    media: frozenset[Medium] = ON_PAPER


@dataclass(frozen=True, slots=True)
class Series:
    """One line or bar colour of a chart; ``None`` where it has no value."""

    label: str
    values: tuple[float | None, ...]
    tone: Tone = Tone.PLAIN
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart: ``line`` over time or ``stacked`` bars; ``words`` says it to who cannot see it."""

    caption: str
    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    words: str
    media: frozenset[Medium] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Notes:
    """Sentences under a heading."""

    items: tuple[str, ...]
    heading: str = ""
    media: frozenset[Medium] = ON_PAPER


Leaf = Grid | Figures | Chart | Notes


@dataclass(frozen=True, slots=True)
class Beside:
    """Two stacks of blocks side by side; ``share`` is the left one's part of the width."""

    left: tuple[Leaf, ...]
    right: tuple[Leaf, ...]
    share: float = 0.5
    media: frozenset[Medium] = EVERYWHERE


Block = Leaf | Beside


@dataclass(frozen=True, slots=True)
class Page:
    """One thought: a title that says it, and the blocks that show it. Project pages start on fresh paper."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""
    media: frozenset[Medium] = EVERYWHERE

    def on(self, medium: Medium) -> tuple[Block, ...]:
        """Return the blocks that appear on a medium."""
        return tuple(block for block in self.blocks if medium in block.media) if medium in self.media else ()


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose pack it is: a logo as PNG or none, and two colours that text in white or on white can be read with."""

    organisation: str = ""
    logo: bytes = b""
    accent: str = ACCENT  # of headings
    second: str = ACCENT  # of the band on the title page

    @property
    def logo_size(self) -> tuple[int, int]:
        """Return the logo's width and height in pixels, as its header says."""
        wide, high = unpack(">II", self.logo[16:24])
        return wide, high


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page: lines under the title, and notices a reader must not miss."""

    title: str
    lines: tuple[str, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the three writers need; ``clock`` stands in for the time of making, so bytes repeat."""

    title: str
    subtitle: str
    clock: datetime
    pages: tuple[Page, ...]
    brand: Brand = Brand()
    cover: Cover | None = None

    def on(self, medium: Medium) -> tuple[tuple[Page, tuple[Block, ...]], ...]:
        """Return the pages of a medium with their blocks, in order."""
        return tuple((page, blocks) for page in self.pages if (blocks := page.on(medium)))
