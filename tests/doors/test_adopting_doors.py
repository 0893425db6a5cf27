"""A version adopted by many projects at once: by page with what changes shown, and by API."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.areas.standards import adopted, published
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.rooms.standards.models import Adoption


def test_many_projects_move_together(cast: Cast) -> None:
    first = published("small", "Small works")
    adopted(cast.project, first)
    second, new = published("small", "Small works", "1.1"), make.project("South", code="S-2", portfolio=cast.portfolio)
    mona, today = entered(cast.mona), now().date()
    here = f"/standards/versions/{second.pk}/adoption/"
    shown = mona.get(here).content.decode()
    assert ("Small works 1.0" in shown, "no method" in shown, "Head office" in shown) == (True, True, False)
    assert "No project to move" in entered(cast.grace).get(here).content.decode()
    sent = {"starts_on": str(today), "reason": "New year"}
    assert "Tick at least one" in mona.post(here, sent).content.decode()
    both = sent | {"project": [str(cast.project.pk), str(new.pk)], "step": "preview"}
    early = mona.post(here, both | {"starts_on": str(today - timedelta(days=3))}).content.decode()
    assert ("begins on that day or later" in early, 'name="step" value="adopt"' in early) == (True, False)
    shown = mona.post(here, both).content.decode()
    assert ("From version 1.0 to 1.1" in shown, "Let 2 projects follow it" in shown) == (True, True)
    assert Adoption.objects.filter(version=second).count() == 0
    assert mona.post(here, both | {"step": "adopt"}).status_code == 302
    assert Adoption.objects.filter(version=second).count() == 2
    hers = mona.post(here, sent | {"project": str(cast.other.pk), "step": "adopt"})
    assert hers.status_code == 422  # not hers to see

    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    third = published("small", "Small works", "1.2")
    where = f"/api/v1/standards/versions/{third.pk}/adoptions"
    body = {"projects": [new.pk], "starts_on": str(today), "rehearse": True}
    told = api.post(where, body, content_type="application/json").json()
    assert (told["adopted"], [one["before"] for one in told["projects"]]) == (False, ["Small works 1.1"])
    assert api.post(where, body | {"rehearse": False}, content_type="application/json").json()["adopted"]
    assert api.post(where, body | {"rehearse": False}, content_type="application/json").status_code == 409
    assert run(["standard", "adopt", "small", "WN-1", "--preview"]) == 0
    assert Adoption.objects.filter(version=third).count() == 1
