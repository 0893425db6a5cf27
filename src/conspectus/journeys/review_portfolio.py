"""The review of what the database holds: current revisions, approved baselines, and the asker's own view of money."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING

from conspectus.engine.measure import Reason, missing
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.portfolio.rules import projects_with_cost
from conspectus.rooms.schedule.bridge.approved import assess_against
from conspectus.rooms.schedule.bridge.documents import read_checked, stored_documents
from conspectus.rooms.schedule.bridge.figures import ledger_for
from conspectus.rooms.schedule.bridge.judging import held_to
from conspectus.rooms.schedule.bridge.ledgers import booked_on
from conspectus.rooms.schedule.bridge.standing import approved_in, cost_limits, current_baselines, given_with
from conspectus.rooms.schedule.bridge.tolerances import Held, bands, tolerances_on
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries import portfolio_projects

if TYPE_CHECKING:
    from conspectus.engine.status import Tolerances
    from conspectus.review import Review
    from conspectus.review.result import ProjectReview

EVERYTHING = ProjectFilter()
NO_COST = "The cost of this project is not shown to you."


def review_portfolio(*, by: User, at: datetime, wanted: ProjectFilter = EVERYTHING, status_date: str = "") -> Review:
    """Return the review of the projects a filter leaves, as far as ``by`` may see them.

    Every project is measured from its newest plan against its approved
    baseline; money that ``by`` may not see is hidden and in no total. The same
    ``Review`` that files make, so the same pack and the same JSON follow. Asks
    the database the same number of times for one project and for a thousand.
    """
    from conspectus.review.dates import given
    from conspectus.review.grouped import groups_of
    from conspectus.review.measured import totals_by_currency
    from conspectus.review.result import Noticed, Review, Source, StatusDate

    status = given(status_date) if status_date else StatusDate()
    projects = list(portfolio_projects(by, wanted, at=at))
    with_cost = projects_with_cost(by, at.date())
    newest, approved, held = _newest(projects), current_baselines(projects), tolerances_on(projects, at.date())
    limits, booked = cost_limits(projects), booked_on(projects)
    fixing = (row.revision for row in approved.values())
    documents = stored_documents(row.document_id for row in (*newest.values(), *fixing))
    reviews, findings, sources = [], [], []
    for project in projects:
        if (revision := newest.get(project.pk)) is None:
            continue
        baseline = approved.get(project.pk)
        fixed = approved_in(baseline, documents) if baseline is not None else None
        plan = read_checked(revision.document_id, documents[revision.document_id])
        given_here = given_with(revision, project.code, status)
        given_here = replace(
            given_here,
            tolerances=bands(held[project.pk], plan.currency),
            held_to=held_to(limits.get(project.pk), plan.currency),
        )
        given_here = replace(given_here, ledger=ledger_for(plan, given_here, booked[project.pk]))
        judged, noticed = assess_against(plan, fixed, given_here)
        judged = replace(judged, name=project.name, programme=project.programme.name if project.programme else "")
        seen = with_cost is None or project.pk in with_cost
        reviews.append(judged if seen else _without_cost(judged))
        findings += [Noticed(item, revision.source_name, project.code) for item in noticed]
        file = (revision.source_name, revision.source_kind, revision.source_size, revision.source_digest)
        sources.append(Source(*file, projects=1))
    open_books = tuple(one for one in reviews if with_cost is None or one.money.bac.reason is not Reason.HIDDEN)
    told = (tuple(reviews), tuple(findings), tuple(sources))
    return Review(*told, totals_by_currency(open_books), status, groups_of(open_books, _limits(projects, at)))


def _limits(projects: list[Project], at: datetime) -> dict[str, Tolerances]:
    """Return what judges each programme, and all projects where they are of one portfolio."""
    places = {project.portfolio_id for project in projects}
    held = Held(places, at.date())
    found = {
        project.programme.name: bands(held.of("programme", project.programme.pk, project.portfolio_id))
        for project in projects
        if project.programme is not None
    }
    return found | ({"": bands(held.of_portfolio(*places))} if len(places) == 1 else {})


def _newest(projects: list[Project]) -> dict[int, PlanRevision]:
    """Return the newest revision of each project that has one."""
    rows = PlanRevision.objects.filter(summary__is_current=True, project__in=[one.pk for one in projects])
    return {row.project_id: row for row in rows.defer("findings")}


def _without_cost(judged: ProjectReview) -> ProjectReview:
    """Return the review of a project without its money."""
    from conspectus.review.result import IN_TIME, Curve, Judged, Money

    hidden = missing(Reason.HIDDEN)
    money = Money(
        currency=judged.money.currency,
        **{
            item.name: getattr(judged.money, item.name) if item.name in IN_TIME else hidden
            for item in fields(Money)
            if item.name != "currency"
        },
    )
    schedule = next((one for one in judged.status if one.dimension == "schedule"), None)
    status = [Judged("cost", "not_assessed", NO_COST)]
    if schedule is not None:
        status += [schedule, Judged("overall", schedule.colour, schedule.words)]
    return replace(judged, money=money, curve=Curve(), work=(), child=None, status=tuple(status))
