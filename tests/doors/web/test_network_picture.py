"""The network of links as a picture: every line in sight from its giver to its taker."""

from __future__ import annotations

import re

import pytest

from conspectus.doors.web.panels.network import HEIGHT, WIDTH, draw_network
from conspectus.rooms.links.queries import Matrix, MatrixCell, MatrixName

CHAIN = ["ab", "bc", "cd"]


@pytest.mark.parametrize("pairs", [CHAIN, [*CHAIN, "ad"], [*CHAIN, "ac", "bd", "ad"], [*CHAIN, "da", "ca"]])
def test_no_line_runs_behind_a_box(pairs: list[str]) -> None:
    names = tuple(MatrixName(key, key, key) for key in ("a", "b", "c", "d", "outside"))
    cells = tuple(MatrixCell(giver, taker, 1, "late", 2.0) for giver, taker in [*pairs, ("outside", "d")])
    drawn = draw_network(Matrix("project", names, cells), {})
    assert len(drawn.lines) == len(pairs) + 1
    for line in drawn.lines:
        points = [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", line.path)]
        for start, end in zip(points[3::4], points[4::4], strict=False):  # straight through a column
            assert start[1] == end[1]
            assert not [one for one in drawn.nodes if min(start[0], end[0]) <= one.x < max(start[0], end[0])
                        and one.y <= start[1] <= one.y + HEIGHT], line.path  # fmt: skip
        for start, end in zip(points[::4], points[3::4], strict=True):  # a curve stays in one gap
            assert not [one for one in drawn.nodes if min(start[0], end[0]) < one.x + WIDTH / 2 < max(start[0], end[0])]
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)
    assert len({(line.x, line.y) for line in drawn.lines}) == len(drawn.lines)
