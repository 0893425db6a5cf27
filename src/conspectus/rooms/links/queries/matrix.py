"""The structure of all links: who gives to whom, how many links and the worst of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.choices import Standing
from conspectus.rooms.links.queries.links import LinkFilter, find_links
from conspectus.rooms.portfolio.queries import visible_projects

GROUPS = ("project", "programme", "division")
OUTSIDE, HIDDEN, NONE = "outside", "hidden", "none"
_WORST = {standing: place for place, standing in enumerate(Standing.values)}


@dataclass(frozen=True, slots=True)
class MatrixName:
    """A row and column: a project, programme or division by its number, or ``outside``, ``hidden``, ``none``."""

    key: str
    code: str
    label: str  # empty for the three that are none


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """All links of one giver to one taker."""

    giver: str
    taker: str
    links: int
    worst: str
    slack_days: float | None  # the least


@dataclass(frozen=True, slots=True)
class Matrix:
    """Names in order, givers before takers as far as there is such an order; only cells that hold a link."""

    grouped: str
    names: tuple[MatrixName, ...]
    cells: tuple[MatrixCell, ...]

    @property
    def named(self) -> dict[str, MatrixName]:
        """Return the names by their keys."""
        return {one.key: one for one in self.names}


def link_matrix(by: User, wanted: LinkFilter, *, grouped: str, on: date) -> Matrix:
    """Return who gives to whom among the links a filter leaves; of projects not seen only that there are some.

    Asks the database the same number of times for one link and for ten thousand.
    """
    if grouped not in GROUPS:
        raise Invalid("by", "Group links by project, programme or division.", "by")
    asked = ("giver__project", "taker__project", "standing", "slack_days")
    rows = list(find_links(by, wanted, on).order_by("pk").values_list(*asked))
    names = _names(by, grouped, on) if rows else {}
    found: dict[tuple[str, str], MatrixCell] = {}
    for giver, taker, standing, slack in rows:
        ends = [OUTSIDE if one is None else names[one].key if one in names else HIDDEN for one in (giver, taker)]
        old = found.get((ends[0], ends[1]))
        if old is None:
            found[ends[0], ends[1]] = MatrixCell(ends[0], ends[1], 1, standing, slack)
            continue
        worst = min(old.worst, standing, key=_WORST.__getitem__)
        least = min((one for one in (old.slack_days, slack) if one is not None), default=None)
        found[ends[0], ends[1]] = MatrixCell(ends[0], ends[1], old.links + 1, worst, least)
    by_key = {one.key: one for one in names.values()}
    keys = _ordered(list(found))
    told = tuple(by_key.get(key) or MatrixName(key, "", "") for key in keys)
    place = {key: number for number, key in enumerate(keys)}
    cells = sorted(found.values(), key=lambda one: (place[one.giver], place[one.taker]))
    return Matrix(grouped, told, tuple(cells))


def _names(by: User, grouped: str, on: date) -> dict[int, MatrixName]:
    """Return the name each visible project goes by."""
    fields = {"project": ("pk", "code", "name"), "programme": ("programme", "programme__name", "programme__name")}
    fields["division"] = ("division", "division__name", "division__name")
    rows = visible_projects(by, on).order_by().values_list("pk", *fields[grouped])
    return {
        project: MatrixName(NONE, "", "") if key is None else MatrixName(str(key), code, name)
        for project, key, code, name in rows
    }


def _ordered(pairs: list[tuple[str, str]]) -> list[str]:
    """Return givers before takers where nothing stands against it: the fewest takes from what is left come first."""
    takes: dict[str, set[str]] = {}
    for giver, taker in pairs:
        takes.setdefault(giver, set())
        takes.setdefault(taker, set())
        if giver != taker:
            takes[taker].add(giver)
    order: list[str] = []
    while takes:
        key = min(takes, key=lambda one: (len(takes[one]), one))
        order.append(key)
        del takes[key]
        for left in takes.values():
            left.discard(key)
    return order
