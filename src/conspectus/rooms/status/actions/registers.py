"""What registers say of projects is kept beside their plans, for lists that order and count by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import keep_register_status
from conspectus.rooms.status.queries.registers import judged_dimensions, standing_alone


@written_for(PLAIN)
def judge_registers(projects: Sequence[Project], *, on: date) -> None:
    """Judge projects by their registers and backlogs, and keep it; no audit line: nothing is decided."""
    found = judged_dimensions(projects, on)
    told = {
        project: {name: (judged.told(with_cost=True), judged.told(with_cost=False)) for name, judged in by_name.items()}
        for project, by_name in found.items()
    }
    keep_register_status(told, standing_alone(found), on=on)
