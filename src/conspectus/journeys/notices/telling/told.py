"""What the modules of this folder share: by what a notice finds its words, and the change it shows."""

from __future__ import annotations

from conspectus.journeys.home.views import Change
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.outbox.models import Notice

LINK, FINDING, DUE = "link", "finding", "due"
Key = tuple[str, ...]
Told = dict[Key, Change]  # what is said, by what a notice finds it with


def told_change(one: Notice, line: AuditLine, what: str, words: str, name: str) -> Change:
    """Return what a notice says, by whom and when, of its own subject called ``name``."""
    return Change(line.at, what, words, None, line.actor_name, one.subject_kind, one.subject_id, name)
