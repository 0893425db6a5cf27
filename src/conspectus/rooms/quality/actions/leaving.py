"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.actions.leaving import pass_rows_on
from conspectus.rooms.quality.queries.left import quality_left


def pass_quality_on(person: Person, heir: Person) -> None:
    """Put another in every place of one who leaves; the caller writes the audit line."""
    pass_rows_on(quality_left(person.pk), heir)
