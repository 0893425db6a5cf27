"""What is measured of the registers of projects: risks, issues and assumptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.choices import EntryKind
from conspectus.rooms.risks.models import RegisterEntry

HIGH = 15  # of 25
ASKED = ("kind", "score", "response", "owner", "review_on", "opened_on", "expected_on")


def risk_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the entries of projects that were open at the end of a day, by project and name."""
    rows = RegisterEntry.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on).order_by("pk")
    held: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in of_these(rows, [one.pk for one in projects]).values("project", *ASKED):
        held[row["project"]].append(row)
    return {one.pk: _facts(held[one.pk]) for one in projects}


def _facts(rows: Sequence[dict[str, Any]]) -> dict[str, Measured]:
    threats = [row for row in rows if row["kind"] == EntryKind.THREAT]
    issues = [row for row in rows if row["kind"] == EntryKind.ISSUE]
    assumptions = [row for row in rows if row["kind"] == EntryKind.ASSUMPTION]
    high = [row for row in threats if row["score"] >= HIGH]
    return {
        "risks_open": len(threats),
        "risks_high": len(high),
        "risks_high_unanswered": sum(not row["response"] or row["owner"] is None for row in high),
        "risks_without_owner": sum(row["owner"] is None for row in threats),
        "risk_reviews": _days(threats, "review_on"),
        "issues_open": _days(issues, "opened_on"),
        "issues_due": _days(issues, "expected_on"),
        "assumptions_due": _days(assumptions, "expected_on"),
    }


def _days(rows: Sequence[dict[str, Any]], name: str) -> tuple[date, ...]:
    return tuple(sorted(row[name] for row in rows if row[name] is not None))
