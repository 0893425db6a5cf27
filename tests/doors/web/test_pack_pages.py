"""Board packs by page: made as a run, kept, handed over; the template with its logo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader
from tests import factories as make
from tests.cast import Cast
from tests.handed_in import reader  # noqa: F401  # a fixture is used by its name
from tests.packed import may, png  # noqa: F401  # a fixture is used by its name
from tests.working import through

from conspectus.doors.cli import run
from conspectus.doors.web.panels import pack_words
from conspectus.formats.packs.page import Beside, Figures, Grid, Medium, Page
from conspectus.kit.manner import Manner, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.models import PackRun, PackTemplate
from conspectus.rooms.packs.queries import told_pages
from conspectus.rooms.periods.models import Period
from conspectus.rooms.runs.models import Run

Enter = Callable[[User], Client]


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_a_pack_is_made_kept_and_handed_over(cast: Cast, enter: Enter, may: Period) -> None:  # noqa: F811
    mona = enter(cast.mona)
    page = f"/periods/{may.pk}/pack/"
    assert "No pack yet" in text(mona.get(page))
    where, answer = through(mona, mona.post(page))
    assert where == page
    packs = list(PackRun.objects.order_by("pk"))
    assert [row.kind for row in packs] == ["pptx", "pdf", "xlsx"]
    shown = text(answer)
    for row in packs:
        assert row.file_id[:16] in shown
        file = mona.get(f"/packs/{row.pk}/")
        assert sha256(file.content).hexdigest() == row.file_id
        assert f"board-pack-may-2024-v1.{row.kind}" in file.headers["Content-Disposition"]
    through(mona, mona.post(page))
    assert PackRun.objects.count() == 3
    assert "No pack yet" in text(enter(cast.grace).get(page))
    assert enter(cast.grace).get(f"/packs/{packs[0].pk}/").status_code == 404


def test_what_was_never_frozen_has_no_pack(cast: Cast, enter: Enter, may: Period) -> None:  # noqa: F811
    mona = enter(cast.mona)
    mona.post(f"/portfolios/{cast.portfolio.pk}/periods/", {"starting": "2024-06-01", "through": "2024-06-01"})
    page = f"/periods/{Period.objects.get(name='Jun 2024').pk}/pack/"
    assert "Nothing is frozen yet" in text(mona.get(page))
    assert mona.post(page).status_code == 409
    assert mona.post(f"/periods/{may.pk}/pack/", {"version": "9"}).status_code == 422
    assert not Run.objects.exists()


def test_the_template_by_page(cast: Cast, enter: Enter) -> None:
    mona, page = enter(cast.mona), f"/portfolios/{cast.portfolio.pk}/pack-template/"
    assert "the usual look" in text(mona.get(page))
    places = {name: str(place) for place, name in enumerate(reversed(PackPage.values), start=1)}
    sent = {"revision": "0", "organisation": "Aldermere", "accent": "#1f4e79", "second": "#5a2a82", "unit": "million"}
    answer = mona.post(page, {**sent, **places, "accent": "#ffdd88"})
    assert answer.status_code == 422
    assert "contrast of" in text(answer)
    assert mona.post(page, {**sent, **places, "logo": SimpleUploadedFile("a.svg", b"<svg/>")}).status_code == 422
    assert mona.post(page, sent).status_code == 422  # a pack without pages
    assert mona.post(page, {**sent, **places, "logo": SimpleUploadedFile("a.png", png())}).status_code == 302
    row = PackTemplate.objects.get()
    assert row.pages == list(reversed(PackPage.values))
    assert bytes(row.logo) == png()
    assert "with a logo" in text(mona.get(page))
    assert mona.post(page, {**sent, **places, "unit": "one"}).status_code == 412
    assert mona.post(page, {**sent, **places, "revision": "1", "no_logo": "on"}).status_code == 302
    assert bytes(PackTemplate.objects.get().logo) == b""
    assert enter(cast.alice).get(page).status_code == 403


def test_the_portfolio_is_read_on_a_page(cast: Cast, enter: Enter, may: Period) -> None:  # noqa: F811
    mona, page = enter(cast.mona), f"/portfolio/{cast.portfolio.pk}/"
    shown = text(mona.get(page))
    for words in ("Portfolio on a page", "Decisions wanted", "Approve a second crane.", "frozen as version 1"):
        assert words in shown
    assert f'href="/projects/{cast.project.pk}/"' in shown
    # A bar says what its parts are, and the table beneath says it again.
    assert 'aria-label="Overall status: Computed: ' in shown
    assert "The same as a table" in shown
    for name in ("changes", "gaps", "programmes", "status", "money", "milestones"):
        assert mona.get(page, {"page": name, "period": may.pk}).status_code == 200
    mona.post(f"/portfolios/{cast.portfolio.pk}/periods/", {"starting": "2024-06-01", "through": "2024-06-01"})
    later = Period.objects.get(name="Jun 2024")
    assert mona.get(page, {"period": later.pk}).status_code == 404
    mona.post(f"/periods/{later.pk}/opening/", {"revision": later.revision})
    now = text(mona.get(page))
    assert "as everything stands now" in now
    assert "What changed since May 2024" in now


def test_who_may_see_less_is_told_so_on_a_page(cast: Cast, enter: Enter, may: Period) -> None:  # noqa: F811
    shown = text(enter(cast.grace).get(f"/portfolio/{cast.portfolio.pk}/"))
    assert "1 project of this period is not open to you" in shown
    assert "The cost of 1 project is not open to you" in shown
    money = text(enter(cast.grace).get(f"/portfolio/{cast.portfolio.pk}/", {"page": "money"}))
    assert "EUR" not in money


def test_every_label_of_a_pack_is_known_to_the_catalogue(
    cast: Cast,
    may: Period,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [one for one in PackPage if one is not PackPage.APPENDIX]
    _, pages = told_pages(cast.mona, may, names, at=make.AT)
    monkeypatch.setattr(pack_words, "gettext", lambda message: f"⟦{message}⟧")
    with written_for(Manner("de", "de-DE", "UTC")):
        told = [word for page in map(pack_words.reworded, pages) for word in _ours(page)]
    assert "⟦Wants attention first⟧" in told
    assert {one for one in told if re.search("[A-Za-z]{4}", re.sub(r"⟦.*⟧|^\d+ \w+$", "", one))} == set()


def _ours(page: Page) -> Iterator[str]:
    """Yield what a page says by itself: titles, captions, headings and labels."""
    blocks = [
        one
        for block in page.on(Medium.PRINT)
        for one in ([*block.left, *block.right] if isinstance(block, Beside) else [block])
    ]
    for block in blocks:
        if isinstance(block, Grid):
            yield from (block.caption, *(one.label for one in block.columns))
            yield from () if block.rows else (block.empty,)
        if isinstance(block, Figures):
            yield from (word for one in block.items for word in (one.label, one.note))


def test_a_status_report_is_one_page(cast: Cast, enter: Enter, may: Period) -> None:  # noqa: F811
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/one-page"
    shown = text(alice.get(f"{page}/"))
    assert "Status report for May 2024" in shown
    assert "Approve a second crane." in shown
    paper = alice.get(f"{page}.pdf")
    assert paper.content == alice.get(f"{page}.pdf", {"period": may.pk}).content
    assert len(PdfReader(BytesIO(paper.content)).pages) == 1
    assert alice.get(f"{page}.xlsx").status_code == 404
    assert alice.get(f"{page}/", {"period": 10**9}).status_code == 404
    assert enter(cast.dave).get(f"{page}.pdf").status_code == 404


def test_packs_are_scheduled_by_every_door(
    planned: Cast, enter: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    mona, place = enter(planned.mona), planned.portfolio
    where = f"/portfolios/{place.pk}/pack-schedule/"
    assert "None yet" in mona.get(where).content.decode()
    form = {"is_on": "on", "kinds": ["pdf"], "working_days": 3, "readers": [planned.bob.person.pk], "revision": 0}
    answer = mona.post(where, form, follow=True).content.decode()
    assert "on, in the name of Mona" in answer
    assert mona.post(where, form).status_code == 412
    api = f"/api/v1/portfolios/{place.pk}/pack-schedule"
    told = mona.get(api).json()
    assert (told["is_on"], told["kinds"], told["working_days"]) == (True, ["pdf"], 3)
    assert [one["name"] for one in told["readers"]] == ["Bob"]
    body = {"is_on": False, "kinds": ["xlsx"], "working_days": 0, "readers": []}
    changed = mona.put(api, body, content_type="application/json", headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["revision"], changed.headers["ETag"]) == (200, 2, '"2"')
    monkeypatch.setattr("conspectus.doors.cli._period_packs.open_rows", lambda *_, **__: None)
    words = ["period", "pack-schedule", str(place.pk), "--on", "--days", "2", "--reader", "bob@example.org"]
    assert run([*words, "--as", "mona@example.org"]) == 0
    assert "on; xlsx; 2 working days; Bob" in capsys.readouterr().out
