"""Lists of actions as people keep them in sheets: who does what about which thing, until when, and how it ended."""

from __future__ import annotations

from conspectus.formats.actionlists.fields import ACTION_FIELDS, ACTION_LIST
from conspectus.formats.actionlists.states import state_of

__all__ = ["ACTION_FIELDS", "ACTION_LIST", "state_of"]
