"""A period is frozen: every project, programme and the portfolio as they stood, sealed by one digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from conspectus.journeys.gather_facts import gather_period
from conspectus.kit.errors import Conflict, Stale
from conspectus.kit.frozen import to_json
from conspectus.kit.manner import PLAIN, written_for
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import renew_standings
from conspectus.rooms.packs.bridge.parts import PARTS, gather_parts, part_text
from conspectus.rooms.periods.actions import freeze_period as publish
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.actions import confirm_snapshots, keep_snapshots
from conspectus.rooms.status.bridge import digest_of, seal
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries import (
    ProgrammeStatus,
    ProjectStatus,
    assemble,
    own_budgets,
    programme_statuses,
    reports_mark,
)
from conspectus.rooms.status.queries.cycles import not_accepted
from conspectus.rooms.status.queries.groups import group_statuses

if TYPE_CHECKING:
    from conspectus.review.result import GroupReview


def freeze_period(*, period: Period, revision: int, reason: str = "", by: User, at: datetime) -> Period:
    """Keep how everything in the portfolio stands in an open period, then freeze it.

    All is computed and staged before the one short transaction that publishes
    it; a freeze that is broken off leaves the period open, and what it staged
    is swept by the next. Refuses a period that is not open or was changed
    meanwhile. Where reports asked for are not accepted, the audit keeps how
    many, and the ``reason``.
    """
    require(by, "freeze_period", period.portfolio, at.date())
    if period.revision != revision:
        raise Stale(
            "Somebody changed %(period)s meanwhile. Look again, then decide.", period.revision, period=period.name
        )
    if period.state != PeriodState.OPEN:
        raise Conflict(
            "state",
            "%(period)s is %(label)s; only an open one freezes.",
            period=period.name,
            label=PeriodState(period.state).label.lower(),
        )
    renew_standings(at=at)  # by the plans that came in last, too
    heard = reports_mark(period)
    with only_reading():  # what registers hold is asked once, for projects and for what they lie in
        rows = snapshots(period, at=at)
    digest = seal({f"{row.subject_kind} {row.subject_id}": row.digest for row in rows})
    keep_snapshots(period, rows)
    frozen = publish(
        period=period,
        digest=digest,
        subjects=sum(row.subject_kind not in PARTS for row in rows),
        confirm=lambda: confirm_snapshots(period, digest, heard),
        waiting=len(not_accepted(by, period, at=at)),
        reason=reason,
        revision=revision,
        by=by,
        at=at,
    )
    gather_period(frozen, at=at)
    return frozen


@written_for(PLAIN)  # what is frozen has one language, whoever freezes it
def snapshots(period: Period, *, at: datetime) -> list[Snapshot]:
    """Return the snapshots of the next version, not yet stored."""
    projects = list(
        Project.objects.filter(portfolio=period.portfolio_id)
        .select_related("portfolio", "programme", "division", "manager")
        .order_by("pk")
    )
    statuses = assemble(projects, period, with_cost=None, on=at.date(), milestones=True, streams=True, sight=ALL_SEEN)
    programmes = list(Programme.objects.filter(portfolio=period.portfolio_id).select_related("manager"))
    own = own_budgets(period, programmes, at.date())
    groups = list(group_statuses(period, statuses, on=at.date(), own=own, least=1))
    reported = programme_statuses(period, statuses, groups, programmes, own=own, on=at.date())
    return [
        *(_of_project(period, status) for status in statuses),
        *(_of_group(period, kind, pk, group) for kind, pk, group in groups if group.projects > 1),
        *(_of_programme(period, status) for status in reported),
        *_of_parts(period, min(period.ends_on - timedelta(days=1), at.date())),
    ]


def _of_parts(period: Period, on: date) -> Iterator[Snapshot]:
    """Yield the registers of the portfolio as they stood at the end of the period, or of today where it goes on."""
    for name, rows in gather_parts(period.portfolio, on).items():
        body = part_text(name, rows)
        yield Snapshot(
            period=period,
            version=period.version + 1,
            subject_kind=name,
            subject_id=period.portfolio_id,
            digest=digest_of(body),
            body=body,
            colour=Colour.NOT_ASSESSED,
        )


def _of_project(period: Period, status: ProjectStatus) -> Snapshot:
    return _reported(period, SubjectKind.PROJECT, status.project_id, status)


def _of_programme(period: Period, status: ProgrammeStatus) -> Snapshot:
    return _reported(period, SubjectKind.REPORT, status.programme_id, status)


def _reported(period: Period, kind: SubjectKind, pk: int, status: ProjectStatus | ProgrammeStatus) -> Snapshot:
    body = to_json(type(status), status).decode()
    overall = status.overall
    return Snapshot(
        period=period,
        version=period.version + 1,
        subject_kind=kind,
        subject_id=pk,
        digest=digest_of(body),
        body=body,
        colour=overall.colour,
        declared=overall.declared,
        scale=status.report.scale if overall.declared else "",
        gap=overall.gap,
    )


def _of_group(period: Period, kind: SubjectKind, pk: int, group: GroupReview) -> Snapshot:
    from conspectus.review.result import GroupReview

    body = to_json(GroupReview, group).decode()
    return Snapshot(
        period=period,
        version=period.version + 1,
        subject_kind=kind,
        subject_id=pk,
        digest=digest_of(body),
        body=body,
        colour=next(one.colour for one in group.status if one.dimension == "overall"),
    )
