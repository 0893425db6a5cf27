"""What is measured of the backlogs of projects: how old, how far, how fast, how it grew, and what holds it up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count

from conspectus.engine.measure import Reason
from conspectus.engine.status import PaceFacts, Tolerances, assess_throughput
from conspectus.kit.many import of_these
from conspectus.rooms.agile.bridge import day_kept
from conspectus.rooms.agile.models import BacklogRevision
from conspectus.rooms.agile.queries import NOBODY, choices_on, newest_backlogs, paces_of
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.facts.choices.backlogs import BACKLOG
from conspectus.rooms.portfolio.models import Project

NOTHING: dict[str, Measured] = {fact.name: Reason.NO_DATA for fact in BACKLOG.facts}


def backlog_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the newest backlogs at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand, twice where none has a backlog.
    """
    newest, choices = newest_backlogs(projects, on), choices_on(projects, on)
    those = [one for one in projects if one.pk in newest]
    paces = paces_of(those, newest, choices, on) if those else {}
    counts = _counts(list(newest), on) if those else {}
    found = {}
    for one in projects:
        row, choice = newest.get(one.pk), choices.get(one.pk, NOBODY)
        told = NOTHING | {"backlogs": 0, "backlog_judges": choice.judges}
        if row is not None:
            unit = choice.unit or row.figures["usual"]
            told |= {"backlogs": counts[one.pk]} | _of_row(row, unit) | _of_shape(row.figures) | _of_pace(paces[one.pk])
        found[one.pk] = told
    return found


def _counts(ids: Collection[int], on: date) -> dict[int, int]:
    rows = BacklogRevision.objects.filter(imported_at__date__lte=on).order_by()
    return dict(of_these(rows, ids).values_list("project").annotate(Count("pk")))


def _of_row(row: BacklogRevision, unit: str) -> dict[str, Measured]:
    figures, items = row.figures[unit], row.figures["items"]
    rate: Measured = figures["mean"] if figures["weeks"] else Reason.NO_DATA
    return {
        "backlog_on": row.as_of,
        "backlog_unit": unit,
        "backlog_scope": figures["scope"],
        "backlog_done_percent": _share(figures["accepted"], figures["scope"]),
        "backlog_weeks": figures["weeks"],
        "backlog_weekly": rate,
        "backlog_finish_half_on": day_kept(figures, 50) or Reason.NO_DATA,
        "backlog_in_progress": figures["in_progress"],
        "backlog_age_days": _or(figures["age_sure"]),
        "backlog_cycle_days": _or(figures["cycle_sure"]),
        "backlog_unestimated_percent": _share(items["unestimated"], items["scope"]),
    }


def _of_shape(figures: Mapping[str, Any]) -> dict[str, Measured]:
    """Return what backlogs of before these were counted do not tell."""
    shape = figures.get("shape")
    if shape is None:
        return {}
    return {
        "backlog_epics": shape["epics"],
        "backlog_epics_unestimated": shape["epics_unestimated"],
        "backlog_blocked_percent": _share(shape["blocked"], figures["items"]["in_progress"]),
    }


def _of_pace(pace: PaceFacts) -> dict[str, Measured]:
    late = assess_throughput(pace, Tolerances()).inputs.get("slip_percent")
    finish: Measured = Reason.NO_DATA if pace.why or pace.sure is None else pace.sure
    lacking = Reason.NO_DATA if isinstance(finish, Reason) else Reason.NO_BASELINE
    return {
        "backlog_growth_percent": _or(pace.growth.value, Reason.NO_BASELINE),
        "backlog_finish_on": finish,
        "backlog_late_percent": lacking if late is None else _or(late.value, lacking),
    }


def _share(part: float, whole: float) -> Measured:
    return 100 * part / whole if whole else Reason.NO_DATA


def _or(figure: float | None, reason: Reason = Reason.NO_DATA) -> Measured:
    return reason if figure is None else figure
