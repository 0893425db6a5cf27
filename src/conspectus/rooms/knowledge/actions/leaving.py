"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.knowledge.queries.left import articles_left
from conspectus.rooms.portfolio.actions.leaving import pass_rows_on


def pass_articles_on(person: Person, heir: Person) -> None:
    """Put another in every place of one who leaves; the caller writes the audit line."""
    pass_rows_on(articles_left(person.pk), heir)
