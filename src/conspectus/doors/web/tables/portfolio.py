"""The portfolio table: its columns, its order from the address, its totals from sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure
from conspectus.kit.errors import Invalid
from conspectus.rooms.governance.choices import OPEN_STATES
from conspectus.rooms.governance.queries.standing import under_exception
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Field
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, GROUPED
from conspectus.rooms.schedule.choices import WORST_FIRST
from conspectus.rooms.schedule.queries import GridFilter, GroupTotals, PortfolioTotals
from conspectus.rooms.status.queries import GridRow

from ..words import address
from .columns import Column, offered

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from conspectus.review.result import GroupReview

PAGE = 50  # rows at once
NARROWING = (
    "text", "state", "programme", "division", "portfolio", "manager", "status", "stale", "exception", "fields",
)  # fmt: skip
EXCEPTIONS = (
    ("", _("any or none")), ("open", _("an open one")), ("none", _("none")),
    *((one.value, one.label) for one in OPEN_STATES),
)  # fmt: skip
SHOWN = ("sort", "group", "columns")
GROUP_WORDS = (
    ("", _("not grouped")), ("programme", _("Programme")), ("portfolio", _("Portfolio")), ("division", _("Division")),
    ("manager", _("Manager")), ("state", _("State")), ("status", _("Status")),
)  # fmt: skip
LOW, HIGH = ".from", ".to"  # ends of the names of two controls of one field


@dataclass(frozen=True, slots=True)
class Heading:
    """The props of one ``sorthead`` component."""

    label: str
    href: str
    order: str
    number: bool
    hint: str
    optional: bool = False


def read_filter(query: dict[str, str]) -> GridFilter:
    """Return what the address asks for; refuses what is no number and no known order."""
    return GridFilter(
        text=query.get("text", ""),
        state=query.get("state", ""),
        portfolio=asked_id(query, "portfolio"),
        programme=asked_id(query, "programme"),
        division=asked_id(query, "division"),
        manager=asked_id(query, "manager"),
        sort=query.get("sort", "") or "code",
        status=query.get("status", ""),
        stale=query.get("stale", "") == "yes",
        within=under_exception(query.get("exception", "")),
        fields=";".join(filter(None, (query.get("fields", ""), *_wanted_fields(query)))),
    )


def read_grid(query: dict[str, str]) -> GridFilter:
    """Return the same with what is kept together."""
    return replace(read_filter(query), group=query.get("group", ""))


def _wanted_fields(query: dict[str, str]) -> Iterator[str]:
    """Yield what the controls of fields say, each as the filter has it."""
    keys = dict.fromkeys(
        name.removeprefix(BY_FIELD).removesuffix(LOW).removesuffix(HIGH) for name in query if name.startswith(BY_FIELD)
    )
    for key in keys:
        exact, low, high = (query.get(f"{BY_FIELD}{key}{end}", "").strip() for end in ("", LOW, HIGH))
        if exact or low or high:
            yield f"{key}:{exact or f'{low}..{high}'}"


def asked_id(query: dict[str, str], name: str) -> int | None:
    """Return the number of a thing in the address; refuses what is none."""
    text = query.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise Invalid(name, gettext("What the address names is not there."), name)
    return int(text)


def headings(path: str, query: dict[str, str], columns: Iterable[Column]) -> list[Heading]:
    """Return the column headings; pressing one twice turns the order round and goes back to the first row."""
    now = query.get("sort", "")

    def heading(
        label: StrOrPromise, sort: str, *, number: bool = False, hint: StrOrPromise = "", optional: bool = False
    ) -> Heading:
        name = sort.lstrip("-")
        order = "" if not sort or now.lstrip("-") != name else "descending" if now.startswith("-") else "ascending"
        after = sort if not order else (name if order == "descending" else f"-{name}")
        href = address(path, query, sort=after, **{"from": None}) if sort else ""
        return Heading(str(label), href, order, number, str(hint), optional)

    return [
        heading(gettext("Project"), "name"),
        *(
            heading(one.label, one.sort, number=one.is_figure, hint=one.hint, optional=one.is_optional)
            for one in columns
        ),
    ]


def meanings(headings: Iterable[Heading]) -> list[tuple[str, str]]:
    """Return what each column means."""
    return [(one.label, one.hint) for one in headings if one.hint]


def window(rows: Sequence[Any], path: str, query: dict[str, str]) -> dict[str, Any]:
    """Return the rows of one page, and the links to those before and after."""
    found = span(len(rows), path, query)
    return found | {"rows": rows[found["first"] - 1 : found["last"]]}


def span(total: int, path: str, query: dict[str, str]) -> dict[str, Any]:
    """Return which rows of so many one page shows, and the links to those before and after."""
    asked = query.get("from", "")
    first = int(asked) - 1 if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 0
    first = min(max(first, 0), max(total - 1, 0)) // PAGE * PAGE
    last = min(first + PAGE, total)
    return {
        "first": first + 1,
        "last": last,
        "total": total,
        "before": address(path, query, **{"from": first - PAGE + 1 if first > PAGE else None}) if first else "",
        "after": address(path, query, **{"from": last + 1}) if last < total else "",
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """A group as the table shows it, ``why`` by dimension.

    ``shares`` are colour, projects and percent of the budget, where it has a sum.
    """

    name: str
    colours: dict[str, str]
    words: str
    why: tuple[tuple[str, str], ...]
    spi_t: Measure
    cpi: Measure
    shares: tuple[tuple[str, int, float | None], ...]
    deciding: str


def group_rows(groups: Iterable[GroupReview]) -> list[Standing]:
    """Return groups judged by their own sums, each beside how its projects stand."""
    return [
        Standing(
            name=group.name,
            colours={one.dimension: one.colour for one in group.status},
            words=group.words,
            why=tuple((one.dimension, one.words) for one in group.status if one.dimension != "overall"),
            spi_t=group.money.spi_t,
            cpi=group.money.cpi,
            shares=_shares(group),
            deciding=group.deciding,
        )
        for group in groups
    ]


def _shares(group: GroupReview) -> tuple[tuple[str, int, float | None], ...]:
    found = {portion.colour: portion for portion in group.portions if portion.projects}
    budget = sum(portion.budget for portion in found.values()) if group.money.currency else 0.0
    ordered = [found[colour] for colour in WORST_FIRST if colour in found]
    return tuple((one.colour, one.projects, 100 * one.budget / budget if budget else None) for one in ordered)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one group on a page under its totals; a table that is not grouped is one block without any."""

    rows: tuple[GridRow, ...]
    group: GroupTotals | None = None
    href: str = ""  # narrows the table to the group


