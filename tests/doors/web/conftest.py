"""What tests of the pages share: a signed-in client for anybody, and a project that has plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import AT, Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import PlanSummary

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
PLAN = """Id,Task,Duration,Start,Predecessors,Cost,Percent
1,Design,10d,2024-04-01,,10000,100
2,Order piles,8d,,1,25000,50
3,Drive piles,{days}d,,2,80000,0
4,Hand over,0d,,3,,0
"""


def plan_file(days: int = 15) -> bytes:
    """Return a small plan as CSV."""
    return PLAN.format(days=days).encode()


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """Return a maker of signed-in clients."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return make


@pytest.fixture
def costed(planned: Cast) -> Cast:
    """Return the same with money in the newest figures: 115,000 to be spent."""
    known = {"bac_minor": 11_500_000, "forecast_minor": 11_500_000, "currency": "EUR"}
    measures = {name: {"value": 11_500_000} for name in ("bac", "eac")}
    PlanSummary.objects.filter(revision__project=planned.project).update(**known, measures=measures)
    return planned


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """Return the cast with two revisions and a baseline in alice's project."""
    at = AT + timedelta(days=1)
    first = import_plan(project=cast.project, data=plan_file(), name="quay.csv", by=cast.alice, at=at)
    set_baseline(project=cast.project, revision=first.revision, reason="Gate 2", source="dates", by=cast.carol, at=at)
    later: dict[str, Any] = {"project": cast.project, "by": cast.alice, "at": at + timedelta(days=30)}
    import_plan(data=plan_file(19), name="quay.csv", **later)
    return cast
