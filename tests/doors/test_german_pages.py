"""Every page in German: no English message of the catalogue is left on it, and amounts are read as they are written."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from tests import wording
from tests.cast import Cast
from tests.doors.permission_rows import PAGES
from tests.doors.test_permission_matrix import address_of
from tests.trust.counts import POSTGRES, daily

from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.models import Entry

pytestmark = [pytest.mark.rows, pytest.mark.django_db]
BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
VOID = frozenset(["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "use"])
SPOKEN = ("aria-label", "title", "placeholder", "alt")
# The gallery shows components by examples, the audit log what was recorded; these words are names that people gave.
NOT_READ = {"gallery", "audit"}
NAMES = {"Charter", "Claims", "Growth"}
ISO_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
TYPED = {"fields", "change-field", "edit-plan", "change-cycle", "paste-scope"}  # they say how a day may be typed
OF_METHODS = {"plan-gate-review": {"Project manager", "Sponsor"}}  # roles in the method's own language


class Texts(HTMLParser):
    """Gathers what a page says: its texts, and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.inside: list[str] = []
        self.english: list[bool] = []  # of each element that is open: whether it says so of itself

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep spoken attributes."""
        self.inside = [*self.inside, tag] if tag in ("script", "style", "textarea", "code") else self.inside
        if tag not in VOID:
            self.english.append(dict(attrs).get("lang", "en" if any(self.english[-1:]) else "") == "en")
        self.said |= {" ".join((value or "").split()) for name, value in attrs if name in SPOKEN}

    def handle_endtag(self, tag: str) -> None:
        """Leave what is no text."""
        if tag not in VOID and self.english:
            self.english.pop()
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self.inside and not any(self.english[-1:]):
            self.said.add(" ".join(data.split()))


def english() -> set[str]:
    """Return the messages that read otherwise in German, those that German uses for something else left out."""
    simple = [one for one in wording.kept() if isinstance(one.id, str) and one.id and one.string]
    return {one.id for one in simple if one.id != one.string} - {str(one.string) for one in simple} - NAMES


def german(user: User) -> Client:
    """Return a signed-in client of somebody who chose German."""
    User.objects.filter(pk=user.pk).update(language="de")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_every_page_speaks_german(cast: Cast, ids: dict[str, Any]) -> None:
    known, left, read, days = english(), {}, 0, {}
    client = german(cast.frank)
    for page, row in PAGES.items():
        if row.body is not None or row.slow or page in NOT_READ or not daily(page):
            continue
        answer = client.get(address_of(page, ids))
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        texts = Texts()
        texts.feed(answer.content.decode())
        read += 1
        if found := (texts.said & known) - OF_METHODS.get(page, set()):
            left[page] = sorted(found)
        if page not in TYPED and (plain := [one for one in texts.said if ISO_DAY.search(one)]):
            days[page] = plain
    assert not left, str(left)
    assert not days, str(days)
    assert read > (20 if POSTGRES else 80)


def test_a_german_amount_is_stored_as_it_was_meant(cast: Cast) -> None:
    client, address = german(cast.frank), f"/projects/{cast.project.pk}/money/ledger/"
    entry = {"kind": "actual", "on": "2026-03-31", "amount": "1.234,56", "currency": "EUR"}
    assert client.post(address, entry).status_code == 302
    assert Entry.objects.get().amount_minor == 123_456
    page = client.get(address).content.decode()
    assert "1.234,56" in page
    assert "31.03.2026" in page
    refused = client.post(address, entry | {"amount": "1,234.56"})
    assert refused.status_code == 422
    assert "wie Ihre Region sie schreibt" in refused.content.decode()
    assert Entry.objects.count() == 1
