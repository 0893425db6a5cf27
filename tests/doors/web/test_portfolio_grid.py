"""The grid: columns of one's choice, also of the organisation's fields, groups with sums, fields to narrow by."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import set_field_values
from conspectus.rooms.portfolio.bridge.options import Offered

Enter = Callable[[User], Client]


@pytest.fixture
def fielded(costed: Cast) -> Cast:
    """Give the cast's two projects values of fields of several kinds."""
    make.field("region", "choice", options=(Offered("north", "North"), Offered("south", "South")))
    make.field("size", "number", unit="km")
    make.field("secret", "text", sees="cost")
    for project, region, size in ((costed.project, "north", "7"), (costed.other, "south", "12")):
        project.refresh_from_db()
        values = {"region": region, "size": size, "secret": f"hush {size}"}
        set_field_values(subject=project, values=values, revision=project.revision, by=costed.bob, at=AT)
    return costed


def heads(page: str) -> list[str]:
    head = re.search(r"<thead>(.*?)</thead>", page, re.DOTALL)
    assert head is not None
    return [re.sub(r"<[^>]+>|[↑↓]", "", one).strip() for one in re.findall(r"<th .*?</th>|<th>.*?</th>", head[1])]


def test_columns_are_chosen_in_their_order_and_kept(fielded: Cast, enter: Enter) -> None:
    client = enter(fielded.bob)
    page = client.get("/portfolio/?columns=finish,field.region&columns=state").content.decode()
    assert heads(page) == ["Project", "Finish", "Region", "State"]
    assert "columns=finish%2Cfield.region%2Cstate" in page  # a heading that sorts keeps them
    row = re.search(r"Warehouse north.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert '<td class="midwide">North</td>' in row[0]
    assert client.get("/portfolio/?columns=password").status_code == 422
    assert client.get("/portfolio/?columns=field.none").status_code == 422
    assert len(heads(client.get("/portfolio/").content.decode())) == 14


def test_a_field_is_shown_to_who_may_see_it(fielded: Cast, enter: Enter) -> None:
    assert "hush 7" in enter(fielded.bob).get("/portfolio/?columns=field.secret").content.decode()
    refused = enter(fielded.grace).get("/portfolio/?columns=field.secret")
    assert refused.status_code == 422  # grace sees money nowhere: for her there is no such column
    assert "hush" not in refused.content.decode()


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("field.region=north", "Warehouse north"),
        ("field.region=-", ""),
        ("field.size.from=8", "Head office move"),
        ("field.size.to=8", "Warehouse north"),
        ("field.size.from=8&field.size.to=9", ""),
        ("field.secret=h 12", "Head office move"),
    ],
)
def test_fields_narrow_by_controls(fielded: Cast, enter: Enter, asked: str, left: str) -> None:
    page = enter(fielded.bob).get(f"/portfolio/?{asked}").content.decode()
    found = [name for name in ("Warehouse north", "Head office move") if f">{name}</a>" in page]
    assert found == ([left] if left else [])


@pytest.mark.parametrize("group", ["programme", "portfolio", "division", "manager", "state", "status", "field.region"])
def test_groups_count_and_sum(fielded: Cast, enter: Enter, group: str) -> None:
    page = enter(fielded.bob).get(f"/portfolio/?group={group}&columns=status,budget").content.decode()
    groups = re.findall(r'<tr class="group">.*?</tr>', page, re.DOTALL)
    assert len(groups) == (1 if group in ("state", "status") else 2)
    assert sum("115,000" in one for one in groups) == 1  # the sum of the group that has money
    hidden = enter(fielded.grace).get(f"/portfolio/?group={group}&columns=status,budget").content.decode()
    assert "115,000" not in hidden
    assert enter(fielded.bob).get("/portfolio/?group=password").status_code == 422
    assert (
        enter(fielded.bob).get("/portfolio/?group=field.size").status_code == 422
    )  # every number is a group of its own


