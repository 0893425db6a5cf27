"""The cast: one person for each role, around one project that is theirs and one that is not."""

from __future__ import annotations

from dataclasses import dataclass, fields

from tests import factories as make

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.portfolio.actions import give_project_role, grant_role
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project

AT = make.AT


@dataclass(frozen=True)
class Cast:
    """Who there is; all but bob, dave, erin and frank belong to ``project`` only."""

    alice: User  # its project manager
    bob: User  # PMO director
    carol: User  # its sponsor
    dave: User  # outsider
    erin: User  # auditor
    frank: User  # administrator
    grace: User  # viewer of it
    heidi: User  # team member of it
    ivan: User  # manager of its programme
    judy: User  # head of the division above its own
    kim: User  # resource manager of its programme
    liam: User  # finance of its portfolio
    mona: User  # portfolio manager of its portfolio
    project: Project
    other: Project  # elsewhere altogether
    programme: Programme
    portfolio: Portfolio
    division: Division
    house: Division  # above ``division``

    def users(self) -> dict[str, User]:
        """Return everybody by name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, User)}


def assemble() -> Cast:
    """Return the whole cast, made through actions."""
    house = make.division("Operations")
    division = make.division("Logistics", parent=house)
    people = {
        name: make.user(name.title())
        for name in ["alice", "carol", "dave", "grace", "heidi", "ivan", "judy", "kim", "liam", "mona"]
    }
    people["bob"] = make.user("Bob", role=Role.PMO_DIRECTOR)
    people["erin"] = make.user("Erin", role=Role.AUDITOR)
    people["frank"] = make.user("Frank", role=Role.ADMINISTRATOR)
    portfolio = make.portfolio("Growth")
    programme = make.programme("Warehouses", portfolio=portfolio, manager=people["ivan"].person)
    project = make.project(
        "Warehouse north",
        code="WN-1",
        portfolio=portfolio,
        programme=programme,
        division=division,
        manager=people["alice"].person,
        sponsor=people["carol"].person,
    )
    other = make.project("Head office move", code="HO-1", division=make.division("Premises"))
    by = local_operator()
    for name, role in (("grace", Role.VIEWER), ("heidi", Role.TEAM_MEMBER)):
        give_project_role(project=project, person=people[name].person, role=role, by=by, at=AT)
    scopes = (
        ("judy", Role.DIVISION_HEAD, house),
        ("kim", Role.RESOURCE_MANAGER, programme),
        ("liam", Role.FINANCE, portfolio),
        ("mona", Role.PORTFOLIO_MANAGER, portfolio),
    )
    for name, role, scope in scopes:
        grant_role(person=people[name].person, role=role, scope=scope, by=by, at=AT)
    return Cast(
        **people,
        project=project,
        other=other,
        programme=programme,
        portfolio=portfolio,
        division=division,
        house=house,
    )
