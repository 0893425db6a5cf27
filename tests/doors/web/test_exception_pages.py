"""Exceptions by page: a form that can no longer be handed in is not offered."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.actions import close_exception, open_exception


def test_a_closed_exception_offers_no_form(cast: Cast, enter: Callable[[User], Client]) -> None:
    row = open_exception(subject=cast.project, words="The permit", by=cast.alice, at=now())
    place = f"/exceptions/{row.pk}/"
    alice, carol, mona = enter(cast.alice), enter(cast.carol), enter(cast.mona)
    assert alice.get(place + "text/").status_code == 200
    early = carol.get(place + "decision/")
    assert (early.status_code, "only one that is written waits" in early.content.decode()) == (409, True)
    assert mona.get(place + "closure/").status_code == 200
    close_exception(exception=row, reason="The permit came", revision=row.revision, by=cast.mona, at=now())
    for who, what in ((alice, "text/"), (carol, "decision/"), (mona, "closure/")):
        answer = who.get(place + what)
        assert (answer.status_code, "This exception is “Closed”" in answer.content.decode()) == (409, True), what
