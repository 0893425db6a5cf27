"""Who sees a link, and who speaks for a side of it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from conspectus.kit.errors import Conflict, NotAllowed, NotFound
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.choices import OPEN, LinkState, Side
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.choices import ENDED, State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.life import goes_on_in
from conspectus.rooms.portfolio.rules import abilities_on, may, persons, require, visibility


def visible(by: User, on: date | None = None) -> Q:
    """Return the condition links meet that ``by`` may see: one of the two projects at least shows."""
    seen = visibility(by, on)
    if seen is None:
        return Q()
    shown = Project.objects.filter(seen).order_by().values("pk")
    return Q(giver__project__in=shown) | Q(taker__project__in=shown)


def project_of(link: Link, side: str) -> Project | None:
    """Return the project of a side; None where that side lies outside."""
    end = link.giver if side == Side.GIVER else link.taker
    return None if end is None else end.project


def owner_id_of(link: Link, side: str) -> int | None:
    """Return who answers for a side: the owner named, else who manages its project."""
    project = project_of(link, side)
    named = link.giver_owner_id if side == Side.GIVER else link.taker_owner_id
    return named or (project.manager_id if project else None)


def owners_of_sides(link: Link) -> set[int]:
    """Return the people who answer for the two sides."""
    return {person for side in Side.values if (person := owner_id_of(link, side)) is not None}


def sides_seen(by: User, link: Link, on: date) -> list[str]:
    """Return the sides whose project ``by`` may see."""
    return [
        side for side in Side.values
        if (project := project_of(link, side)) is not None and Ability.READ in abilities_on(by, project, on)
    ]  # fmt: skip


def may_speak_for(by: User, deed: str, link: Link, side: str, on: date) -> bool:
    """Return whether ``by`` may do a deed for a side: by a right on its project, or as its owner who contributes."""
    project = project_of(link, side)
    return project is not None and (may(by, deed, project, on) or _owns(by, link, side, project, on))


def may_speak_for_one(by: User, link: Link, on: date) -> bool:
    """Return whether ``by`` may speak for a side at least."""
    return any(may_speak_for(by, "change_link", link, side, on) for side in Side.values)


def require_for(by: User, deed: str, link: Link, side: str, on: date) -> None:
    """Refuse a deed for a side to who may not speak for it; what lies outside has nobody who could."""
    project, seen = project_of(link, side), sides_seen(by, link, on)
    if project is None or not seen or side not in Side.values:
        raise NotFound
    if side not in seen:
        raise NotAllowed("That side is spoken for by its own owner or project manager.")
    if may(by, deed, project, on) or not _owns(by, link, side, project, on):
        require(by, deed, project, on)


def heirs_of(by: User, link: Link, side: str, on: date) -> list[Project]:
    """Return the projects ``by`` may plan in which the merged or split project of a side goes on."""
    project = project_of(link, side)
    return [] if project is None else [one for one in goes_on_in(project) if may(by, "move_link_end", one, on)]


def may_move(by: User, link: Link, side: str, on: date) -> bool:
    """Return whether ``by`` may hang a side on another task."""
    return may_speak_for(by, "move_link_end", link, side, on) or bool(heirs_of(by, link, side, on))


def require_movable(by: User, link: Link, side: str, on: date) -> None:
    """Refuse to hang a side on another task to who may plan neither its project nor one it goes on in."""
    if side not in Side.values or not heirs_of(by, link, side, on):
        require_for(by, "move_link_end", link, side, on)


def require_either(by: User, deed: str, link: Link, on: date) -> None:
    """Refuse a deed to who may speak for neither side."""
    able = [side for side in Side.values if may_speak_for(by, deed, link, side, on)]
    seen = able or sides_seen(by, link, on)
    if not seen:
        raise NotFound
    require_for(by, deed, link, seen[0], on)


def _owns(by: User, link: Link, side: str, project: Project, on: date) -> bool:
    mine = owner_id_of(link, side) in persons(by, on) and State(project.state) not in ENDED
    return mine and Ability.CONTRIBUTE in abilities_on(by, project, on)


def check_open(link: Link) -> None:
    """Refuse to change what was declined or withdrawn."""
    if link.state not in OPEN:
        label = str(LinkState(link.state).label).lower()
        raise Conflict("closed_link", "This link is %(label)s. Propose another.", label=label)
