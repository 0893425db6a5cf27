"""The demo's money: one supplier in trouble and one project to stop are found, and nothing sound is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conspectus.journeys.demo.build import build_demo
from conspectus.journeys.demo.enterprise import SEEDS
from conspectus.rooms.money.models import Entry
from conspectus.rooms.money.queries import portfolio_money, project_money, supplier_standings
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries.snapshots import status_of

pytestmark = [pytest.mark.java, pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_supplier_in_trouble_and_the_project_to_stop_are_found_and_nothing_sound_is() -> None:
    director = build_demo(root=7, today=TODAY, seeds=SEEDS).organisation.director
    suppliers = {one.name: one for one in supplier_standings(director, TODAY)}
    assert [name for name, one in suppliers.items() if one.in_trouble] == ["Corvane Switchgear"]
    shared = suppliers.pop("Corvane Switchgear")
    assert (shared.contracts, shared.late, shared.over) == (4, 1, 2)
    assert shared.struck == ("CO-02", "NC-01", "RN-03")
    assert not any(one.troubled for one in suppliers.values())

    money = portfolio_money(director, at=NOW)
    assert [(row.code, row.verdict and row.verdict.call) for row in money.decisions] == [("RN-05", "stop")]
    assert money.hidden == 0
    whole = money.groups[0]
    assert (whole.currency, whole.without_rate) == ("EUR", 0)
    without = {row.code for row in money.rows if row.figures["budget"].value is None}
    assert without == {"CD-03", "NC-07", "RN-07"}  # dates only, and two small ones closed by their points
    entries = Entry.objects.count()
    assert 400 < entries < 2000
    found = project_money(director, Project.objects.get(code="RN-05"), at=NOW)
    assert found.figures["unreconciled"].value == 0
    assert found.figures["own_variance"].value < 0
    frozen = Snapshot.objects.filter(subject_kind="project", subject_id=found.project_id).order_by("-pk")[0]
    figures = status_of(frozen.body).figures
    assert figures is not None
    assert figures.money.budget.value == found.figures["budget"].value
