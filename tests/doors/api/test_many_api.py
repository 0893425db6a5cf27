"""Reports and roles sent as lists: all of them or none, each at fault named."""

from __future__ import annotations

from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.api.test_organisation_api import Api

from conspectus.kit.together import MOST
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Grant, Project
from conspectus.rooms.status.models import Report

GREEN = [{"dimension": "overall", "level": "green"}]


@pytest.fixture
def period(cast: Cast) -> Period:
    (row,) = lay_periods(
        portfolio=cast.portfolio, starting=AT.date().replace(day=1), through=AT.date(), by=cast.mona, at=AT
    )
    return open_period(period=row, revision=row.revision, by=cast.mona, at=AT)


def sent(projects: list[Project], **more: Any) -> dict[str, Any]:
    return {"reports": [{"project": one.pk, "declared": GREEN, **more} for one in projects]}


def test_reports_of_many_projects_go_in_at_once(cast: Cast, period: Period) -> None:
    bob, where = Api(cast.bob), f"/periods/{period.pk}/reports"
    projects = [cast.project, make.project("Second", portfolio=cast.portfolio)]
    answer = bob("put", where, sent(projects, submit=True))
    assert answer.status_code == 200, answer.content
    assert {one["state"] for one in answer.json()["reports"]} == {"submitted"}
    assert [one["project"] for one in answer.json()["reports"]] == [one.pk for one in projects]
    assert Report.objects.count() == len(projects)
    # A report that is handed in already, one read before a change and one of nobody knows what: none is written.
    again = sent(projects[:1])
    again["reports"] += [{"project": 10**9, "declared": GREEN}]
    refused = bob("put", where, again).json()
    assert [one["place"] for one in refused["findings"]] == ["report 1", "report 2"]
    assert refused["findings"][1]["words"] == "Not found."
    assert "Nothing was changed." in refused["words"]


def test_one_at_fault_keeps_all_from_being_written(cast: Cast, period: Period) -> None:
    bob, where = Api(cast.bob), f"/periods/{period.pk}/reports"
    projects = [cast.project, make.project("Second", portfolio=cast.portfolio)]
    body = sent(projects)
    body["reports"][1]["declared"] = [{"dimension": "overall", "level": "purple"}]
    answer = bob("put", where, body)
    assert (answer.status_code, len(answer.json()["findings"])) == (422, 1)
    assert not Report.objects.exists()
    for wrong in ({"reports": []}, {"reports": body["reports"][:1] * (MOST + 1)}, {"reports": [{"project": 1}]}):
        assert bob("put", where, wrong).status_code == 422
    # Who manages one of them writes that one; another's is refused like by its own address.
    alice = Api(cast.alice)
    assert alice("put", where, sent([cast.project])).status_code == 200
    assert Api(cast.dave)("put", where, sent([cast.project])).status_code == 404


def test_many_roles_are_given_or_none(cast: Cast) -> None:
    bob = Api(cast.bob)
    before = Grant.objects.count()
    role = {"person": cast.dave.person_id, "role": "viewer", "scope_kind": "programme", "scope": cast.programme.pk}
    wrong = [role, role | {"role": "king"}, role | {"scope": 10**9}, role]
    refused = bob("post", "/roles/many", {"roles": wrong})
    assert refused.status_code == 422
    assert [one["place"] for one in refused.json()["findings"]] == ["role 2", "role 3", "role 4"]
    assert Grant.objects.count() == before
    given = bob("post", "/roles/many", {"roles": [role, role | {"person": cast.judy.person_id}]})
    assert given.status_code == 201, given.content
    assert [one["role"] for one in given.json()["roles"]] == ["viewer", "viewer"]
    assert Grant.objects.count() == before + 2
    assert Api(cast.alice)("post", "/roles/many", {"roles": [role]}).status_code == 422
