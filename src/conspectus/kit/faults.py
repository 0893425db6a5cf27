"""What a fault means to people: a full disk, a database that is away, or something nobody thought of."""

from __future__ import annotations

import errno

from django.db import DatabaseError, InterfaceError, OperationalError

FULL = "The disk is full. Reading works, saving does not. Nothing of what you sent was kept; tell your administrator."
AWAY = "The database does not answer at the moment. Nothing of what you sent was kept; try again in a minute."


def fault_status(fault: BaseException | None) -> int:
    """Return 507 for a full disk, 503 for a database that is away or busy, else 500."""
    seen: list[BaseException] = []
    while fault is not None and fault not in seen:
        seen.append(fault)
        fault = fault.__cause__ or fault.__context__
    if any(is_full(one) for one in seen):
        return 507
    away = (OperationalError, InterfaceError)
    return 503 if any(isinstance(one, away) for one in seen) else 500


def is_full(fault: BaseException) -> bool:
    """Return whether the fault is a disk, or a person's share of it, that is full."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    # SQLITE_FULL by its words, as Django's own error carries no code; PostgreSQL by its class of faults.
    words = isinstance(fault, DatabaseError) and "disk is full" in str(fault)
    return words or getattr(fault, "sqlstate", None) == "53100"
