"""The published list of major projects: names that drift, ratings that stay missing, years that stay frozen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import factories as make

from conspectus.journeys.demo.published import NAME, build_published, same_as
from conspectus.journeys.master_list.lines import ASK, ListLine
from conspectus.journeys.master_list.matching import Like
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Alias, Portfolio, Project, Stated
from conspectus.rooms.status.models import Declaration, Snapshot
from conspectus.rooms.status.queries import statuses, trend

HEAD = (
    "year,gmpp_id,project_name,department,category,dca,dca_2,start,end,fy_budget_gbp_m,fy_forecast_gbp_m,wlc_gbp_m,"
    "benefits_gbp_m\n"
)
DRIFT = (
    HEAD
    + "2019,,Harbour Renewal,DfT,,amber/red,,2018-02-01,2024-03-31,1,1,100.5,\n"
    + "2019,,Records Programme,CO,,exempt,,2018-04-01,,,,,\n"
    + "2020,DFT_1,Harbour Renewal (HR) Programme,DfT,Infrastructure,amber,,2018-02-01,2025-03-31,1,1,140,\n"
    + "2020,CO_1,Records Programme,CO,ICT,green,,2018-04-01,2022-01-01,,,12,\n"
)


@pytest.mark.django_db
def test_years_are_taken_in_order_and_frozen() -> None:
    first, second = build_published(data=DRIFT.encode(), at=make.AT)
    assert (first.opened, second.opened, second.changed, second.confirmed) == (2, 0, 2, 1)
    harbour = Project.objects.get(name="Harbour Renewal (HR) Programme")
    assert set(Alias.objects.filter(project=harbour).values_list("name", flat=True)) == {"Harbour Renewal", "DFT_1"}
    stated = list(Stated.objects.filter(project=harbour).values_list("cost_minor", flat=True))
    assert stated == [10_050_000_000, 14_000_000_000]
    assert list(Period.objects.values_list("name", "state")) == [("2019", "frozen"), ("2020", "frozen")]
    records = Project.objects.get(name="Records Programme")
    assert Declaration.objects.filter(report__project=records).count() == 1
    by, last = local_operator(), Period.objects.get(name="2020")
    points = trend(by, [harbour.pk, records.pk], before=last, at=make.AT)
    assert [one.declared_label for one in points[harbour.pk]] == ["Amber/Red", "Amber"]
    assert [one.declared_label for one in points[records.pk]] == ["", "Green"]
    then = {one.name for one in statuses(by, Period.objects.get(name="2019"), at=make.AT)}
    assert then == {"Harbour Renewal", "Records Programme"}
    assert "Open Government Licence v3.0" in Portfolio.objects.get(name=NAME).purpose


def asking(row: int, name: str, *likes: Like) -> ListLine:
    return ListLine(row, ASK, "", name, likes=likes)


def test_a_name_is_confirmed_by_its_first_day_or_as_all_but_the_same_and_once() -> None:
    begun, near, far = Like(7, "A", "Sea", 0.85, True), Like(7, "A", "Sea", 0.9), Like(8, "B", "Lake", 0.82)
    assert same_as("2016", (asking(2, "Sea wall", near), asking(3, "Sea", begun), asking(4, "Lakes", far))) == {
        2: 0,
        3: 7,
        4: 0,
    }
    assert same_as("2016", (asking(2, "BT LSP", begun),)) == {2: 0}
    assert same_as("2016", (asking(2, "The Sea", Like(7, "A", "Sea", 1.0)),)) == {2: 7}


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe", HEAD.encode()])
def test_another_file_is_refused_before_anything_is_opened(data: bytes) -> None:
    with pytest.raises(Invalid, match="list of major projects"):
        build_published(data=data, at=make.AT)
    assert not Portfolio.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_list_itself(shared_data: Path) -> None:
    data = (shared_data / "portfolios" / "uk_major_projects_2014_2021.csv").read_bytes()
    done = build_published(data=data, at=make.AT)
    assert sum(one.rows for one in done) == 1248
    assert [name for one in done for name, _ in one.refused] == []
    assert sum(one.opened for one in done) == Project.objects.count()
    assert Declaration.objects.filter(dimension="overall").count() == 1248 - 43 - 2 - 11
    assert not Snapshot.objects.filter(subject_kind="portfolio").exists()  # no plans, so there is nothing to sum
    assert {"FCDO", "MHCLG", "NS&I"} <= set(Project.objects.values_list("division__name", flat=True))
