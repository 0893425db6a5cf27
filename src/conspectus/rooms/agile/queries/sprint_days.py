"""When sprints end, by the newest backlogs that date them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.queries import newest_of_those
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.schedule.queries import MilestoneFilter, projects_of_milestones
from conspectus.rooms.schedule.queries.milestones import days_asked


@dataclass(frozen=True, slots=True)
class SprintDay:
    """The last day of a sprint; ``starts_on`` as far as its tool tells it."""

    on: date
    project_id: int
    code: str
    project: str
    name: str
    starts_on: date | None


def sprint_days(by: User, wanted: MilestoneFilter, on: date) -> tuple[SprintDay, ...]:
    """Return the days sprints end in the active projects and the time a filter of milestones asks for, by day.

    Without a month and a window those still to come. Where states or slips of milestones are asked for there are none:
    sprints have neither. Asks the database twice.
    """
    if wanted.state or wanted.slipped:
        return ()
    asked = projects_of_milestones(by, wanted, on).filter(state=State.ACTIVE).values_list("pk", "code", "name")
    projects = {pk: (code, name) for pk, code, name in asked}
    first, after = days_asked(wanted, on) or (date.min if wanted.window == "all" else on, date.max)
    key, found = fold(wanted.text), []
    for pk, row in newest_of_those(projects, on).items() if projects else ():
        if pk not in projects:
            continue
        code, project = projects[pk]
        for name, starts, ends in row.figures.get("sprints", ()):
            day = date.fromisoformat(ends)
            if first <= day < after and any(key in fold(text) for text in (name, project, code)):
                begun = date.fromisoformat(starts) if starts else None
                found.append(SprintDay(day, pk, code, project, name, begun))
    return tuple(sorted(found, key=lambda one: (one.on, one.code, one.project_id, one.name)))
