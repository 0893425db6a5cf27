"""A side of a link hung on another task: its own was renamed, gone, or goes on in the project it was merged into."""

from __future__ import annotations

from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotFound
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions.links import check_side, judge_link, keep_step, locked_link, refuse_twice, told_of
from conspectus.rooms.links.bridge import circle_with, ties_of
from conspectus.rooms.links.choices import Step
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries.circles import named_circle, open_ties
from conspectus.rooms.links.rules import project_of, require_for, require_movable
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.life import goes_on_in
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import watch_task


@deed("move_link_end", "hung a side of a link on another task", needs=Ability.PLAN)
def move_link_end(
    *, link: Link, side: str, task: str, project: Project | None = None, revision: int, by: User, at: datetime
) -> Link:
    """Hang a side on another task of its project, or of one its merged or split project goes on in.

    What was agreed stays agreed: by which task a side keeps it is its own affair; the other is told. Refuses a task the
    newest plan does not have, both sides in one project, a link there is already, and one that closes a circle.
    """
    check_side(side)
    old, target = project_of(link, side), project or project_of(link, side)
    if old is None or target is None:
        raise NotFound
    require_movable(by, link, side, at.date())
    if target.pk == old.pk:
        require_for(by, "move_link_end", link, side, at.date())
    elif target.pk not in {one.pk for one in goes_on_in(old)}:
        raise Invalid("project", "%(project)s does not go on in this project.", "project", project=old.code)
    else:
        require(by, "move_link_end", target, at.date())
    with audited("move_link_end", by=by, at=at) as line:
        row = locked_link(link, revision)
        before, now = getattr(row, side), watch_task(project=target, task=task)
        if now.pk == before.pk:
            line.nothing_changed()
            return link
        setattr(row, side, now)
        if target.pk != old.pk:
            setattr(row, f"{side}_owner", None)
        if row.giver and row.taker and row.giver.project_id == row.taker.project_id:
            raise Invalid("same_project", "Both tasks belong to one project. Link them in its plan.", "task")
        refuse_twice(row)
        ties = [one for one in open_ties() if one.number != row.pk]
        if row.giver and row.taker and (path := named_circle(by, circle_with([*ties, *ties_of([row])]), at.date())):
            raise Conflict("circle", "Projects would wait for each other in a circle: %(path)s.", path=path)
        judge_link(row)
        row.save()
        words = f"{before.project.code} {before.name} → {target.code} {now.name}"
        keep_step(row, Step.MOVED, by, at, side=side, words=words)
        line.about("link", row.pk, **told_of(row), side=side, task=now.uid, project=target.pk)
    return row