def blocks(rows: Sequence[GridRow], sums: PortfolioTotals, path: str, query: dict[str, str]) -> list[Block]:
    """Return the rows of a page by the groups they lie in."""
    if not sums.groups:
        return [Block(tuple(rows))] if rows else []
    totals = {one.key: one for one in sums.groups}
    made = []
    for key, some in groupby(rows, key=lambda row: row.group):
        name = query.get("group", "")
        value = key or ("-" if name.startswith(BY_FIELD) else "")
        href = address(path, query, **{name: value, "group": None, "from": None}) if value else ""
        made.append(Block(tuple(some), totals[key], href))
    return made


@dataclass(frozen=True, slots=True)
class Tools:
    """What can be chosen of how the table looks: columns, each with whether it is shown, and groups."""

    columns: tuple[tuple[str, str, bool], ...]
    groups: tuple[tuple[str, str], ...]
    carried: tuple[tuple[str, str], ...]
    usual_href: str


def tools(asked: dict[str, str], columns: Sequence[Column], fields: Sequence[Field], *, without: str = "") -> Tools:
    """Return the columns and groups there are to choose, those shown now first and in their order."""
    there, shown = offered(fields), {one.key for one in columns}
    rest = [one for one in there.values() if one.key not in shown and one.key != without]
    kinds = [row for row in fields if row.kind in GROUPED]
    kept = carried(asked, ("sort", "view", *(name for name in asked if narrows(name))))
    return Tools(
        columns=tuple((one.key, str(one.label), one.key in shown) for one in (*columns, *rest)),
        groups=(
            *((key, str(label)) for key, label in GROUP_WORDS),
            *((BY_FIELD + row.key, row.label) for row in kinds),
        ),
        carried=kept,
        usual_href=address("", dict(kept)) or "?",
    )


def narrows(name: str) -> bool:
    """Return whether a name in the address says which projects are shown."""
    return name in NARROWING or name.startswith(BY_FIELD)


def chosen_of(asked: dict[str, str]) -> dict[str, str]:
    """Return what an address chooses of the table: all that a saved view keeps."""
    return {name: asked[name] for name in asked if asked[name] and (narrows(name) or name in SHOWN)}


def carried(asked: dict[str, str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return what a form passes on that it does not ask itself."""
    return tuple((name, asked[name]) for name in dict.fromkeys(names) if asked.get(name))


def statuses() -> list[tuple[str, str]]:
    """Return the computed statuses a list can be narrowed to."""
    return [
        ("", gettext("any status")),
        *((one.value, str(one.label)) for one in WORST_FIRST),
        ("no_plan", gettext("No plan yet")),
    ]


def states() -> list[tuple[str, str]]:
    """Return the states a list can be narrowed to."""
    return [("", gettext("any state")), *((one.value, str(one.label)) for one in State)]
