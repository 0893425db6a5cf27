"""What is measured of projects."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import SCOPED, Row

from conspectus.journeys.gather_facts import gather_all

API = {"GET /facts": Row(), "GET /projects/{project_id}/facts": SCOPED}
PAGES = {"facts": Row(), "project-facts": SCOPED}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Measure what there is."""
    gather_all(source="day", at=now())
    return {}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Measure the other world, whose portfolio's name is a fact."""
    gather_all(source="day", at=now())
    return {}
