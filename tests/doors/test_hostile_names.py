"""Names that would like to be scripts, formulas or links stay names, on every page and in every pack."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.rooms.accounts.actions import change_division, change_person, local_operator
from conspectus.rooms.portfolio.actions import change_portfolio, change_programme, change_project
from conspectus.rooms.schedule.actions import import_plan, set_baseline

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
NAMES = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    'javascript:alert(1) {{7*7}} {% debug %} #eval("1") </svg><svg onload=alert(1)>',
)
PLACES = (
    "",
    "tasks/",
    "quality/",
    "earned-value/",
    "revisions/",
    "comparison/?old=1&new=2",
    "baselines/",
    "people/",
    "particulars/",
    "upload/",
)


class Found(HTMLParser):
    """Collects what a browser would run or follow out of the house."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        told = dict(attrs)
        self.bad += [f"{tag} {name}" for name in told if name.startswith("on") or name == "style"]
        self.bad += [f"{tag} {told[name]}" for name in ("href", "src", "action") if _leaves(told.get(name) or "")]
        self.bad += [tag] if tag in ("img", "iframe", "object", "base") else []
        self.bad += [tag] if tag == "script" and not (told.get("src") or "").startswith("/static/") else []


def _leaves(address: str) -> bool:
    return address.lower().startswith(("javascript:", "http:", "https:", "//", "data:"))


@pytest.fixture
def client_of_bob(cast: Cast, reader: None) -> Client:  # noqa: F811  # the fixture of the same name
    """Return bob's client over a project whose every name is hostile."""
    from dataclasses import replace

    for days in (5, 6):
        plan = house((days, 10, 5), name=NAMES[1])
        plan = replace(plan, tasks=replace(plan.tasks, name=NAMES, wbs=NAMES))
        done = import_plan(project=cast.project, data=file_of(plan), name=f"{NAMES[0]}.xml", by=cast.alice, at=now())
    set_baseline(project=cast.project, revision=done.revision, reason=NAMES[1], by=cast.carol, at=now())
    changes = {"name": NAMES[1], "code": NAMES[0], "summary": NAMES[3]}
    change_project(project=cast.project, changes=changes, revision=1, by=local_operator(), at=now())
    more: dict[str, Any] = {"revision": 1, "by": local_operator(), "at": now()}
    change_portfolio(portfolio=cast.portfolio, name=NAMES[0], purpose=NAMES[1], **more)
    change_programme(programme=cast.programme, name=NAMES[0], purpose=NAMES[3], manager=cast.dave.person, **more)
    change_division(division=cast.division, name=NAMES[0], parent=cast.house, **more)
    change_person(person=cast.dave.person, name=NAMES[0], email="", division=cast.division, **more)
    client = Client()
    client.force_login(cast.frank, backend=BACKEND)
    return client


def test_no_page_runs_a_name(cast: Cast, client_of_bob: Client) -> None:
    pages = [
        "/",
        "/audit/",
        f"/programmes/{cast.programme.pk}/",
        f"/programmes/{cast.programme.pk}/change/",
        "/portfolios/",
        "/divisions/",
        "/persons/",
        "/accounts/",
        f"/accounts/{cast.dave.pk}/",
        f"/roles/project/{cast.project.pk}/",
        "/new-project/",
        *(f"/projects/{cast.project.pk}/{one}" for one in PLACES),
    ]
    seen = 0
    for page in pages:
        answer = client_of_bob.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        found = Found()
        found.feed(text)
        assert found.bad == [], page
        assert "<script>alert" not in text
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        seen += "&lt;script&gt;alert" in text
    assert seen > 14


def test_no_pack_computes_a_name(client_of_bob: Client) -> None:
    data = client_of_bob.get("/board-pack.xlsx").content
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = {name: book.read(name).decode() for name in book.namelist() if name.startswith("xl/")}
    assert not [
        name for name, text in sheets.items() if "<f>" in text or "<hyperlink " in text or "externalLink" in name
    ]
    assert any("&lt;img src=x" in text for text in sheets.values())
    assert client_of_bob.get("/board-pack.pdf").content[:5] == b"%PDF-"
    with zipfile.ZipFile(io.BytesIO(client_of_bob.get("/board-pack.pptx").content)) as slides:
        links = [slides.read(name).decode() for name in slides.namelist() if name.endswith(".rels")]
    assert not [text for text in links if "External" in text]
