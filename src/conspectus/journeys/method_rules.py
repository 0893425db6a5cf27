"""New projects follow the method their programme or portfolio says, whichever door they came in by."""

from __future__ import annotations

from datetime import datetime

from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.standards.actions import adopt_by_rule
from conspectus.rooms.standards.queries.ruled import ruled_projects


@written_for(PLAIN)
def follow_method_rules(*, at: datetime) -> int:
    """Let each project that was opened under a rule follow its method; return how many now do."""
    by = local_operator()
    made = [adopt_by_rule(project=project, rule=rule, by=by, at=at) for project, rule in ruled_projects()]
    return sum(one is not None for one in made)
