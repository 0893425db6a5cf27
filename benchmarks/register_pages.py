"""The pages of registers and of actions with 10,000 rows: time, and how often the database is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.grown import empty_house, keep
from benchmarks.portfolio_page import measure

AIMS = {10_000: 100}  # rows: milliseconds
PROJECTS = 200
PAGES = {
    "/registers/": "gravest first",
    "/registers/?sort=-exposure": "by expected money",
    "/registers/?sort=review&late=yes": "review due",
    "/registers/?text=0042": "by text",
    "/registers/?from=9001": "row 9,001 on",
    "/registers/?as=map": "heat map",
    "/api/v1/register-entries?limit=50": "API",
    "/actions/": "actions",
    "/actions/?state=late": "actions overdue",
    "/actions/?text=0042": "actions by text",
    "/api/v1/actions?limit=50": "actions, API",
}


def main(*, small: bool = False) -> None:
    """Fill the tables and ask for the pages as a project manager with three grants, and as who sees all."""
    with empty_house():
        from conspectus.journeys.upkeep import migrate

        at = datetime.now(UTC)
        migrate(at=at)
        reader, director = _house(at)
        for size, aim in ({100: 100} if small else AIMS).items():
            _fill(size, at)
            measure(reader, size, aim, pages=PAGES, what="Registers of who has three grants", noun="rows")
            measure(director, size, aim, pages=PAGES, what="Registers of who sees all", noun="rows")


def _house(at: datetime) -> tuple[Any, Any]:
    """Put a portfolio of projects in programmes and divisions; return two readers."""
    from conspectus.rooms.accounts.actions import create_division, create_user, local_operator
    from conspectus.rooms.portfolio.actions import create_portfolio, create_programme, grant_role
    from conspectus.rooms.portfolio.models import Project

    by = local_operator()
    place = create_portfolio(name="All", currency="EUR", by=by, at=at)
    other = create_portfolio(name="More", currency="EUR", by=by, at=at)
    aim = create_programme(portfolio=other, name="Aim", by=by, at=at)
    unit = create_division(name="Unit", by=by, at=at)
    homes: tuple[dict[str, Any], ...] = (
        {"portfolio": place}, {"portfolio": other, "programme": aim}, {"portfolio": other, "division": unit},
    )  # fmt: skip
    rows = (
        Project(code=f"X-{n:03}", code_key=f"x-{n:03}", name=f"Project {n:03}", name_key=f"project {n:03}",
                currency="EUR", state="active", created_at=at, changed_at=at, **homes[n % 3])
        for n in range(PROJECTS)
    )  # fmt: skip
    keep(Project, rows)
    reader = create_user(email="three.grants@example.org", name="Three Grants", by=by, at=at)
    for scope in (place, aim, unit):
        grant_role(person=reader.person, role="project_manager", scope=scope, by=by, at=at)
    director = create_user(email="all@example.org", name="Sees All", role="pmo_director", by=by, at=at)
    return reader, director


def _fill(size: int, at: datetime) -> None:
    """Put so many entries, a twentieth shared with another project, and as many actions about projects."""
    from conspectus.rooms.accounts.models import Person
    from conspectus.rooms.followup.models import Action
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.risks.models import RegisterEntry

    people, projects = list(Person.objects.order_by("pk")), list(Project.objects.order_by("pk"))
    entries = [_entry(number, projects, people, at) for number in range(size)]
    keep(RegisterEntry, entries)
    through = RegisterEntry.also.through
    shared = (
        through(registerentry_id=row.pk, project_id=projects[(place + 7) % PROJECTS].pk)
        for place, row in enumerate(entries)
        if place % 20 == 0
    )
    keep(through, shared)
    keep(Action, (_action(number, projects, people, at) for number in range(size)))


def _entry(number: int, projects: list[Any], people: list[Any], at: datetime) -> Any:
    from conspectus.rooms.risks.bridge import compute
    from conspectus.rooms.risks.models import RegisterEntry

    project, kind = projects[number % PROJECTS], ("threat", "threat", "opportunity", "issue", "threat")[number % 5]
    figures = {"percent": number * 7 % 100, "cost_minor": number * 7919 % 9_000_000, "currency": "EUR"}
    scales = {"probability": number % 5 + 1, "impact_cost": number * 3 % 5 + 1, "residual_probability": number % 3 + 1}
    row = RegisterEntry(
        kind=kind, portfolio_id=project.portfolio_id, project=project, title=f"Event {number:05} of the register",
        cause="A cause that is told in a sentence or two, as people do.", effect="And what it would do to the work.",
        owner=people[number % len(people)], opened_by=people[0], opened_on=at.date() - timedelta(days=number % 300),
        review_on=at.date() + timedelta(days=number % 90 - 30), residual_impact=number % 4 + 1, **figures, **scales,
    )  # fmt: skip
    compute(row)
    return row


def _action(number: int, projects: list[Any], people: list[Any], at: datetime) -> Any:
    from conspectus.rooms.followup.models import Action

    project = projects[number % PROJECTS]
    return Action(
        subject_kind="project", subject_id=str(project.pk), project=project, words=f"Do thing {number:05} of the list",
        owner=people[number % len(people)], due_on=at.date() + timedelta(days=number % 120 - 40),
        opened_by=people[0], opened_at=at - timedelta(days=number % 200),
    )  # fmt: skip


if __name__ == "__main__":
    main()
