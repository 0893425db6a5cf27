"""Every page of the demo says that it is one, and no other page does."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_banner_shows_in_the_demo_alone(client: Any, settings: Any, is_demo: bool) -> None:
    settings.DEMO = is_demo
    page = client.get("/sign-in/").content.decode()
    assert ("This is the demo" in page) is is_demo
