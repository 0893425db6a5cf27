"""Saved views of lists: kept, shared, changed, removed, and the one the portfolio table opens with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid, NotAllowed
from conspectus.kit.texts import clean_name, fold
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.portfolio.choices import CHOSEN_OF, ViewOf
from conspectus.rooms.portfolio.models import FirstView, Portfolio, SavedView
from conspectus.rooms.portfolio.rules import require

_OF_FIELD = re.compile(r"field\.[a-z][a-z0-9_]{0,59}(\.from|\.to)?")
LONGEST = 4_000


@deed("save_view", "saved a view of a list", needs=Ability.STEER)
def save_view(
    *, name: str, choices: Mapping[str, str], of: str = ViewOf.PORTFOLIO, portfolio: Portfolio | None = None,
    by: User, at: datetime,
) -> SavedView:  # fmt: skip
    """Keep what is chosen of a list by a name.

    With a portfolio it is shared with all who may see that, which takes
    steering it; else it is its owner's alone. Refuses a name in use and what the list's address cannot hold.
    """
    refuse_reading_only(by)
    if portfolio is not None:
        require(by, "save_view", portfolio, at.date())
    row = SavedView(
        owner=by.person, portfolio=portfolio, of=_list(of), choices=_checked(choices, of),
        name=clean_name(name, "name", most=80),
    )  # fmt: skip
    row.name_key = fold(row.name)
    _refuse_taken(row)
    try:
        with audited("save_view", by=by, at=at) as line:
            row.save()
            line.about("savedview", row.pk, **_told(row))
    except IntegrityError:
        raise _taken() from None
    return row


@deed("change_view", "changed a view of a list", needs=Ability.STEER)
def change_view(
    *,
    view: SavedView,
    name: str,
    choices: Mapping[str, str],
    portfolio: Portfolio | None,
    revision: int,
    by: User,
    at: datetime,
) -> SavedView:
    """Change name, choices and sharing of one's own view, or of one shared in a portfolio one steers."""
    _require_keeping(by, "change_view", view, at)
    if portfolio is not None and portfolio.pk != view.portfolio_id:
        require(by, "change_view", portfolio, at.date())
    if portfolio is None and view.owner_id != by.person_id:
        raise Invalid(
            "portfolio", "Only its owner can take a view back for themselves. Remove it instead.", "portfolio"
        )
    try:
        with audited("change_view", by=by, at=at) as line:
            row = lock_row(view, revision)
            row.name, row.portfolio, row.choices = (
                clean_name(name, "name", most=80),
                portfolio,
                _checked(choices, row.of),
            )
            row.name_key = fold(row.name)
            _refuse_taken(row)
            row.save()
            line.about("savedview", row.pk, **_told(row))
    except IntegrityError:
        raise _taken() from None
    return row


@deed("remove_view", "removed a view of a list", needs=Ability.STEER)
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Remove one's own view, or one shared in a portfolio one steers; who began with it begins with all projects."""
    _require_keeping(by, "remove_view", view, at)
    with audited("remove_view", by=by, at=at) as line:
        SavedView.objects.filter(pk=view.pk).delete()
        line.about("savedview", view.pk, **_told(view))


@deed("begin_with_view", "chose the view the portfolio table opens with")
def begin_with_view(*, view: SavedView | None, by: User, at: datetime) -> None:
    """Let the portfolio table open with a view one may use; with all projects where none is given."""
    refuse_reading_only(by)
    if view is not None and view.of != ViewOf.PORTFOLIO:
        raise Invalid("view", "The portfolio table opens with a view of its own, not one of another list.", "view")
    with audited("begin_with_view", by=by, at=at) as line:
        FirstView.objects.filter(person=by.person_id).delete()
        if view is not None:
            FirstView.objects.create(person=by.person, view=view)
        line.about("person", by.person_id, view=view.name if view else "")


def _require_keeping(by: User, name: str, view: SavedView, at: datetime) -> None:
    refuse_reading_only(by)
    if view.owner_id == by.person_id:
        return
    if view.portfolio is None:
        raise NotAllowed
    require(by, name, view.portfolio, at.date())


def _refuse_taken(row: SavedView) -> None:
    if SavedView.objects.filter(owner=row.owner_id, name_key=row.name_key).exclude(pk=row.pk).exists():
        raise _taken()


def _taken() -> Invalid:
    return Invalid("name_taken", "A view of this name is there already.", "name")


def _list(of: str) -> str:
    if of not in ViewOf.values:
        raise Invalid("of", "Views are of the lists portfolio, register or action.", "of")
    return of


def _checked(choices: object, of: str) -> dict[str, str]:
    if not isinstance(choices, Mapping) or not all(isinstance(value, str) for value in choices.values()):
        raise Invalid("choices", "Give what is chosen by name, each as the table's address has it.", "choices")
    found = {str(name): value for name, value in choices.items() if value}
    for name, value in found.items():
        if name not in CHOSEN_OF[of] and not (of == ViewOf.PORTFOLIO and _OF_FIELD.fullmatch(name)):
            raise Invalid("choices", "'%(name)s' is nothing this list can be asked for.", "choices", name=name[:40])
        if len(value) > LONGEST or "\0" in value:
            raise Invalid("choices", "What is chosen of %(name)s is too long.", "choices", name=name[:40])
    return dict(sorted(found.items()))


def _told(row: SavedView) -> dict[str, object]:
    return {"name": row.name, "of": row.of, "portfolio": row.portfolio_id, "choices": row.choices}
