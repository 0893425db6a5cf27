"""What may be said beside a file that does not say itself how it is written: the same options at every command."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from conspectus.doors.cli import Refused

if TYPE_CHECKING:
    from conspectus.formats.workbooks.cells import Manner
    from conspectus.rooms.portfolio.models import Portfolio
    from conspectus.rooms.schedule.bridge.said import Said


def add_manner(parser: argparse.ArgumentParser) -> None:
    """Add how dates, amounts, text and money are written."""
    parser.add_argument("--date-order", default="", choices=("dmy", "mdy"), help="how 03/04/2026 is meant")
    parser.add_argument(
        "--amounts", default="", choices=("en", "de", "fr", "ch"), help="1,234.56, 1.234,56, 1 234,56 or 1'234.56"
    )
    parser.add_argument("--encoding", default="", metavar="NAME", help="of text that does not tell, such as cp1252")
    parser.add_argument("--currency", default="", metavar="CODE", help="where the file names none, such as EUR")


def said_of(arguments: argparse.Namespace, status_date: str = "") -> Said:
    """Return what was said; refuses an answer that is none."""
    from conspectus.rooms.schedule.bridge.said import Said

    said = Said(status_date, arguments.date_order, arguments.amounts, arguments.encoding, arguments.currency)
    said.check()
    return said


def manner_of(arguments: argparse.Namespace) -> Manner:
    """Return how the files are to be read."""
    return said_of(arguments).manner()


def mapping_named(portfolio: Portfolio, kind: str, name: str) -> str:
    """Return the number of the portfolio's mapping of this name, for sheets of a kind; empty where none is named."""
    if not name:
        return ""
    from conspectus.kit.texts import fold
    from conspectus.rooms.portfolio.queries import mappings_of

    row = mappings_of(portfolio, kind).filter(name_key=fold(name)).first()
    if row is None:
        raise Refused(f"This portfolio has no mapping of such sheets called '{name}'.")
    return str(row.pk)
