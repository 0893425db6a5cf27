"""The gate of write-ahead logging: open only where the library is free of the WAL-reset fault."""

from __future__ import annotations


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Return whether this SQLite may use a write-ahead log.

    Versions 3.7.0 to 3.51.2 can corrupt a file when one connection checkpoints while
    another writes; 3.44.6 and 3.50.7 carry the correction back.
    """
    major, minor, patch = (*version, 0, 0, 0)[:3]
    if (major, minor) == (3, 44):
        return patch >= 6
    if (major, minor) == (3, 50):
        return patch >= 7
    return (major, minor, patch) >= (3, 51, 3)
