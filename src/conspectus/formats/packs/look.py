"""The one look of every pack: few colours, one shape a status, sizes in points."""

from __future__ import annotations

from conspectus.formats.packs.page import ACCENT, Tone

INK = "1B2430"
SOFT = "5B6675"
RULE = "D5DAE1"

COLOURS = {
    Tone.PLAIN: INK,
    Tone.STRONG: INK,
    Tone.MUTED: SOFT,
    Tone.GREEN: "1E7145",
    Tone.AMBER: "946200",
    Tone.RED: "B3261E",
    Tone.NONE: "6B7684",
}
FILLS = {Tone.GREEN: "3B9B6D", Tone.AMBER: "E0A526", Tone.RED: "CC4B41", Tone.NONE: "C3CAD3"}
LINES = (ACCENT, "C46A1B", "7A4B94", "2F7F7A")


def fill(tone: Tone, position: int) -> str:
    """Return the colour of a chart's series: that of its status, else the next of the line colours."""
    return FILLS.get(tone, LINES[position % len(LINES)])
