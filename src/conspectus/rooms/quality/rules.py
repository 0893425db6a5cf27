"""What checks, reviews and non-conformities may name."""

from __future__ import annotations

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.scope.models import Deliverable


def check_places(project: Project, deliverable: Deliverable | None, party: Party | None = None) -> None:
    """Refuse a deliverable of another project and a supplier of another portfolio."""
    if deliverable is not None and deliverable.project_id != project.pk:
        raise Invalid("deliverable", "Choose a deliverable of the same project.", "deliverable")
    if party is not None and party.portfolio_id != project.portfolio_id:
        raise Invalid("party", "This party belongs to another portfolio.", "party")
