"""A real Chromium on a running server, and a house with plans to look at."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests import factories as make
from tests.cast import AT, Cast, assemble
from tests.conftest import need

from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import (
    NewEntry,
    NewLine,
    approve_budget,
    correct_entry,
    forecast_cost,
    record_entries,
)
from conspectus.rooms.money.models import Entry
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import Part, Serves, set_contributions, set_shares
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan, set_baseline

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # the driver runs a loop in this thread; rows are asked beside it


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a started browser; skip, or fail where one is required, when there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        need("browser", "no Chromium is installed, so pages are not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@cache
def plans() -> tuple[bytes, ...]:
    """Return the plans of the demo's smallest project as CSV, oldest first; the checker slows with each element."""
    from conspectus.journeys.demo.enterprise import SEEDS
    from conspectus.journeys.demo.tables import as_csv
    from conspectus.journeys.demo.updates import revisions

    return tuple(as_csv(one.plan) for one in revisions(21, root=7, today=date(2026, 11, 22), seeds=SEEDS))


@pytest.fixture
def house(live_server: Any) -> Cast:
    """Return the cast with three revisions and a baseline in alice's project, and an open period."""
    cast = assemble()
    for number, data in enumerate(plans()[-3:]):
        at = AT + timedelta(days=30 * number)
        made = import_plan(project=cast.project, data=data, name="north.csv", by=cast.alice, at=at)
        if number == 0:
            given = {"revision": made.revision, "reason": "Gate 2", "source": "dates"}
            set_baseline(project=cast.project, by=cast.carol, at=at, **given)
    top = make.objective("Orders reach their customers on time", portfolio=cast.portfolio, target=95.0, unit="%")
    below = make.objective("Stock lies where it is wanted", portfolio=cast.portfolio, parent=top)
    serves = [Serves(below, 6_250, "Halves the way to the north")]
    book(cast)
    revision = Project.objects.get(pk=cast.project.pk).revision
    set_contributions(project=cast.project, contributions=serves, revision=revision, by=cast.alice, at=AT)
    parts = [Part(cast.house, 4_000), Part(cast.division, 6_000)]
    set_shares(project=cast.project, kind="division", parts=parts, revision=revision + 1, by=cast.mona, at=AT)
    day = AT.date() + timedelta(days=60)
    (period,) = lay_periods(portfolio=cast.portfolio, starting=day, through=day, by=cast.mona, at=AT)
    open_period(period=period, revision=period.revision, by=cast.mona, at=AT)
    return cast


def book(cast: Cast) -> None:
    """Give alice's project a budget, a ledger in two currencies, and a forecast."""
    project, day = cast.project, AT.date()
    lines = [
        NewLine(2024, "base", "capex", 250_000_00, "Construction"),
        NewLine(2024, "base", "opex", 60_000_00, "Labour", cast.division),
        NewLine(2025, "base", "opex", 40_000_00, "Labour"),
        NewLine(2024, "contingency", "capex", 25_000_00),
        NewLine(2024, "reserve", "capex", 15_000_00),
    ]
    approve_budget(subject=project, lines=lines, reason="Gate 2", by=cast.carol, at=AT)
    steel = {"category": "Construction", "nature": "capex", "supplier": "Steel & Sons", "reference": "PO 17"}
    entries = [
        NewEntry(project, "commitment", 120_000_00, day - timedelta(days=60), **steel),
        *(NewEntry(project, "actual", 11_250_50 * n, day - timedelta(days=30 * n), **steel) for n in range(4) if n),
        NewEntry(project, "actual", 8_000_00, day, nature="opex", category="Labour", note="Overtime in May"),
        NewEntry(project, "actual", 4_200_00, day, currency="USD", supplier="Crane hire Inc."),
        NewEntry(project, "revenue", 90_000_00, day),
    ]
    record_entries(entries=entries, by=cast.liam, at=AT)
    wrong = Entry.objects.get(category="Labour")
    right = NewEntry(project, "actual", 7_500_00, day, nature="opex", category="Labour")
    correct_entry(entry=wrong, reason="Typed wrong", right=right, by=cast.liam, at=AT)
    months = [(date(2024, month, 1), 30_000_00 + month) for month in range(5, 12)]
    forecast_cost(project=project, made_on=day, reason="Monthly", months=months, by=cast.alice, at=AT)


@pytest.fixture
def worker(live_server: Any) -> Iterator[None]:
    """Keep the worker at work, as the server does, until the test is over."""
    from conspectus.doors.jobs.worker import work

    stop = threading.Event()
    hand = threading.Thread(target=work, args=(stop,))
    hand.start()
    yield
    stop.set()
    hand.join()


class Seat:
    """Somebody in front of the browser."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address, self.contexts = browser, address, []

    def __call__(self, user: User | None, **options: Any) -> Any:
        """Return a page on which ``user`` is signed in; faults said on its console are kept in ``page.faults``."""
        context = self.browser.new_context(
            base_url=self.address, **{"viewport": {"width": 1360, "height": 900}, **options}
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, backend="conspectus.rooms.accounts.queries.SessionBackend")
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.address}])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        return page


@pytest.fixture
def seat(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Return a maker of pages for anybody."""
    made = Seat(chromium, live_server.url)
    yield made
    for context in made.contexts:
        context.close()
