"""Packs for tests of rows: a portfolio of two projects with two frozen periods, and a logo."""

from __future__ import annotations

import struct
import zlib
from datetime import date

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.actions import Declared, Words, declare_status


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(wide: int = 4, high: int = 2, *, more: bytes = b"", rows: int | None = None, interlaced: int = 0) -> bytes:
    """Return a PNG of one colour."""
    drawn = zlib.compress((b"\0" + b"\x1f\x4e\x79" * wide) * (high if rows is None else rows))
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


@pytest.fixture
def may(cast: Cast, reader: None) -> Period:  # noqa: F811  # the fixture of the same name
    """Return May 2024, frozen after April, with reports and a plan that grew meanwhile."""
    second = make.project("Warehouse south", code="WS-2", portfolio=cast.portfolio)
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    import_plan(project=second, data=file_of(house(uid="WS-2")), name="south.xml", by=cast.bob, at=AT)
    april, after = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 1), by=cast.mona, at=AT
    )
    april = open_period(period=april, revision=1, by=cast.mona, at=AT)
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    import_plan(project=cast.project, data=file_of(house((5, 30, 5))), name="later.xml", by=cast.alice, at=AT)
    after = open_period(period=after, revision=1, by=cast.mona, at=AT)
    declare_status(
        subject=cast.project,
        period=after,
        declared=[Declared("overall", "green", "All well")],
        words=Words("On course", decisions="Approve a second crane."),
        revision=0,
        by=cast.alice,
        at=AT,
    )
    declare_status(
        subject=cast.programme,
        period=after,
        declared=[Declared("overall", "green")],
        words=Words("On course as a whole", decisions="Agree a new date."),
        revision=0,
        by=cast.ivan,
        at=AT,
    )
    return freeze_period(period=after, revision=after.revision, by=cast.mona, at=AT)
