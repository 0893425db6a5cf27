"""Whose language a page is written in, and how one chooses it by page and by API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, override_settings
from django.utils.timezone import now
from tests import factories as make

from conspectus.kit.manner import Manner
from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import AuditLine, User

Enter = Callable[[User], Client]
pytestmark = pytest.mark.rows
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


def spoken(client: Client, address: str, **more: str) -> str:
    answer = client.get(address, headers=more)
    assert f'<html lang="{answer.headers["Content-Language"]}">' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]
    return str(answer.headers["Content-Language"])


@pytest.mark.django_db
def test_a_guest_reads_the_language_the_browser_asks_for(client: Client) -> None:
    assert spoken(client, "/sign-in/") == "en"
    assert spoken(client, "/sign-in/", **GERMAN) == "de"
    assert spoken(client, "/sign-in/", **{"Accept-Language": "ja, tlh;q=0.3"}) == "en"
    with override_settings(USUAL_MANNER=Manner("de", "de-AT", "Europe/Vienna")):
        assert spoken(client, "/sign-in/") == "de"
        assert spoken(client, "/sign-in/", **{"Accept-Language": "en"}) == "en"


@pytest.mark.django_db
def test_one_chooses_the_language_of_ones_own_pages(enter: Enter) -> None:
    anna = make.user("Anna")
    client = enter(anna)
    assert spoken(client, "/settings/", **GERMAN) == "en"  # who is signed in reads what was chosen
    chosen = {"language": "de", "region": "de-AT", "time_zone": "Europe/Vienna"}
    assert client.post("/settings/", chosen).status_code == 302
    assert spoken(client, "/settings/") == "de"
    assert client.post("/settings/", chosen).status_code == 302  # nothing changes, so nothing is written down
    assert AuditLine.objects.filter(deed="change_user_settings").count() == 1
    assert client.get("/api/v1/me/settings").json() == chosen
    wrong = client.post("/settings/", chosen | {"time_zone": "Mars/Phobos"})
    assert wrong.status_code == 422
    assert User.objects.get(pk=anna.pk).time_zone == "Europe/Vienna"


@pytest.mark.django_db
def test_a_program_chooses_for_its_user_and_reads_english_itself() -> None:
    anna = make.user("Anna")
    token = issue_token(user=anna, name="planner", scope="write", days=1, by=anna, at=now())
    client = Client(headers={"Authorization": f"Bearer {token.text}"})
    put = {"language": "de"}
    answer = client.put("/api/v1/me/settings", put, content_type="application/json")
    assert answer.json() == {"language": "de", "region": "", "time_zone": ""}
    for wrong in ({"language": "fr"}, {"region": "de"}, {"time_zone": "EST5EDT4,M3"}):
        answer = client.put("/api/v1/me/settings", wrong, content_type="application/json", headers=GERMAN)
        assert answer.status_code == 422
        assert "There is no such" in answer.content.decode()
