"""Assurance reviews: from outside only, never edited, superseded, beside two other opinions; by every door."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.rooms.governance.actions import NewReview, Rated, publish_review
from conspectus.rooms.governance.models import AssuranceReview
from conspectus.rooms.governance.queries import newest_reviews, scale_on

TODAY = AT.date()
REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"level": "amber_red"}, "no level of this scale"),
    ({"scale": "stars"}, "no such rating scale"),
    ({"reviewed_on": TODAY + timedelta(days=1)}, "not come yet"),
    ({"ratings": [Rated("cost", "red"), Rated("cost", "red")]}, "rated twice"),
    ({"ratings": [Rated("overall", "red")]}, "no such dimension"),
)


def test_reviews_come_from_outside_and_stay(cast: Cast) -> None:
    outside = make.person("Rosa Outside")

    def publish(by: Any = cast.bob, **more: Any) -> AssuranceReview:
        given = {"reviewed_on": TODAY, "reviewer": outside, "level": "amber", "words": "Thin plan"} | more
        told = {name: given.pop(name) for name in ("supersedes", "reason") if name in given}
        return publish_review(project=cast.project, new=NewReview(**given), **told, by=by, at=AT)

    for inside in (cast.alice, cast.carol, cast.grace, cast.ivan):
        with pytest.raises(Invalid, match="comes from outside"):
            publish(reviewer=inside.person)
    with pytest.raises(Invalid, match="comes from outside"):
        publish(by=cast.ivan)  # who manages its programme does not publish either
    with pytest.raises(NotAllowed):
        publish(by=cast.alice)
    for more, words in REFUSED:
        with pytest.raises(Invalid, match=words):
            publish(**more)
    assert [scale_on(date(year, 5, 1)) for year in (2010, 2015, 2023)] == ["rag", "confidence_5", "confidence_3"]
    first = publish(reviewed_on=date(2015, 5, 1), level="amber_red")
    assert (first.scale, first.rank) == ("confidence_5", 1.5)
    wrong = publish(ratings=[Rated("schedule", "red", "No logic")])
    right = publish(level="red", supersedes=wrong, reason="The cost was left out")
    with pytest.raises(Conflict, match="superseded already"):
        publish(supersedes=wrong, reason="Again")
    with pytest.raises(Invalid, match="empty"):
        publish(supersedes=right)
    assert newest_reviews([cast.project.pk], TODAY) == {cast.project.pk: right}
    assert newest_reviews([cast.project.pk], date(2020, 1, 1)) == {cast.project.pk: first}
    with pytest.raises(DatabaseError), transaction.atomic():
        AssuranceReview.objects.filter(pk=wrong.pk).update(level="green")


def test_reviews_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    mona, outside, today = entered(cast.mona), make.person("Rosa Outside"), now().date()
    here = f"/projects/{cast.project.pk}/assurance/"
    assert "No reviews yet" in mona.get(here).content.decode()
    assert "No reviews yet" in mona.get("/assurance/").content.decode()
    sent = {"reviewed_on": str(today), "reviewer": str(cast.alice.person_id), "scale": "confidence_3"}
    sent |= {"level": "red", "words": "No way to the date", "schedule": "red", "schedule_words": "No logic"}
    refused = mona.post(f"{here}new/", sent)
    assert (refused.status_code, "comes from outside" in refused.content.decode()) == (422, True)
    assert mona.post(f"{here}new/", sent | {"reviewer": str(outside.pk)}).status_code == 302
    first = AssuranceReview.objects.get()
    assert "No logic" in entered(cast.grace).get(f"/assurance/{first.pk}/").content.decode()
    sent |= {"reviewer": str(outside.pk), "level": "amber", "reason": "Too hard"}
    assert mona.post(f"/assurance/{first.pk}/superseding/", sent).status_code == 302
    assert "superseded" in mona.get(here).content.decode()
    assert "Warehouse north" in mona.get("/assurance/").content.decode()
    assert "Nothing is found" in mona.get("/assurance/?worse=yes").content.decode()
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    body = {"reviewed_on": str(today), "reviewer": outside.pk, "level": "red", "words": "Worse", "ratings": []}
    where, kind = f"/api/v1/projects/{cast.project.pk}/assurance", "application/json"
    told = api.post(where, body, content_type=kind)
    assert (told.status_code, told.json()["colour"]) == (201, "red")
    again = f"/api/v1/assurance/{told.json()['review_id']}"
    after = api.post(f"{again}/superseding", body | {"reason": "Typing"}, content_type=kind).json()
    assert api.get(again).json()["superseded_by"] == after["review_id"]
    assert len(api.get(where).json()["items"]) == 4
    assert [one["review_id"] for one in api.get("/api/v1/assurance").json()["items"]] == [after["review_id"]]
    given = ["--reviewer", str(outside.pk), "--level", "green", "--words", "Well"]
    assert run(["assurance", "publish", "WN-1", *given, "--rating", "cost=amber"]) == 0
    newest = str(AssuranceReview.objects.latest("pk").pk)
    assert run(["assurance", "supersede", newest, *given, "--reason", "Typing"]) == 0
    assert run(["assurance", "publish", "WN-1", *given, "--rating", "cost"]) == 2
    assert run(["assurance", "show", newest]) == 0
    assert run(["assurance", "list"]) == 0
    assert "Green" in capsys.readouterr().out