def test_a_group_leads_to_its_projects(fielded: Cast, enter: Enter) -> None:
    client = enter(fielded.bob)
    for group in ("programme", "field.region"):
        page = client.get(f"/portfolio/?group={group}").content.decode()
        found = re.search(r'<tr class="group"><th scope="row" class="wide"><a href="([^"]+)">', page)
        assert found is not None, group
        assert client.get(found[1].replace("&amp;", "&")).content.decode().count("</th><td") == 2  # one row, one sum


def test_files_have_the_columns_of_the_page(fielded: Cast, enter: Enter) -> None:
    lines = enter(fielded.bob).get("/portfolio.csv?columns=state,field.size,field.secret").content.decode().splitlines()
    assert lines[0].lstrip("\ufeff") == 'Code,Project,State,"Size, km",Secret'
    assert lines[1:] == ["HO-1,Head office move,Active,12,hush 12", "WN-1,Warehouse north,Active,7,hush 7"]


def test_many_rows_ask_as_often_as_few(fielded: Cast, enter: Enter) -> None:
    client, asked = enter(fielded.bob), []
    address = "/portfolio/?group=field.region&columns=status,field.region,field.secret&sort=field.size"
    for more in (0, 1, 7):
        for _ in range(more):
            make.project(portfolio=fielded.portfolio)
        client.get(address)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(address).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[1] == asked[2]


def test_a_view_is_saved_opened_kept_and_begun_with(fielded: Cast, enter: Enter) -> None:
    client = enter(fielded.alice)
    page = client.get("/portfolio/?group=state&columns=state").content.decode()
    assert 'href="/views/new/?group=state&amp;columns=state"' in page
    made = client.post("/views/new/?group=state&columns=state", {"name": "By state", "portfolio": ""})
    assert made.status_code == 302
    page = client.get(made.url).content.decode()
    assert heads(page) == ["Project", "State"]
    assert "Save this view" not in page  # it is saved as it stands
    view = re.search(r"view=(\d+)", made.url)
    assert view is not None
    number = view[1]
    assert client.get(f"/portfolio/?view={number}").url == f"/portfolio/?columns=state&group=state&view={number}"  # type: ignore[attr-defined]  # a redirect has one
    changed = client.get(f"{made.url}&text=ware").content.decode()
    assert f"/views/{number}/change/?" in changed
    client.post(f"/views/{number}/first/")
    assert client.get("/portfolio/").url == f"/portfolio/?columns=state&group=state&view={number}"  # type: ignore[attr-defined]  # a redirect has one
    assert len(heads(client.get("/portfolio/?view=all").content.decode())) == 14
    assert "By state" in client.get("/views/").content.decode()
    kept = client.post(f"/views/{number}/change/?text=ware", {"name": "Ware", "portfolio": "", "revision": "1"})
    assert kept.url == f"/portfolio/?text=ware&view={number}"  # type: ignore[attr-defined]  # a redirect has one
    assert client.post(f"/views/{number}/removal/").status_code == 302
    assert client.get("/portfolio/").status_code == 200


def test_a_view_that_chooses_nothing_shows_everything(fielded: Cast, enter: Enter) -> None:
    client = enter(fielded.alice)
    made = client.post("/api/v1/views", {"name": "All"}, content_type="application/json").json()
    client.post(f"/views/{made['id']}/first/")
    for address in ("/portfolio/", f"/portfolio/?view={made['id']}"):
        assert client.get(address).status_code == 200  # it led to itself for ever


def test_a_view_that_asks_for_what_is_gone_never_shuts_the_page(fielded: Cast, enter: Enter) -> None:
    client = enter(fielded.alice)
    made = client.post("/views/new/?columns=field.gone", {"name": "Gone", "portfolio": ""})
    gone = client.get(made.url)  # type: ignore[attr-defined]  # a redirect has one
    assert (gone.status_code, gone.url) == (302, "/portfolio/?view=all")
    assert "asks for what is not there any more" in client.get("/portfolio/?view=all").content.decode()


