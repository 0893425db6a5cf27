"""What actions tell people of: who is given one, and who gave one that is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.followup.models import Action

ACTIONS = frozenset({"open_action", "change_action", "close_action", "import_actions"})
Chosen = Sequence[tuple[AuditLine, Mapping[str, Any]]]


def told_of_actions(told: Chosen) -> Iterator[tuple[AuditLine, int, int]]:
    """Yield each deed with the action and the person it is told to; a list may give and close several."""
    named = [(line, body, one) for line, body in told for one in _actions_of(line, body)]
    rows = Action.objects.in_bulk({one for _, _, one in named}) if named else {}
    for line, body, one in named:
        row, many = rows[one], line.deed == "import_actions"
        closed = one in body["closed"] if many else line.deed == "close_action"
        person = row.opened_by_id if closed else row.owner_id if many else body["owner"]
        if person is not None and person != body.get("owner_before"):
            yield line, one, int(person)


def _actions_of(line: AuditLine, body: Mapping[str, Any]) -> list[int]:
    return [*body["given"], *body["closed"]] if line.deed == "import_actions" else [int(line.subject_id)]
