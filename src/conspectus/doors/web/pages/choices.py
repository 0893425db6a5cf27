"""What the picking fields of forms offer, and the rows they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.queries import divisions, get_division, get_person, people
from conspectus.rooms.portfolio.queries import (
    get_objective,
    get_portfolio,
    get_programme,
    visible_portfolios,
    visible_programmes,
)

from ..forms.changing import Choices


def people_choices(*present: Person | None) -> Choices:
    """Return everybody who can be given a part, and who has one now though they left."""
    found = {one.pk: one for one in (*people(), *filter(None, present))}
    return [(str(one.pk), one.name) for one in found.values()]


def division_choices(rows: Iterable[Division] | None = None) -> Choices:
    """Return the tree of divisions, each below its parent and moved in."""
    return [
        (str(one.pk), "\u2003" * (one.path.count("/") - 2) + one.name)
        for one in (divisions() if rows is None else rows)
    ]


def portfolio_choices(by: User) -> Choices:
    """Return the portfolios that can be seen."""
    return [(str(one.pk), one.name) for one in visible_portfolios(by)]


def programme_choices(by: User) -> Choices:
    """Return the programmes that can be seen, each with its portfolio."""
    return [(str(one.pk), f"{one.name} ({one.portfolio.name})") for one in visible_programmes(by)]


def role_meanings(roles: Iterable[Role] = Role) -> list[tuple[str, str]]:
    """Return what each role opens, in words."""
    return [
        (str(one.label), ", ".join(str(each.label) for each in Ability if each in ABILITIES[one]) + ".")
        for one in roles
    ]


def picked(by: User, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a form gave, with rows in place of their numbers."""
    return {name: _row(by, name, value) for name, value in given.items()}


def _row(by: User, name: str, value: Any) -> Any:
    queries: dict[str, Any] = {
        "portfolio": lambda number: get_portfolio(by, number),
        "programme": lambda number: get_programme(by, number),
        "division": get_division,
        "parent": get_division,
        "below": lambda number: get_objective(by, number),
        "owner": get_person,
        "manager": get_person,
        "sponsor": get_person,
        "person": get_person,
        "checker": get_person,
        "reviewer": get_person,
    }
    if name not in queries:
        return value
    try:
        return queries[name](value) if value else None
    except NotFound:
        raise Invalid("unknown", _("What was chosen here is not there any more. Choose again."), name) from None
