"""The network of links as a picture: givers left of takers, each pair one line with its links and least slack."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from conspectus.rooms.links.choices import Standing
from conspectus.rooms.links.queries import Matrix, MatrixCell, MatrixName

from ..words import address, several, tenths

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 168, 44, 190, 26, 16
TAG_X, TAG_Y = 72, 24  # how far labels keep from each other
TURN = 60  # how far a line that goes back reaches beside its boxes
SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)  # of the line, where a label may stand
MOST_DRAWN = 150  # beyond this a picture shows nothing; the matrix does


Curve = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]


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
    """Lay the network out: each box in the column after those it takes from, long lines in rows of their own."""
    drawn = [cell for cell in found.cells if cell.giver != cell.taker]
    column = _columns(found)
    ways = {(cell.giver, cell.taker): _between(column[cell.giver], column[cell.taker]) for cell in drawn}
    back = TURN if any(column[giver] >= column[taker] for giver, taker in ways) else 0
    spots = {key: (x + back, y) for key, (x, y) in _spots(found, column, ways).items()}
    boxes = {one.key: spots[one.key, one.key, column[one.key]] for one in found.names}
    nodes = tuple(_node(one, boxes[one.key], found.grouped) for one in found.names)
    taken: list[tuple[int, int]] = []
    lines = []
    for cell in drawn:
        pair = (cell.giver, cell.taker)
        curves = _curves(boxes[cell.giver], [spots[*pair, at] for at in ways[pair]], boxes[cell.taker])
        lines.append(_line(cell, curves, taken, boxes, (found, asked)))
    right, low = (max((spot[axis] for spot in spots.values()), default=0) for axis in (0, 1))
    return Picture(nodes, tuple(lines), right + WIDTH + EDGE + back, low + HEIGHT + EDGE)


def _columns(found: Matrix) -> dict[str, int]:
    """Return in which column each box stands: after all it takes from, as far as the order of names goes."""
    place = {one.key: number for number, one in enumerate(found.names)}
    givers: dict[str, list[str]] = {}
    for cell in found.cells:
        if place[cell.giver] < place[cell.taker]:
            givers.setdefault(cell.taker, []).append(cell.giver)
    column: dict[str, int] = {}
    for one in found.names:
        column[one.key] = max((column[key] for key in givers.get(one.key, [])), default=-1) + 1
    return column


def _between(giver: int, taker: int) -> range:
    """Return the columns a line passes, from giver to taker; one that goes back passes those of both."""
    return range(giver + 1, taker) if giver < taker else range(giver, taker - 1, -1)


def _spots(
    found: Matrix, column: dict[str, int], ways: dict[tuple[str, str], range]
) -> dict[tuple[str, str, int], tuple[int, int]]:
    """Return where each box stands and where each line passes a column: level with what it comes from."""
    held: dict[int, list[tuple[str, str]]] = {}
    for one in found.names:
        held.setdefault(column[one.key], []).append((one.key, one.key))
    for pair, way in ways.items():
        for at in way:
            held.setdefault(at, []).append(pair)
    came: dict[str, list[str]] = {}
    for giver, taker in ways:
        if column[giver] < column[taker]:
            came.setdefault(taker, []).append(giver)
    level: dict[tuple[str, str, int], int] = {}
    for at in sorted(held):
        wish = {pair: _wish(pair, at, column, came, level) for pair in held[at]}
        level |= {(*pair, at): row for row, pair in enumerate(sorted(held[at], key=wish.__getitem__))}
    return {key: (EDGE + key[2] * (WIDTH + GAP_X), EDGE + row * (HEIGHT + GAP_Y)) for key, row in level.items()}


def _wish(
    pair: tuple[str, str],
    at: int,
    column: dict[str, int],
    came: dict[str, list[str]],
    level: dict[tuple[str, str, int], int],
) -> float:
    """Return the row a box or a line would have in its column: the mean of where it comes from."""
    giver, taker = pair
    if giver != taker:
        if column[giver] >= column[taker]:
            return math.inf  # what goes back runs below
        return level[giver, taker, at - 1] if at - 1 > column[giver] else level[giver, giver, at - 1]
    rows = [
        level[one, taker, at - 1] if column[one] < at - 1 else level[one, one, at - 1] for one in came.get(taker, [])
    ]
    return sum(rows) / len(rows) if rows else 0


def _curves(giver: tuple[int, int], passed: list[tuple[int, int]], taker: tuple[int, int]) -> list[Curve]:
    """Return a line's pieces: a curve in each gap; between them it runs straight through the columns it passes."""
    x, y, goes_back = giver[0] + WIDTH, giver[1] + HEIGHT // 2, taker[0] <= giver[0]
    pieces: list[Curve] = []
    for left, top in [*passed, taker]:
        last = len(pieces) == len(passed)
        goal, level = left + WIDTH if goes_back and not last else left, top + HEIGHT // 2
        bend = max(40, abs(goal - x) // 2)
        out, into = (-bend, bend) if goes_back else (bend, -bend)
        if goal == x:  # a turn beside a box: right of the giver, left of the taker
            out = into = -TURN if last else TURN
        pieces.append(((x, y), (x + out, y), (goal + into, level), (goal, level)))
        x, y = left if goes_back else left + WIDTH, level
    return pieces


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
    curves: list[Curve],
    taken: list[tuple[int, int]],
    boxes: dict[str, tuple[int, int]],
    asked: tuple[Matrix, dict[str, str]],
) -> Line:
    path = "L".join(_curve_words(one) for one in curves)
    spot = _free_spot(curves, taken, boxes)
    taken.append(spot)
    slack = "" if cell.slack_days is None else tenths(cell.slack_days)
    words, href = cell_words(cell, asked[0]), cell_address(cell, asked[0].grouped, asked[1])
    return Line(f"M{path}", *spot, cell.worst, cell.links, slack, words, href)


def _curve_words(curve: Curve) -> str:
    first, *rest = (f"{x} {y}" for x, y in curve)
    return f"{first}C{' '.join(rest)}"


def _free_spot(curves: list[Curve], taken: list[tuple[int, int]], spots: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Return where on its line a label stands: the middle, or as near to it as neither label nor box is hidden."""

    def hidden(one: tuple[int, int]) -> int:
        labels = sum(abs(one[0] - x) < TAG_X and abs(one[1] - y) < TAG_Y for x, y in taken)
        boxes = sum(
            x - TAG_X // 2 < one[0] < x + WIDTH + TAG_X // 2 and y - TAG_Y // 2 < one[1] < y + HEIGHT + TAG_Y // 2
            for x, y in spots.values()
        )
        return labels + boxes

    best, least = (0, 0), -1
    for spot in (_on_curve(curve, share) for curve in curves for share in SHARES):
        found = hidden(spot)
        if least < 0 or found < least:
            best, least = spot, found
        if not least:
            break
    return best


def _on_curve(curve: Curve, share: float) -> tuple[int, int]:
    """Return the point of a cubic curve at a share of its way."""
    left = 1 - share
    parts = (left**3, 3 * left**2 * share, 3 * left * share**2, share**3)
    x, y = (sum(part * point[axis] for part, point in zip(parts, curve, strict=True)) for axis in (0, 1))
    return round(x), round(y)
