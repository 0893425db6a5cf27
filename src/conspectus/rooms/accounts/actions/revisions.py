"""Against lost updates: the row as it is now, or who changed it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from conspectus.kit.errors import Invalid, Stale
from conspectus.rooms.accounts.queries import lines_about

Row = TypeVar("Row", bound=Model)


def lock_row(row: Row, revision: object) -> Row:
    """Return the row locked for a change; refuse when it is not at ``revision`` any more."""
    if isinstance(revision, bool) or not isinstance(revision, int):
        raise Invalid("revision", "Say which revision you are changing.", "revision")
    now: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if now.revision != revision:
        last = lines_about(type(row).__name__.lower(), row.pk).first()
        if last is None:
            raise Stale("Somebody changed this. Look at the new values, then decide.", now.revision)
        raise Stale(
            "%(who)s changed this at %(at)s UTC. Look at the new values, then decide.",
            now.revision,
            who=last.actor_name,
            at=f"{last.at:%H:%M}",
        )
    now.revision += 1
    return now  # type: ignore[no-any-return]  # the same kind of row that came in
