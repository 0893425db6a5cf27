"""What a body names by number, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conspectus.doors.api.strict import Body
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import get_division, get_person
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_party, get_portfolio, get_programme, get_project, named_projects


def referred(by: User, name: str, value: Any) -> Any:
    """Return the row a number in a body stands for; foreign is the same as missing. Other values stay."""
    if value is None:
        return None
    try:
        if name in ("manager", "sponsor", "person", "owner"):
            return get_person(value)
        if name in ("division", "parent"):
            return get_division(value)
        if name in ("portfolio", "programme"):
            return (get_portfolio if name == "portfolio" else get_programme)(by, value)
        if name in ("supplier", "project"):
            return (get_party if name == "supplier" else get_project)(by, value)
    except NotFound:
        raise Invalid("unknown", f"There is no such {name}.", name) from None
    return value


def referred_projects(by: User, numbers: Iterable[int]) -> dict[int, Project]:
    """Return the projects of some numbers in a body by number, asked for at once; refuses as ``referred`` does."""
    wanted = set(numbers)
    found = {row.pk: row for row in named_projects(by, ids=wanted)}
    if len(found) < len(wanted):
        raise Invalid("unknown", "There is no such project.", "project")
    return found


def merged(body: Body, *, empty: tuple[str, ...] = (), **present: Any) -> dict[str, Any]:
    """Return the present values with those of the body put over them; only ``empty`` ones may become null."""
    given = body.model_dump(exclude_unset=True)
    refuse_empty(given, tuple(name for name in present if name not in empty))
    return {**present, **given}


def refuse_empty(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Refuse null for what cannot be empty."""
    for name in names:
        if given.get(name, "") is None:
            raise Invalid("empty", "This cannot be empty; leave it out to keep it.", name)
