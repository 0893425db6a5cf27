"""Stored documents as plans; a plan is frozen, so the ones asked for lately are shared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from conspectus.kit.errors import Conflict
from conspectus.rooms.schedule.models import PlanDocument

if TYPE_CHECKING:
    from conspectus.engine.network import Schedule
    from conspectus.engine.plan import Plan


def load_plan(digest: str) -> Plan:
    """Return the plan stored under this digest; refuses a document that is not as it was written."""
    return _plan(digest)


def load_schedule(digest: str, mode: str = "auto") -> Schedule:
    """Return the computed dates of a stored plan; what was imported has no circle, so this does not refuse."""
    return _schedule(digest, mode)


@lru_cache(maxsize=16)
def _plan(digest: str) -> Plan:
    data = bytes(PlanDocument.objects.values_list("data", flat=True).get(pk=digest))
    return read_checked(digest, data)


@lru_cache(maxsize=16)
def _schedule(digest: str, mode: str) -> Schedule:
    from conspectus.engine.network import schedule

    return schedule(_plan(digest), mode)


def stored_documents(digests: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of many documents, asked for at once; ``read_checked`` makes plans of them one by one."""
    rows = PlanDocument.objects.filter(pk__in=set(digests)).values_list("pk", "data")
    return {digest: bytes(data) for digest, data in rows}


def read_checked(digest: str, data: bytes) -> Plan:
    """Return the plan of a document whose bytes must have this digest."""
    from conspectus.formats import plans

    if plans.digest(data) != digest:
        raise Conflict("document_changed", "The stored plan is not as it was written. Restore it from a backup.")
    try:
        return plans.read_plan(data)
    except plans.UnreadablePlan as refusal:
        raise Conflict("document_unreadable", str(refusal)) from None
