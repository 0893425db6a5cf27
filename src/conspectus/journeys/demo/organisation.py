"""The demo's people, divisions, programmes and projects, opened by the deeds everyone uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from conspectus.formats.packs import KINDS
from conspectus.journeys.demo import enterprise
from conspectus.journeys.demo.enterprise import Seed, mail, manager_of
from conspectus.rooms.accounts.actions import create_division, create_user, local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.packs.actions import Scheduled, schedule_packs
from conspectus.rooms.portfolio.actions import (
    NewProject,
    NewStream,
    arrange_programme,
    create_portfolio,
    create_programme,
    create_project,
    cut_project,
    grant_role,
    save_view,
)
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.schedule.actions import NewTolerance, set_tolerance

# The ways the office looks at the portfolio table, shared with everybody who sees it.
VIEWS = {
    "Red first, with managers": {"sort": "status", "columns": "manager,status,declared,slip,finish,forecast,as_of"},
    "Money by programme": {"group": "programme", "columns": "division,status,cpi,budget,earned,spent,forecast"},
    "Plans gone stale": {"stale": "yes", "sort": "-stale", "columns": "manager,status,finish,quality,as_of"},
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the demo's deeds opened: people by name, projects in the order of the seed table."""

    people: dict[str, User]
    projects: tuple[Project, ...]
    portfolio: Portfolio
    programmes: dict[str, Programme]

    @property
    def director(self) -> User:
        """The head of the project management office: who the demo signs in as."""
        return self.people[enterprise.DIRECTOR]


def set_up_organisation(seeds: tuple[Seed, ...], *, at: datetime) -> Organisation:
    """Open the invented enterprise; nobody in it has a password."""
    operator = local_operator()
    top = create_division(name=enterprise.NAME, by=operator, at=at)
    divisions = {
        key: create_division(name=name, parent=top, by=operator, at=at) for key, name, _ in enterprise.DIVISIONS
    }
    people = _people(operator, top, divisions, at)
    portfolio = create_portfolio(
        name=f"{enterprise.NAME} change portfolio",
        currency=enterprise.CURRENCY,
        purpose="All projects of the group that need board approval.",
        by=operator,
        at=at,
    )
    _grants(operator, people, portfolio, divisions, at)
    programmes = {
        key: create_programme(portfolio=portfolio, name=name, manager=people[head].person, by=operator, at=at)
        for key, name, head in enterprise.PROGRAMMES
    }
    projects = tuple(
        _open(number, seed, portfolio, programmes, divisions, people, at) for number, seed in enumerate(seeds)
    )
    _agree(people[enterprise.DIRECTOR], portfolio, programmes, projects, at)
    return Organisation(people, projects, portfolio, programmes)


def _agree(
    by: User, portfolio: Portfolio, programmes: dict[str, Programme], projects: tuple[Project, ...], at: datetime
) -> None:
    """Name a programme's own plan, and judge a small project by the wider limits that small ones have."""
    known = {one.code: one for one in projects}
    key, code = enterprise.OWN_PLAN
    if code in known:
        row = programmes[key]
        arrange_programme(programme=row, parent=None, own_plan=known[code], revision=row.revision, by=by, at=at)
    name, limits, reason = enterprise.SMALL
    set_tolerance(subject=portfolio, new=NewTolerance(reason, limits, name), by=by, at=at)
    if enterprise.SMALL_PROJECT in known:
        project = known[enterprise.SMALL_PROJECT]
        set_tolerance(subject=project, new=NewTolerance(reason, name=name), by=by, at=at)


def _people(operator: User, top: Division, divisions: dict[str, Division], at: datetime) -> dict[str, User]:
    """Create the accounts; a password is never set, so the demo's link is the only way in."""
    roles = {enterprise.DIRECTOR: Role.PMO_DIRECTOR, enterprise.AUDITOR: Role.AUDITOR}
    office = (enterprise.DIRECTOR, enterprise.ANALYST, enterprise.SPONSOR, enterprise.AUDITOR)
    homes = dict.fromkeys((*office, *(head for *_, head in enterprise.PROGRAMMES)), top)
    homes |= {head: divisions[key] for key, _, head in enterprise.DIVISIONS}
    homes |= {name: divisions[enterprise.SEEDS[place].division] for place, name in enumerate(enterprise.MANAGERS)}
    return {
        name: create_user(email=mail(name), name=name, role=roles.get(name, ""), division=home, by=operator, at=at)
        for name, home in homes.items()
    }


def _grants(
    operator: User, people: dict[str, User], portfolio: Portfolio, divisions: dict[str, Division], at: datetime
) -> None:
    """Give the office and the heads of divisions what they see and may do."""
    given = [(enterprise.ANALYST, Role.PORTFOLIO_MANAGER, portfolio), (enterprise.SPONSOR, Role.SPONSOR, portfolio)]
    for name, role, scope in given:
        grant_role(person=people[name].person, role=role, scope=scope, by=operator, at=at)
    for key, _, head in enterprise.DIVISIONS:
        grant_role(person=people[head].person, role=Role.DIVISION_HEAD, scope=divisions[key], by=operator, at=at)


def _open(
    number: int,
    seed: Seed,
    portfolio: Portfolio,
    programmes: dict[str, Programme],
    divisions: dict[str, Division],
    people: dict[str, User],
    at: datetime,
) -> Project:
    new = NewProject(
        portfolio=portfolio,
        programme=programmes[seed.programme],
        division=divisions[seed.division],
        code=seed.code,
        name=seed.name,
        manager=people[manager_of(number)].person,
        sponsor=people[enterprise.SPONSOR].person,
        currency=seed.currency,
        state=State.ACTIVE,
    )
    return create_project(new=new, by=people[enterprise.ANALYST], at=at)


def schedule(organisation: Organisation, *, at: datetime) -> None:
    """Let the pack of each period be made by itself once it is frozen, and tell the sponsor and the analyst."""
    readers = [organisation.people[name].person for name in (enterprise.SPONSOR, enterprise.ANALYST)]
    wanted = Scheduled(is_on=True, kinds=KINDS, working_days=0, readers=readers)
    schedule_packs(portfolio=organisation.portfolio, schedule=wanted, revision=0, by=organisation.director, at=at)


def cut_projects(organisation: Organisation, *, at: datetime) -> None:
    """Cut two projects into work streams by the phases of their plans."""
    for row in Project.objects.filter(code__in=enterprise.STREAMS):
        streams = [
            NewStream(name, codes, organisation.people[lead].person, ends_on=at.date() + timedelta(days=days))
            for name, codes, lead, days in enterprise.STREAMS[row.code]
        ]
        cut_project(
            project=row, streams=streams, revision=row.revision, by=organisation.people[enterprise.ANALYST], at=at
        )


def share_views(organisation: Organisation, *, at: datetime) -> None:
    """Save the views of the portfolio table the office shares."""
    for name, choices in VIEWS.items():
        save_view(name=name, choices=choices, portfolio=organisation.portfolio, by=organisation.director, at=at)
