"""Parts in which projects serve something: as they are typed, and as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conspectus.doors.cli import Refused
from conspectus.doors.cli._terminal import print_table
from conspectus.engine.measure import REASON_WORDS, Measure, Reason

if TYPE_CHECKING:
    from conspectus.rooms.schedule.queries.shares import SharedProject


def parts_of(given: list[str]) -> list[tuple[str, int]]:
    """Return numbers with parts in basis points, written as 3=40."""
    found = []
    for text in given:
        number, _, part = text.partition("=")
        try:
            found.append((number, round(float(part.rstrip("%")) * 100)))
        except (ValueError, OverflowError):
            raise Refused(f"'{text}' is no number with a part. Write 3=40 for 40 % of number 3.") from None
    return found


def amount(minor: int, currency: str) -> str:
    """Return minor units as an amount."""
    from conspectus.formats.currencies import written

    return f"{written(minor, currency)} {currency}".strip()


def measured(measure: Measure, currency: str) -> str:
    """Return an amount, or why there is none."""
    if measure.value is None:
        return REASON_WORDS[measure.reason or Reason.NO_DATA]
    return amount(round(measure.value), currency)


def print_shared(rows: Sequence[SharedProject]) -> None:
    """Print the projects that serve a programme or a division, and their sums."""
    from conspectus.rooms.schedule.queries.shares import shared_sums

    cells = [
        (
            f"{one.code} {one.name}",
            one.home,
            f"{one.basis_points / 100:g} %",
            one.colour,
            measured(one.budget, one.currency),
            measured(one.forecast, one.currency),
        )
        for one in rows
    ]
    for total in shared_sums(rows):
        sums = (measured(total.budget, total.currency), measured(total.forecast, total.currency))
        cells.append((f"{total.projects} in {total.currency}, from sums", "", "", "", *sums))
    print_table(("Project", "Home", "Part", "Status", "Budget", "Forecast"), cells, figures=(2, 4, 5))
