"""What is new in a version: said when it is published, read where projects move to it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.areas.standards import adopted, published
from tests.doors.test_permission_matrix import entered
from tests.packs import pack

from conspectus.doors.cli import run
from conspectus.formats.methods import read
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.bridge.packs import shipped_packs
from conspectus.rooms.standards.choices import NEWS
from conspectus.rooms.standards.models import Draft, Version

JSON = "application/json"
REFUSED = "Say what is new in this version"


def drafted(number: str) -> Draft:
    """Return the small pack with another number and limit as a draft."""
    changes = (('"1.0"', f'"{number}"'), ("max_age_days: 35", f"max_age_days: 4{number[-1]}"))
    return actions.import_method(data=pack(*changes), by=local_operator(), at=now())


def test_a_version_says_what_is_new_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    draft, keeper = drafted("1.0"), entered(cast.bob)
    here = "/standards/small/publish/"
    refused = keeper.post(here, {"revision": str(draft.revision), "words": "  "})
    assert (refused.status_code, REFUSED in refused.content.decode()) == (422, True)
    gone = keeper.post(here, {"words": "News"})
    assert "Look at the draft again" in gone.content.decode()
    assert keeper.post(here, {"revision": str(draft.revision), "words": "It begins."}).status_code == 302

    draft, program = drafted("1.1"), Client()
    program.force_login(cast.bob, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where, since = "/api/v1/standards/small/draft/publication", {"If-Match": f'"{draft.revision}"'}
    empty = program.post(where, {"words": ""}, content_type=JSON, headers=since)
    assert (empty.status_code, REFUSED in empty.content.decode()) == (422, True)
    made = program.post(where, {"words": "A plan may be 41 days old."}, content_type=JSON, headers=since)
    assert (made.status_code, made.json()["words"]) == (201, "A plan may be 41 days old.")

    drafted("1.2")
    assert run(["standard", "publish", "small", "--words", " "]) == 2
    assert REFUSED in capsys.readouterr().err
    assert run(["standard", "publish", "small", "--words", "A plan may be 42 days old."]) == 0
    words = list(Version.objects.order_by("pk").values_list("words", flat=True))
    assert words == ["It begins.", "A plan may be 41 days old.", "A plan may be 42 days old."]


def test_who_moves_reads_the_news_of_every_version_between(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    first = published("small", "Small works")
    adopted(cast.project, first)
    published("small", "Small works", "1.1")
    third = published("small", "Small works", "1.2")
    new = make.project("South", code="S-2", portfolio=cast.portfolio)
    mona, brings = entered(cast.mona), ("What 1.0 brings.", "What 1.1 brings.", "What 1.2 brings.")

    def told(address: str) -> list[bool]:
        text = mona.get(address).content.decode()
        return [one in text for one in brings]

    assert told(f"/projects/{cast.project.pk}/adoption/?version={third.pk}") == [False, True, True]
    assert told(f"/projects/{new.pk}/adoption/") == [False, False, True]
    assert told(f"/projects/{cast.project.pk}/compliance/") == [False, False, True]
    assert told(f"/standards/versions/{third.pk}/changes/?with={first.pk}") == [False, True, True]
    assert told(f"/standards/versions/{third.pk}/") == [False, False, True]
    assert queries.news_of(third, first) == [first]  # back to an older one: its own
    many = mona.post(
        f"/standards/versions/{third.pk}/adoption/",
        {"starts_on": str(now().date()), "project": [cast.project.pk, new.pk], "step": "preview"},
    )
    assert [one in many.content.decode() for one in brings] == [False, True, True]
    assert run(["standard", "adopt", "small", "WN-1", "--preview"]) == 0
    out = capsys.readouterr().out
    assert [one in out for one in ("1.0: What", "1.1: What")] == [False, True]
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    body = {"projects": [cast.project.pk], "starts_on": str(now().date()), "rehearse": True}
    found = api.post(f"/api/v1/standards/versions/{third.pk}/adoptions", body, content_type=JSON).json()
    assert [one["number"] for one in found["news"]] == ["1.2", "1.1"]


def test_what_ships_says_what_is_new(cast: Cast) -> None:
    packs = [found for data in shipped_packs() if (found := read(data, {}).method)]
    assert {(one.key, one.version) for one in packs} == set(NEWS)
    made = actions.load_shipped_methods(by=local_operator(), at=now())
    assert {one.words for one in made} == set(NEWS.values())
    page = entered(cast.bob).get(f"/standards/versions/{made[0].pk}/", headers={"Accept-Language": "en"})
    assert made[0].words in page.content.decode()
