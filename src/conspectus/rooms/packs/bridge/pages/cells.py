"""Cells that only packs of frozen periods need: days, levels, moves, trend strips, money in the template's unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from conspectus.engine.measure import Measure
from conspectus.formats.packs.page import Cell, Form, Tone
from conspectus.review.pages.cells import SHAPES, TONES, amount, brief, status
from conspectus.rooms.packs.bridge.book import day
from conspectus.rooms.packs.choices import Unit
from conspectus.rooms.status.queries import (
    ColourMove,
    DimensionStatus,
    ProgrammeStatus,
    ProjectStatus,
    TrendPoint,
)

NOTHING = Cell("–", tone=Tone.MUTED)
_SCALE = {Unit.ONE: (1, ""), Unit.THOUSAND: (1_000, "thousand"), Unit.MILLION: (1_000_000, "million")}
_ORDER = {"red": 0, "amber": 1, "not_assessed": 2, "green": 3}
PIECE = 900  # letters of a report's text in one row, so that no row is taller than a slide


def on(when: date | None) -> Cell:
    """Return a day."""
    return Cell(day(when), datetime.combine(when, time()), Form.DATE) if when else NOTHING


def named(row: ProjectStatus | ProgrammeStatus, tone: Tone = Tone.STRONG) -> Cell:
    """Return the name of a project or programme."""
    opens = f"project:{row.project_id}" if isinstance(row, ProjectStatus) else f"programme:{row.programme_id}"
    return Cell(row.name, tone=tone, opens=opens)


def declared(one: DimensionStatus) -> Cell:
    """Return a declared level as shape, word and colour."""
    if not one.declared:
        return Cell("nothing", tone=Tone.MUTED)
    return Cell(f"{SHAPES[one.declared_colour]} {one.declared_label.lower()}", tone=TONES[one.declared_colour])


def computed(one: DimensionStatus) -> Cell:
    """Return the colour that counts; one set aside says so."""
    cell = status(one.colour)
    return Cell(f"{cell.text} (set aside)", tone=cell.tone) if one.override else cell


def gap(steps: float | None) -> Cell:
    """Return a gap in steps of the scale; above 0 more was declared than the data say."""
    return signed(steps, late_is_red=True)


def signed(number: float | None, *, late_is_red: bool = False, form: Form = Form.NUMBER) -> Cell:
    """Return a number with its sign."""
    if number is None:
        return NOTHING
    tone = Tone.RED if late_is_red and number > 0 else Tone.PLAIN
    text = f"{number:+,.1f}".removesuffix(".0") if number else "0"
    return Cell(text, float(number), form, tone)


def move(found: ColourMove | None) -> Cell:
    """Return a colour before and after, in the tone of the later."""
    if found is None:
        return NOTHING
    parts = [_level(found.before, found.before_colour), (" → ", Tone.MUTED), _level(found.after, found.after_colour)]
    return Cell("".join(text for text, _ in parts), parts=tuple(parts))


def _level(label: str, colour: str) -> tuple[str, Tone]:
    return (f"{SHAPES[colour]} {label.lower()}", TONES[colour]) if colour else ("nothing", Tone.MUTED)


def strip(points: Sequence[TrendPoint]) -> Cell:
    """Return the computed colours of frozen periods, oldest first."""
    parts = tuple((SHAPES[one.colour], TONES[one.colour]) if one.colour else ("·", Tone.MUTED) for one in points)
    return Cell("".join(text for text, _ in parts), parts=parts) if parts else NOTHING


def amount_in(measure: Measure, currency: str, unit: Unit, tone: Tone = Tone.PLAIN) -> Cell:
    """Return an amount in the unit of the template."""
    cell = brief(amount(measure, currency, tone))
    if cell.value is None or unit == Unit.ONE:
        return cell
    assert not isinstance(cell.value, datetime)
    scaled = round(cell.value / _SCALE[unit][0], 2) + 0.0
    return Cell(f"{scaled:,.2f}", scaled, Form.MONEY, tone if scaled else Tone.PLAIN)


def unit_words(currency: str, unit: Unit) -> str:
    """Return what amounts are told in, such as ``EUR million``."""
    return " ".join(part for part in (currency or "no currency", _SCALE[unit][1]) if part)


def worst_first(rows: Iterable[ProjectStatus]) -> list[ProjectStatus]:
    """Return projects by the colour that counts, then by slip."""
    return sorted(rows, key=lambda row: (_ORDER[row.overall.colour], -slip(row), row.code))


def slip(row: ProjectStatus) -> float:
    """Return the slip in working days; 0 where there is none."""
    return (row.figures.current_slip_days or 0.0) if row.figures else 0.0


def pieces(text: str) -> list[str]:
    """Return a text in pieces that each fit a row, cut at a sentence or a word."""
    rest, found = " ".join(text.split()), []
    while len(rest) > PIECE:
        cut = max(rest.rfind(". ", 0, PIECE) + 1, 0) or max(rest.rfind(" ", 0, PIECE), 0) or PIECE
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*found, rest] if rest else found
