"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.actions.leaving import pass_rows_on
from conspectus.rooms.scope.queries.left import scope_left


def pass_scope_on(person: Person, heir: Person) -> None:
    """Put another in every place of one who leaves; the caller writes the audit line."""
    pass_rows_on(scope_left(person.pk), heir)
