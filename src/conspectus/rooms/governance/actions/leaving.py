"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from django.db.models import Q

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.governance.models import GateReviewer
from conspectus.rooms.governance.queries.left import gates_to_review, governance_left
from conspectus.rooms.portfolio.actions.leaving import pass_rows_on


def pass_governance_on(person: Person, heir: Person) -> None:
    """Put another in every place of one who leaves; among reviewers once, and not of a gate of their own project."""
    reviewing = gates_to_review(person.pk)
    again = Q(review__in=gates_to_review(heir.pk).values("review")) | Q(review__project__manager=heir)
    GateReviewer.objects.filter(pk__in=list(reviewing.filter(again).values_list("pk", flat=True))).delete()
    gates_to_review(person.pk).select_related(None).update(person=heir)
    pass_rows_on([one for one in governance_left(person.pk) if one.part != "reviewer"], heir)
