"""The network of links as a picture: givers left of takers, each pair one line with its links and least slack."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from conspectus.rooms.links.choices import Standing
from conspectus.rooms.links.queries import Matrix, MatrixCell, MatrixName

from ..words import address, several, tenths

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 168, 44, 150, 22, 16
TAG_X, TAG_Y = 72, 25  # how far labels keep from each other
SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)  # of the line, where a label may stand
MOST_DRAWN = 150  # beyond this a picture shows nothing; the matrix does


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the picture."""

    x: int
    y: int
    code: str
    label: str
    href: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a giver to a taker; ``words`` tell all of it."""

    path: str
    x: int
    y: int
    worst: str
    count: int
    slack: str
    words: str
    href: str

    @property
    def wide(self) -> bool:
        """Whether the label needs more room than most."""
        return len(self.slack) > 5


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and lines with the size of the sheet."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def called(one: MatrixName) -> str:
    """Return a name as it is said."""
    return one.label or {"outside": _("outside"), "hidden": _("projects you may not see")}.get(one.key, _("in none"))


def draw_network(found: Matrix, asked: dict[str, str]) -> Picture:
    """Lay the network out: each box in the column after those it takes from, as far as the order of names goes."""
    place = {one.key: number for number, one in enumerate(found.names)}
    column: dict[str, int] = {}
    for one in found.names:
        before = [column[cell.giver] for cell in found.cells
                  if cell.taker == one.key and place[cell.giver] < place[one.key]]  # fmt: skip
        column[one.key] = max(before, default=-1) + 1
    rows: dict[int, int] = {}
    spots: dict[str, tuple[int, int]] = {}
    for one in found.names:
        at = column[one.key]
        spots[one.key] = (EDGE + at * (WIDTH + GAP_X), EDGE + rows.get(at, 0) * (HEIGHT + GAP_Y))
        rows[at] = rows.get(at, 0) + 1
    nodes = tuple(_node(one, spots[one.key], found.grouped) for one in found.names)
    taken: list[tuple[int, int]] = []
    drawn = [cell for cell in found.cells if cell.giver != cell.taker]
    lines = tuple(_line(cell, spots, taken, found, asked) for cell in drawn)
    width = 2 * EDGE + (max(rows, default=0) + 1) * (WIDTH + GAP_X) - GAP_X
    return Picture(nodes, lines, width, 2 * EDGE + max(rows.values(), default=1) * (HEIGHT + GAP_Y) - GAP_Y + 30)


def cell_words(cell: MatrixCell, found: Matrix) -> str:
    """Return a pair in one sentence."""
    names = found.named
    slack = "" if cell.slack_days is None else _("; least slack %(days)s d") % {"days": tenths(cell.slack_days)}
    given = {"giver": called(names[cell.giver]), "taker": called(names[cell.taker]), "slack": slack,
             "links": several(cell.links, "link"), "worst": Standing(cell.worst).label}  # fmt: skip
    return _("%(giver)s gives to %(taker)s: %(links)s, worst: %(worst)s%(slack)s") % given


def cell_address(cell: MatrixCell, grouped: str, asked: dict[str, str]) -> str:
    """Return the list that holds a pair's links, as near as a filter comes."""
    kept = {name: value for name, value in asked.items() if name in ("standing", "state", "programme", "division")}
    where = reverse("links")
    if grouped == "project":
        ends = {"giver": cell.giver, "taker": cell.taker}
        return address(where, kept, **{name: key for name, key in ends.items() if key.isdecimal()})
    key = cell.giver if cell.giver.isdecimal() else cell.taker
    return address(where, kept, **({grouped: key} if key.isdecimal() else {}))


def _node(one: MatrixName, spot: tuple[int, int], grouped: str) -> Node:
    view = {"project": "project-links", "programme": "programme", "division": "division"}[grouped]
    href = reverse(view, args=[one.key]) if one.key.isdecimal() else ""
    code = one.code if grouped == "project" else ""
    return Node(*spot, code, called(one), href, "real" if href else "other")


def _line(
    cell: MatrixCell,
    spots: dict[str, tuple[int, int]],
    taken: list[tuple[int, int]],
    found: Matrix,
    asked: dict[str, str],
) -> Line:
    (x1, y1), (x2, y2) = spots[cell.giver], spots[cell.taker]
    first, then = (x1 + WIDTH, y1 + HEIGHT // 2), (x2, y2 + HEIGHT // 2)
    bend = max(40, abs(then[0] - first[0]) // 2)
    path = f"M{first[0]} {first[1]}C{first[0] + bend} {first[1]} {then[0] - bend} {then[1]} {then[0]} {then[1]}"
    curve = (first, (first[0] + bend, first[1]), (then[0] - bend, then[1]), then)
    spot = _free_spot(curve, taken, spots)
    taken.append(spot)
    slack = "" if cell.slack_days is None else tenths(cell.slack_days)
    return Line(
        path, *spot, cell.worst, cell.links, slack, cell_words(cell, found), cell_address(cell, found.grouped, asked)
    )


def _free_spot(
    curve: tuple[tuple[int, int], ...], taken: list[tuple[int, int]], spots: dict[str, tuple[int, int]]
) -> tuple[int, int]:
    """Return where on its line a label stands: the middle, or as near to it as neither label nor box is hidden."""

    def hidden(one: tuple[int, int]) -> int:
        labels = sum(abs(one[0] - x) < TAG_X and abs(one[1] - y) < TAG_Y for x, y in taken)
        boxes = sum(
            x - TAG_X // 2 < one[0] < x + WIDTH + TAG_X // 2 and y - TAG_Y // 2 < one[1] < y + HEIGHT + TAG_Y // 2
            for x, y in spots.values()
        )
        return labels + boxes

    best, least = (0, 0), -1
    for share in SHARES:
        spot = _on_curve(curve, share)
        found = hidden(spot)
        if least < 0 or found < least:
            best, least = spot, found
        if not least:
            break
    return best


def _on_curve(curve: tuple[tuple[int, int], ...], share: float) -> tuple[int, int]:
    """Return the point of a cubic curve at a share of its way."""
    left = 1 - share
    parts = (left**3, 3 * left**2 * share, 3 * left * share**2, share**3)
    x, y = (sum(part * point[axis] for part, point in zip(parts, curve, strict=True)) for axis in (0, 1))
    return round(x), round(y)
