"""The projects of the demo that ended: closed by the deeds everybody uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conspectus.journeys.demo.closing import close_projects
from conspectus.journeys.demo.enterprise import SEEDS
from conspectus.journeys.demo.organisation import set_up_organisation
from conspectus.rooms.closure.queries import closure_rows, closure_view, the_closure
from conspectus.rooms.portfolio.models import Project

TODAY = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_two_projects_end() -> None:
    organisation = set_up_organisation(SEEDS[:1], at=TODAY - timedelta(days=400))
    close_projects(organisation, TODAY.date())
    ended = list(Project.objects.filter(state="closed").order_by("code"))
    assert [one.code for one in ended] == ["NC-07", "RN-07"]
    views = [closure_view(organisation.director, the_closure(one), TODAY.date()) for one in ended]
    assert [[one.point for one in view.points if one.state == "left"] for view in views] == [["deliverables"], []]
    assert all(view.decision and view.decision.by == "Carola Stenmark" for view in views)
    assert closure_rows(organisation.director, TODAY.date()) == ()
