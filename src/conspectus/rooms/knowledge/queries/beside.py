"""The guides of a stage or a gate, shown beside the work there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.choices import ArticleKind, Source
from conspectus.rooms.knowledge.models import Version
from conspectus.rooms.knowledge.queries.articles import visible_articles


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is offered beside the work."""

    key: str
    title: str
    summary: str
    is_shipped: bool


def guides_at(by: User, method: str, places: Collection[str]) -> tuple[Guide, ...]:
    """Return the published guides that name a stage or gate of a method, by their keys in it; the gate's own first.

    ``places`` are keys in the order in which their guides are wanted. A guide that names methods is for those alone;
    one that names no place is for none. Asks the database once.
    """
    wanted = [one for one in places if one]
    if not wanted:
        return ()
    named = Q()
    for one in wanted:
        named |= Q(stages__icontains=f'"{one}"')  # the list is text in both databases
    read = Version.objects.filter(article=OuterRef("pk"), number=OuterRef("current"))
    rows = visible_articles(by).filter(named, kind=ArticleKind.GUIDE, retired_at=None, current__isnull=False)
    rows = rows.annotate(title=Subquery(read.values("title")[:1]), summary=Subquery(read.values("summary")[:1]))
    rows = rows.annotate(source=Subquery(read.values("source")[:1]))
    found = [
        (min(wanted.index(place) for place in there), not row.methods, row)
        for row in rows.order_by(F("title"), "key")
        if (there := [place for place in row.stages if place in wanted]) and (not row.methods or method in row.methods)
    ]
    found.sort(key=lambda one: one[:2])
    return tuple(Guide(row.key, row.title, row.summary, row.source == Source.SHIPPED) for _place, _any, row in found)
