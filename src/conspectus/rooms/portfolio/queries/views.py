"""Saved views of lists: one's own, and those shared with who may see a portfolio."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import FirstView, SavedView
from conspectus.rooms.portfolio.queries.projects import visible_portfolios
from conspectus.rooms.portfolio.rules import may


def visible_views(by: User, on: date | None = None, of: str = "") -> QuerySet[SavedView]:
    """Return the views ``by`` may use, by name, of one list if ``of`` is given.

    Each has ``is_first``: whether the portfolio table opens with it for ``by``.
    """
    first = FirstView.objects.filter(person=by.person_id, view=OuterRef("pk"))
    shared = Q(portfolio__in=visible_portfolios(by, on).order_by().values("pk"))
    views = SavedView.objects.select_related("owner", "portfolio").annotate(is_first=Exists(first))
    views = views.filter(of=of) if of else views
    return views.filter(Q(owner=by.person_id) | shared)


def get_view(by: User, view_id: object, on: date | None = None) -> SavedView:
    """Return one view ``by`` may use."""
    view = visible_views(by, on).filter(pk=row_id(view_id)).first()
    if view is None:
        raise NotFound
    return view


def may_keep(by: User, view: SavedView, on: date | None = None) -> bool:
    """Return whether ``by`` may change and remove a view: their own, or one shared in a portfolio they steer."""
    if by.reading_only:
        return False
    return view.owner_id == by.person_id or (view.portfolio is not None and may(by, "change_view", view.portfolio, on))
