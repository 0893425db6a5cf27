"""Backlogs as rows and as engine values; their figures as they are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.rooms.agile.models import BacklogDocument, BacklogRevision

if TYPE_CHECKING:
    from conspectus.engine.agile import Backlog, Pace
    from conspectus.formats.agile import Columns


def load_backlog(row: BacklogRevision) -> Backlog:
    """Return the backlog of a revision."""
    from conspectus.formats.agile import unpack

    return unpack(bytes(BacklogDocument.objects.values_list("data", flat=True).get(pk=row.document_id)))


def digest_of(data: bytes) -> str:
    """Return the digest something is addressed by."""
    return hashlib.sha256(data).hexdigest()


def columns_digest(columns: Columns) -> str:
    """Return the digest of how a file was read."""
    return digest_of(json.dumps(columns.as_json(), sort_keys=True).encode())


def figures_json(backlog: Backlog) -> dict[str, Any]:
    """Return the figures of a backlog as they are kept, in items and in points; ``usual`` says which count.

    ``sprints`` are those whose last day the tool tells: name, first and last day.
    """
    from conspectus.engine.agile import Unit, measure_pace

    usual = measure_pace(backlog)
    found = {unit.value: _kept(usual if usual.unit is unit else measure_pace(backlog, unit)) for unit in Unit}
    epics = [one for one in usual.epics if one.key]
    unsized = sum(0 < one.items == one.unestimated for one in epics)
    shape = {"epics": len(epics), "epics_unestimated": unsized, "blocked": usual.underway.blocked}
    dated = [[one.name, _iso(one.starts_on), _iso(one.ends_on)] for one in backlog.sprints if one.ends_on]
    return {"usual": usual.unit.value, **found, "shape": shape, "sprints": dated}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _kept(pace: Pace) -> dict[str, Any]:
    found = pace.forecast
    return {
        "scope": pace.scope,
        "accepted": pace.accepted,
        "unestimated": pace.unestimated,
        "remaining": found.remaining,
        "weeks": found.weeks,
        "mean": found.mean,
        "why": found.why,
        "finished": found.finished,
        "days": {str(chance): day.isoformat() if day else None for chance, day in found.days},
        "in_progress": pace.underway.items,
        "age_sure": pace.underway.age_sure.value,
        "cycle_sure": pace.cycle.sure.value,
    }


def day_kept(figures: Mapping[str, Any], chance: int) -> date | None:
    """Return the day of one chance in percent as it was kept."""
    text = figures["days"].get(str(chance))
    return date.fromisoformat(text) if text else None
