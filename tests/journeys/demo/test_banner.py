"""Every page of the demo says that it is one, and no other page does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conspectus.journeys.demo.folder import kind_of, make_room, recipe_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_banner_shows_in_the_demo_alone(client: Any, settings: Any, is_demo: bool) -> None:
    settings.DEMO = is_demo
    page = client.get("/sign-in/").content.decode()
    assert ("This is the demo" in page) is is_demo
    assert "Open Government Licence" not in page


def test_a_published_list_is_credited_on_every_page(client: Any, settings: Any, tmp_path: Path) -> None:
    make_room(tmp_path, recipe_of(b"a list"))
    settings.DEMO = kind_of(tmp_path)
    page = client.get("/sign-in/").content.decode()
    assert "Open Government Licence v3.0" in page
    assert "invented" not in page
    assert kind_of(tmp_path / "elsewhere") == ""
