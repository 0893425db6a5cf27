"""What registers say of projects is kept beside their plans, for lists that order and count by it, and for groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import keep_register_status
from conspectus.rooms.schedule.queries import Judgement
from conspectus.rooms.schedule.queries.alone import Alone
from conspectus.rooms.status.queries.registers import judged_dimensions, registered, standing_alone

if TYPE_CHECKING:
    from conspectus.engine.status import RegisterPart


@dataclass(frozen=True, slots=True)
class RegistersJudged:
    """How registers judge projects on a day, and what they bring into groups, by project."""

    on: date
    told: Mapping[int, Mapping[str, tuple[Judgement, Judgement]]]
    alone: Mapping[int, Alone]
    parts: Mapping[int, RegisterPart]


@written_for(PLAIN)
def registers_judged(projects: Sequence[Project], *, on: date) -> RegistersJudged:
    """Judge projects by their registers and backlogs; of what is known already nothing is asked."""
    found = judged_dimensions(projects, on)
    told = {
        project: {name: (judged.told(with_cost=True), judged.told(with_cost=False)) for name, judged in by_name.items()}
        for project, by_name in found.items()
    }
    known = registered(projects, on)
    parts = {one.pk: known[one.pk].part("", one.currency) for one in projects}
    return RegistersJudged(on, told, standing_alone(found), parts)


def keep_judged(found: RegistersJudged) -> None:
    """Keep how registers judge projects; no audit line: nothing is decided."""
    keep_register_status(found.told, found.alone, found.parts, on=found.on)
