"""What somebody who leaves answers for of knowledge; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.knowledge.models import Article
from conspectus.rooms.portfolio.queries.owned import Left


def articles_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    return (Left("article", "owner", Article.objects.filter(owner=person)),)
