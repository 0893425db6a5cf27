"""Whose home page it is: which part a person plays, and which projects are theirs by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import divisions
from conspectus.rooms.portfolio.choices import ScopeKind
from conspectus.rooms.portfolio.queries import programmes_within
from conspectus.rooms.portfolio.queries.owned import Owned, owned_by
from conspectus.rooms.portfolio.rules import Given, alone, current_grants, granted

_WIDE = (ScopeKind.PORTFOLIO, ScopeKind.DIVISION)
_OFFICE = {Role.PMO_DIRECTOR: "director", Role.ADMINISTRATOR: "director", Role.PORTFOLIO_MANAGER: "analyst"}
_LOOKING = (Role.SPONSOR, Role.VIEWER, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Part:
    """The part that decides what a person meets first, what is theirs, and the condition of their projects."""

    name: str
    owned: tuple[Owned, ...]
    projects: Q


def part_of(by: User, on: date) -> Part:
    """Return the part of ``by``: that of the office first, then of who looks from above, then of who runs things."""
    owned = tuple(owned_by([by.person_id]))
    grants = current_grants(alone(by), on)
    own = Q(manager=by.person_id) | Q(sponsor=by.person_id)
    run = granted(grants, ScopeKind.PROGRAMME) | {int(one.id) for one in owned if one.kind == SubjectKind.PROGRAMME}
    own |= Q(programme__in=programmes_within(run))
    headed = granted(grants, ScopeKind.DIVISION)
    for path in divisions().filter(pk__in=headed).values_list("path", flat=True) if headed else ():
        own |= Q(division__path__startswith=path)
    return Part(_name(by, grants, owned), owned, own)


def _name(by: User, grants: tuple[Given, ...], owned: tuple[Owned, ...]) -> str:
    over = {one.role for one in grants if one.kind in _WIDE}
    over |= {Role(by.organisation_role)} if by.organisation_role else set()
    held = over | {one.role for one in grants}
    parts = {(one.kind, one.part) for one in owned}
    for role, name in _OFFICE.items():
        if role in over:
            return name
    if Role.DIVISION_HEAD in held:
        return "division_head"
    if over & set(_LOOKING):
        return "executive"
    if ("programme", "manager") in parts or Role.PROGRAMME_MANAGER in held:
        return "programme_manager"
    if ("project", "manager") in parts or Role.PROJECT_MANAGER in held:
        return "project_manager"
    if ("project", "sponsor") in parts or Role.SPONSOR in held:
        return "sponsor"
    return "resource_manager" if Role.RESOURCE_MANAGER in held else "member"
