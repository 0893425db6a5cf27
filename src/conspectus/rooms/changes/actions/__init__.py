"""Everything that can be done to change requests."""

from conspectus.rooms.changes.actions.deciding import (
    decide_change_request,
    implement_change_request,
    set_change_authority,
)
from conspectus.rooms.changes.actions.requests import (
    ChangeParticulars,
    raise_change_request,
    revise_change_request,
    submit_change_request,
    withdraw_change_request,
)

__all__ = [
    "ChangeParticulars",
    "decide_change_request",
    "implement_change_request",
    "raise_change_request",
    "revise_change_request",
    "set_change_authority",
    "submit_change_request",
    "withdraw_change_request",
]
