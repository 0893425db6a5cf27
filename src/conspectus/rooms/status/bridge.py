"""Snapshots as canonical text with a digest; ranks of levels and colours, and the gap between them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.status.choices import COMPUTED_RANK, SCALES, Level


def of_subject(subject: Project | Programme) -> tuple[str, Project | Programme]:
    """Return which column of a report names a project or programme, with it."""
    return type(subject).__name__.lower(), subject


def level_of(scale: str, code: str) -> Level | None:
    """Return a level of a scale, if it has one of this code."""
    found = SCALES.get(scale)
    return next((level for level in found.levels if level.code == code), None) if found else None


def gap(declared: float | None, computed: str) -> float | None:
    """Return declared rank minus computed rank, above 0 where more was declared than the data say; else None."""
    rank = COMPUTED_RANK.get(computed)
    return None if declared is None or rank is None else declared - rank


def digest_of(body: str) -> str:
    """Return the digest of a snapshot's body."""
    return sha256(body.encode()).hexdigest()


def seal(digests: Mapping[str, str]) -> str:
    """Return the digest of a whole freeze: of every subject with its digest, in order."""
    lines = "\n".join(f"{subject} {digest}" for subject, digest in sorted(digests.items()))
    return sha256(lines.encode()).hexdigest()
