"""Search by page, API and command: what is found leads on, and nothing of another world shows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.another_world import CANARY
from tests.doors.api.test_periods_api import Caller
from tests.doors.cli.test_period_commands import say  # noqa: F401  # a fixture is used by its name
from tests.doors.test_permission_matrix import PLAN, entered
from tests.trust.counts import daily

from conspectus.doors.web.tables.search import leads_to, with_marks
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.search.queries import Hit


@pytest.mark.parametrize(
    "who",
    list(filter(daily, ["alice", "carol", "dave", "grace", "heidi", "ivan", "judy", "kim", "liam", "mona"])),
)
def test_another_world_is_neither_found_nor_counted(
    cast: Cast,
    theirs: dict[str, Any],  # the fixture of this name
    who: str,
) -> None:
    client = entered(cast.users()[who])
    for word in (CANARY, "zanzib", "ZANZIBAR-1", "zanzibar1", "zanzibar dig", "olga"):
        found = client.get("/api/v1/search", {"text": word}).json()
        assert (found["total"], found["groups"]) == (0, [])
        page = client.get("/search/", {"q": word})
        assert "Nothing found" in page.content.decode()
        for kind in ("project", "milestone", "task", "report", "party", "contract"):
            assert client.get("/api/v1/search", {"text": word, "kind": kind}).json()["total"] == 0


def test_the_office_finds_the_other_world_and_each_hit_leads_on(cast: Cast, theirs: dict[str, Any]) -> None:
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=now())
    client = entered(cast.bob)
    groups = client.get("/api/v1/search", {"text": CANARY}).json()["groups"]
    found = {group["kind"] for group in groups}
    assert found >= {"project", "programme", "portfolio", "objective", "task", "contract", "party"}
    assert found >= {"register", "action", "change", "link", "exception", "assurance", "deliverable", "requirement"}
    assert "nonconformity" in found
    for group in groups:
        hit = Hit(**{**group["hits"][0], "excerpts": tuple(group["hits"][0]["excerpts"])})
        assert client.get(leads_to(hit)).status_code in (200, 302)
    page = client.get("/search/", {"q": CANARY}).content.decode()
    assert f"<mark>{CANARY}</mark>" in page
    assert client.get("/search/", {"q": CANARY, "kind": "project"}).status_code == 200
    assert client.get("/search/", {"q": CANARY, "kind": "user"}).status_code == 422


def test_the_page_teaches_marks_and_escapes(cast: Cast) -> None:
    client = entered(cast.alice)
    empty = client.get("/search/").content.decode()
    assert "Look for anything you may see" in empty
    assert 'aria-keyshortcuts="/"' in empty
    make.project("<b>Bold</b> quay", portfolio=cast.portfolio, manager=cast.alice.person)
    page = client.get("/search/?q=bold").content.decode()
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; quay" in page
    assert "“&lt;i&gt;”" in client.get("/search/?q=<i>").content.decode()
    assert with_marks("Küche & Kuchen", ["kuch"]) == "<mark>Küche</mark> &amp; <mark>Kuchen</mark>"
    for number in range(7):
        make.project(f"Bold {number}", portfolio=cast.portfolio, manager=cast.alice.person)
    assert "all 8 under Projects" in client.get("/search/?q=bold").content.decode()
    assert client.get("/search/?q=bold&kind=project&from=7").content.decode().count('class="hit-code"') == 2


def test_by_api_and_command(cast: Cast, say: Any) -> None:  # noqa: F811  # the fixture
    found = Caller(cast.alice)("get", "/search?text=warehouse").json()
    assert (found["words"], found["groups"][0]["hits"][0]["code"]) == (["warehouse"], "WN-1")
    assert Caller(cast.alice)("get", "/search").json()["total"] == 0
    assert Caller(cast.alice)("get", "/search?text=a&q=b").status_code == 422
    assert "WN-1 Warehouse north" in say("search", "warehouse", "nor")[1]
    assert json.loads(say("search", "warehouse", "--json", "--kind", "project")[1])["total"] == 1
    assert "Nothing" in say("search", "zzz")[1]
    assert "entries" in say("search", "rebuild")[1]
