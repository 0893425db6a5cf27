"""Who sees money in registers; which states an entry may be in, and whether it has a probability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.risks.choices import STATES, UNCERTAIN
from conspectus.rooms.risks.models import RegisterEntry

ONLY_UNCERTAIN = ("probability", "percent", "residual_probability", "residual_percent")


def sees_amounts(by: User, row: RegisterEntry, on: date) -> bool:
    """Return whether ``by`` may see the money of an entry: who sees that of the place it belongs to."""
    return sees_cost(by, row.place, on)


def check_state(kind: str, state: str) -> None:
    """Refuse a state that an entry of this kind is never in."""
    if state not in STATES[kind]:
        raise Invalid("state", "An entry of this kind is never in this state.", "state")


def check_certain(kind: str, numbers: Mapping[str, object]) -> None:
    """Refuse a probability of what has none: what has happened, is assumed or is to be decided."""
    given = [name for name in ONLY_UNCERTAIN if numbers.get(name) is not None]
    if given and kind not in UNCERTAIN:
        raise Invalid("certain", "Only risks and opportunities have a probability.", given[0])
