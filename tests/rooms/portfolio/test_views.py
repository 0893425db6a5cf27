"""Saved views: one's own and shared ones, who keeps them, and the one the table opens with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.kit.errors import Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.portfolio.actions import begin_with_view, change_view, remove_view, save_view
from conspectus.rooms.portfolio.models import FirstView, SavedView
from conspectus.rooms.portfolio.queries import get_view, may_keep, visible_views

pytestmark = pytest.mark.rows
ON = AT.date()
RED = {"status": "red", "columns": "state,field.region", "field.size.from": "3"}


def names(by: User) -> list[str]:
    return [view.name for view in visible_views(by, ON)]


def refused(code: str, deed: Callable[[], object]) -> None:
    with pytest.raises(Invalid) as met:
        deed()
    assert met.value.code == code


def test_a_view_is_its_owners_until_it_is_shared(cast: Cast) -> None:
    mine = save_view(name="Red", choices=RED, by=cast.mona, at=AT)
    assert (names(cast.mona), names(cast.alice)) == (["Red"], [])
    with pytest.raises(NotFound):
        get_view(cast.alice, mine.pk, ON)
    given = {"name": "Red ones", "choices": RED, "portfolio": cast.portfolio}
    shared = change_view(view=mine, **given, revision=1, by=cast.mona, at=AT)
    assert names(cast.alice) == names(cast.grace) == ["Red ones"]
    assert names(cast.dave) == []
    keepers = {name for name, user in cast.users().items() if may_keep(user, shared, ON)}
    assert keepers == {"mona", "bob", "frank"}
    with pytest.raises(NotAllowed):
        change_view(view=shared, **given, revision=2, by=cast.alice, at=AT)
    with pytest.raises(Stale):
        change_view(view=shared, **given, revision=1, by=cast.bob, at=AT)
    refused(
        "portfolio", lambda: change_view(view=shared, **given | {"portfolio": None}, revision=2, by=cast.bob, at=AT)
    )
    with pytest.raises(NotAllowed):  # who does not steer the portfolio puts nothing before everybody in it
        save_view(name="Mine", choices={}, portfolio=cast.portfolio, by=cast.alice, at=AT)
    with pytest.raises(NotFound):
        save_view(name="Mine", choices={}, portfolio=cast.portfolio, by=cast.dave, at=AT)
    remove_view(view=shared, by=cast.bob, at=AT)
    assert names(cast.mona) == []
    deeds = AuditLine.objects.filter(subject_kind="savedview").order_by("number").values_list("deed", flat=True)
    assert list(deeds) == ["save_view", "change_view", "remove_view"]


def test_what_a_view_may_hold(cast: Cast) -> None:
    def save(name: str = "One", **choices: str) -> SavedView:
        return save_view(name=name, choices=choices, by=cast.alice, at=AT)

    assert save(sort="-slip", text="").choices == {"sort": "-slip"}
    refused("name_taken", lambda: save("ONE"))
    refused("choices", lambda: save("Two", password="x"))
    refused("choices", lambda: save("Two", **{"field.a b": "x"}))
    refused("choices", lambda: save("Two", text="x" * 5_000))
    refused("choices", lambda: save_view(name="Two", choices={"text": 1}, by=cast.alice, at=AT))  # type: ignore[dict-item]  # as JSON may
    assert save_view(name="One", choices={}, by=cast.grace, at=AT).owner == cast.grace.person  # each has their own


def test_everybody_chooses_the_view_they_begin_with(cast: Cast) -> None:
    shared = save_view(name="Red", choices=RED, portfolio=cast.portfolio, by=cast.mona, at=AT)
    begin_with_view(view=shared, by=cast.alice, at=AT)
    assert [view.is_first for view in visible_views(cast.alice, ON)] == [True]  # type: ignore[attr-defined]  # annotated
    assert [view.is_first for view in visible_views(cast.grace, ON)] == [False]  # type: ignore[attr-defined]  # annotated
    other = save_view(name="Other", choices={}, by=cast.alice, at=AT)
    begin_with_view(view=other, by=cast.alice, at=AT)
    assert FirstView.objects.get(person=cast.alice.person).view == other
    begin_with_view(view=None, by=cast.alice, at=AT)
    assert not FirstView.objects.exists()
    begin_with_view(view=shared, by=cast.alice, at=AT)
    remove_view(view=shared, by=cast.mona, at=AT)
    assert not FirstView.objects.exists()
    reader = make.user("Reader")
    reader.reading_only = True
    with pytest.raises(NotAllowed):
        save_view(name="x", choices={}, by=reader, at=AT)
