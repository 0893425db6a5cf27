"""Every page in a real browser: accessible, sound under its policy, narrow, dark, printed, without JavaScript."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from tests.cast import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.models import Entry
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Objective

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Seat = Callable[..., Any]


def addresses(cast: Cast) -> list[str]:
    """Return one address of every kind of page, and of the errors."""
    here = f"/projects/{cast.project.pk}/"
    parts = (
        "",
        "tasks/",
        "quality/",
        "earned-value/",
        "money/",
        "money/ledger/",
        f"money/ledger/{Entry.objects.latest('pk').pk}/",
        "money/budgets/",
        "money/forecasts/",
        "plan/edit/",
        "revisions/",
        "comparison/?old=1&new=3",
        "baselines/",
        "streams/",
        "status/",
        "people/",
        "particulars/",
        "contributions/",
        "shares/programme/",
        "overrides/",
        "one-page/",
    )
    talk = f"/subjects/project/{cast.project.pk}/"
    organisation = (
        "/portfolios/",
        f"/portfolios/{cast.portfolio.pk}/change/",
        f"/portfolios/{cast.portfolio.pk}/rates/",
        f"/portfolios/{cast.portfolio.pk}/pack-template/",
        f"/roles/portfolio/{cast.portfolio.pk}/",
        f"/objectives/?portfolio={cast.portfolio.pk}",
        f"/objectives/{Objective.objects.get(parent=None).pk}/",
        f"/portfolios/{cast.portfolio.pk}/new-objective/",
        "/divisions/",
        f"/divisions/{cast.division.pk}/",
        "/persons/",
        f"/persons/{cast.dave.person.pk}/leaving/",
        "/accounts/",
        f"/accounts/{cast.dave.pk}/",
        "/new-project/",
    )
    rest = (
        *organisation,
        "/search/",
        "/search/?q=a",
        "/roadmap/?open=1",
        "/roadmap/?show=table",
        "/milestones/",
        "/milestones/?as=grid",
        f"/periods/{Period.objects.get().pk}/",
        "/money/",
        "/suppliers/",
        "/parties/",
        "/views/",
        "/portfolio/?pick=yes",
        "/portfolio/?group=manager",
        f"/projects/changes/?project={cast.project.pk}",
        f"/tolerances/portfolio/{cast.portfolio.pk}/",
        f"{here}money/import/",
        "/upload/",
        "/review/",
        "/tokens/",
        "/profile/",
        "/settings/",
        "/notices/",
        "/outbox/",
        "/deputies/",
        "/audit/",
        "/ui/",
        "/no/such/page",
    )
    return [
        "/",
        "/portfolio/",
        f"/portfolio/{cast.portfolio.pk}/",
        f"/portfolio/{cast.portfolio.pk}/?page=money",
        f"{talk}comments/",
        f"/programmes/{cast.programme.pk}/",
        f"/programmes/{cast.programme.pk}/status/",
        f"/programmes/{cast.programme.pk}/overrides/",
        f"/programmes/{cast.programme.pk}/budgets/",
        f"/subjects/programme/{cast.programme.pk}/new-document/",
        *(here + part for part in parts),
        *rest,
    ]


def faults(page: Any, **options: Any) -> list[str]:
    """Return what the accessibility checker finds on a page, in a line each."""
    from axe_playwright_python.sync_playwright import Axe

    # Its preloading would look for our imported sheets beside the page.
    found = Axe().run(page, options={"preload": False, **options}).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_accessibility_check_finds_nothing(house: Cast, seat: Seat, theme: str) -> None:
    page = seat(house.frank, color_scheme=theme)
    only = {"runOnly": ["color-contrast"]} if theme == "dark" else {}  # the rest does not depend on the theme
    found = {}
    for address in addresses(house):
        page.goto(address)
        if told := faults(page, **only):
            found[address] = told
    assert found == {}


def test_the_sign_in_page_passes_too(seat: Seat, db: None) -> None:
    page = seat(None)
    page.goto("/sign-in/")
    assert faults(page) == []
    assert page.faults == []


def test_pages_fit_a_phone_and_break_no_policy(house: Cast, seat: Seat) -> None:
    page = seat(house.frank, viewport={"width": 390, "height": 844})
    wide = []
    for address in addresses(house):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(address)
        tall = "button => button.offsetHeight > 40"
        assert not page.eval_on_selector_all(".ledger .button", f"found => found.some({tall})"), address
    assert wide == []
    assert [fault for fault in page.faults if "404" not in fault] == []


def test_german_fits_a_phone(house: Cast, seat: Seat) -> None:
    User.objects.filter(pk=house.frank.pk).update(language="de")
    page = seat(house.frank, viewport={"width": 390, "height": 844})
    here, wide = f"/projects/{house.project.pk}/", []
    project = [
        here + part for part in ("", "tasks/", "quality/", "earned-value/", "money/", "money/ledger/", "status/")
    ]
    others = ["/", "/portfolio/", "/roadmap/", "/money/", "/settings/", f"/programmes/{house.programme.pk}/status/"]
    for address in (*project, *others, f"/portfolio/{house.portfolio.pk}/", f"/periods/{Period.objects.get().pk}/"):
        page.goto(address)
        if page.evaluate("[document.documentElement.lang, document.documentElement.scrollWidth]") != ["de", 390]:
            wide.append(address)
    assert wide == []
    assert page.faults == []


def test_pages_read_without_javascript(house: Cast, seat: Seat) -> None:
    page = seat(house.alice, java_script_enabled=False)
    page.goto("/portfolio/")
    page.get_by_label("Name or code").fill("north")
    page.get_by_role("button", name="Narrow").click()
    page.get_by_role("link", name="Warehouse north").click()
    assert page.locator(".gantt-body .bar-task").count() > 20
    page.get_by_role("link", name="months", exact=True).click()
    assert "zoom=week" in page.url
    page.locator("details.figure summary").first.click()
    assert page.locator("details.figure[open] .figure-more").first.is_visible()


def test_print_leaves_the_menus_out(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto(f"/projects/{house.project.pk}/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert not page.locator(".gantt-tools").is_visible()
    assert page.locator(".gantt-body").is_visible()


def test_each_printed_page_of_the_chart_carries_its_scale(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto(f"/projects/{house.project.pk}/")
    years = page.locator(".gantt-scale .upper").all_text_contents()
    names = page.locator(".gantt-band .bar-name").all_text_contents()
    paper = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    drawn = [text for text in paper if sum(name in text for name in names) > 5]
    assert len(drawn) > 1
    assert [text for text in drawn if not all(year in text.split() for year in years)] == []