def test_several_projects_are_chosen_shown_and_changed(fielded: Cast, enter: Enter) -> None:
    client, north, other = enter(fielded.bob), fielded.project, fielded.other
    page = client.get("/portfolio/?pick=yes").content.decode()
    assert page.count('form="many" name="project"') == 2
    assert 'form="many"' not in client.get("/portfolio/").content.decode()
    assert client.get("/projects/changes/").status_code == 422
    asked = client.get(f"/projects/changes/?project={north.pk}&project={other.pk}").content.decode()
    chosen = re.findall(r'name="project" value="(\d+:\d+)"', asked)
    assert len(chosen) == 2
    given = {"project": chosen, "state": "paused", "reason": "Budget", "fields.region": "south"}
    shown = client.post("/projects/changes/", {**given, "step": "preview"}).content.decode()
    assert "2 projects would be changed" in shown
    north.refresh_from_db()
    assert north.state == "active"
    told = client.post("/projects/changes/", {**given, "step": "change"}).content.decode()
    assert "2 projects changed, 0 refused" in told
    north.refresh_from_db()
    assert north.state == "paused"
    late = client.post("/projects/changes/", {**given, "state": "active", "step": "change"}).content.decode()
    assert "0 projects changed, 2 refused" in late  # read before the change above
    hidden = enter(fielded.grace).get(f"/projects/changes/?project={north.pk}&project={other.pk}").content.decode()
    assert "Head office move" not in hidden


def test_several_projects_are_emptied_of_what_is_said(fielded: Cast, enter: Enter) -> None:
    client, north = enter(fielded.bob), fielded.project
    page = client.get(f"/projects/changes/?project={north.pk}").content.decode()
    assert 'name="emptied" value="manager"' in page
    assert 'name="emptied" value="fields.region"' in page
    given = {"project": str(north.pk), "step": "change", "emptied": ["manager", "fields.region"]}
    both = client.post("/projects/changes/", {**given, "fields.region": "south"})
    assert (both.status_code, "do not make it empty below" in both.content.decode()) == (422, True)
    told = client.post("/projects/changes/", given).content.decode()
    assert "1 project changed" in told
    north.refresh_from_db()
    assert north.manager is None
    told = client.post("/projects/changes/", {"project": str(north.pk), "emptied": "fields.region"}).content.decode()
    assert "0 projects would be changed" in told  # it is empty already


def test_programs_change_several_save_views_and_group(fielded: Cast, enter: Enter) -> None:
    client, north = enter(fielded.bob), fielded.project
    north.refresh_from_db()
    body = {"projects": [{"project": north.pk, "revision": north.revision}], "fields": {"region": "south"}}
    told = client.post("/api/v1/projects/changes", {**body, "rehearse": True}, content_type="application/json").json()
    assert told[0]["moves"] == [["Region", "North", "South"]]
    client.post("/api/v1/projects/changes", body, content_type="application/json")
    strange = {**body, "projects": [*body["projects"], {"project": 2**62, "revision": 1}]}
    refused = client.post("/api/v1/projects/changes", strange, content_type="application/json")
    assert (refused.status_code, "There is no such project." in refused.content.decode()) == (422, True)
    stale = client.post("/api/v1/projects/changes", body, content_type="application/json").json()
    assert "changed this" in stale[0]["refusal"]
    made = client.post("/api/v1/views", {"name": "South", "choices": {"sort": "name"}}, content_type="application/json")
    assert (made.status_code, made.json()["is_first"]) == (201, False)
    first = {"view": made.json()["id"]}
    assert client.post("/api/v1/views/first", first, content_type="application/json").status_code == 204
    assert client.get("/api/v1/views").json()["items"][0]["is_first"]
    groups = client.get("/api/v1/status/totals?group=field.region").json()["groups"]
    assert [(one["key"], one["projects"]) for one in groups] == [("south", 2)]
    rows = client.get("/api/v1/status?group=field.region").json()["items"]
    assert {one["group"] for one in rows} == {"south"}
