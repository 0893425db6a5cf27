"""What frozen periods hold: read back as it was, whatever has changed since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F, QuerySet

from conspectus.kit.errors import Conflict, NotFound
from conspectus.kit.frozen import NotAsWritten, from_json
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.queries.field_values import seen_values
from conspectus.rooms.portfolio.queries.fields import Sight, project_sight
from conspectus.rooms.portfolio.rules import projects_with_cost
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries import Judgement
from conspectus.rooms.schedule.queries.figures import hidden_money, overall
from conspectus.rooms.schedule.queries.views import FiguresView
from conspectus.rooms.status.bridge import gap as gap_of
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries.standing import assemble, live_statuses, report_without_cost, streams_seen, worst
from conspectus.rooms.status.queries.views import DimensionStatus, ProjectStatus, TrendPoint

EVERYTHING = ProjectFilter()
TREND = 12  # periods
NOT_YOURS = Judgement(Colour.NOT_ASSESSED, "You may not see the cost of this project.")


def published() -> QuerySet[Snapshot]:
    """Return the snapshots of the newest freeze of each period; what was staged or superseded is left out."""
    return Snapshot.objects.filter(version=F("period__version"))


def statuses(
    by: User, period: Period, wanted: ProjectFilter = EVERYTHING, *, at: datetime
) -> tuple[ProjectStatus, ...]:
    """Return where each visible project stood in a period: as frozen, else as the live rows say.

    A project that came after the freeze is in no frozen answer; one that went to another portfolio still is.
    """
    if period.state != PeriodState.FROZEN:
        return live_statuses(by, period, wanted, at=at)
    return frozen_statuses(by, period, period.version, wanted, at=at)


def project_status(by: User, project: Project, period: Period, *, at: datetime) -> ProjectStatus:
    """Return where one visible project stood in a period of its portfolio; as frozen, else as the live rows say."""
    with_cost, sight = projects_with_cost(by, at.date()), project_sight(by, [project.pk], at.date())
    if period.state != PeriodState.FROZEN:
        return assemble(
            [project], period, with_cost=with_cost, on=at.date(), milestones=True, streams=True, sight=sight
        )[0]
    rows = published().filter(period=period, subject_kind=SubjectKind.PROJECT, subject_id=project.pk)
    body = rows.values_list("body", flat=True).first()
    if body is None:
        raise NotFound
    return hide(status_of(body), with_cost=with_cost is None or project.pk in with_cost, sight=sight)


def frozen_statuses(
    by: User, period: Period, version: object, wanted: ProjectFilter = EVERYTHING, *, at: datetime
) -> tuple[ProjectStatus, ...]:
    """Return what a version of a period holds of the projects ``by`` may see today; money only where they may."""
    number = row_id(version)
    if not 1 <= number <= period.version:
        raise NotFound
    seen = list(find_projects(by, replace(wanted, archived=True), at.date()).values_list("pk", flat=True))
    with_cost, sight = projects_with_cost(by, at.date()), project_sight(by, seen, at.date())
    rows = Snapshot.objects.filter(period=period, version=number, subject_kind=SubjectKind.PROJECT)
    bodies = dict(rows.values_list("subject_id", "body"))
    return tuple(
        hide(status_of(bodies[pk]), with_cost=with_cost is None or pk in with_cost, sight=sight)
        for pk in seen
        if pk in bodies
    )


def snapshot_digests(period: Period, version: int) -> dict[int, str]:
    """Return the digest of each project's snapshot in a version of a period, seen or not."""
    rows = Snapshot.objects.filter(period=period, version=version, subject_kind=SubjectKind.PROJECT)
    return dict(rows.values_list("subject_id", "digest"))


def frozen_parts(period: Period, version: int, names: Collection[str]) -> dict[str, str]:
    """Return the bodies a version of a period keeps of registers, by name; what it does not keep is absent."""
    rows = Snapshot.objects.filter(period=period, version=version, subject_kind__in=names)
    return dict(rows.values_list("subject_kind", "body"))


def parts_before(period: Period, name: str, count: int) -> list[tuple[Period, str]]:
    """Return the frozen periods before one that keep a register, newest first, each with its body."""
    rows = published().filter(
        subject_kind=name, period__portfolio=period.portfolio_id, period__starts_on__lt=period.starts_on
    )
    found = rows.select_related("period").order_by("-period__starts_on")[:count]
    return [(row.period, row.body) for row in found]


def status_of(body: str) -> ProjectStatus:
    """Return the status a snapshot's body holds."""
    try:
        return from_json(ProjectStatus, body.encode())
    except NotAsWritten:
        raise Conflict(
            "snapshot",
            "This snapshot cannot be read by this version of Conspectus. Restore it from a backup, or ask for help.",
        ) from None


def hide(status: ProjectStatus, *, with_cost: bool, sight: Sight) -> ProjectStatus:
    """Return a status as far as its reader may see: money and what was judged by it only with the right to cost.

    Fields of the organisation need the rights they needed when the period was frozen.
    """
    status = replace(status, fields=seen_values(status.fields, sight, status.project_id))
    if with_cost:
        return status
    parts = tuple(_without_cost(one) for one in status.dimensions[1:])
    return replace(
        status,
        figures=None if status.figures is None else _without_money(status.figures),
        dimensions=(_judged_by(status, parts), *parts),
        streams=streams_seen(status.streams, with_cost),
        report=report_without_cost(status.report),
    )


def _judged_by(status: ProjectStatus, parts: Sequence[DimensionStatus]) -> DimensionStatus:
    """Return the overall status as the dimensions left make it, so that no colour tells what is hidden."""
    whole = status.overall
    computed = worst({one.dimension: one.computed.colour for one in parts})
    level = level_of(status.report.scale, whole.declared)
    return replace(
        whole,
        computed=computed,
        colour=whole.colour if whole.override else worst({one.dimension: one.colour for one in parts}).colour,
        gap=gap_of(level.rank, computed.colour) if level else None,
    )


def _without_money(figures: FiguresView) -> FiguresView:
    money = hidden_money(figures.money.currency, figures.money.spi_t)
    return replace(figures, money=money, cost=NOT_YOURS, overall=overall(figures.schedule, NOT_YOURS))


def _without_cost(one: DimensionStatus) -> DimensionStatus:
    if one.dimension != "cost" and one.unpriced is None:
        return one
    found = one.unpriced or NOT_YOURS
    return replace(one, computed=found, colour=found.colour, override=None, gap=None, unpriced=None)


def trend(
    by: User, subjects: Sequence[int], *, before: Period, at: datetime, count: int = TREND
) -> dict[int, tuple[TrendPoint, ...]]:
    """Return for each project its frozen periods up to and with ``before``, oldest first.

    ``subjects`` are projects the caller has shown to be visible.
    """
    with_cost = projects_with_cost(by, at.date())

    def seen(subject: int, _: int) -> bool:
        return with_cost is None or subject in with_cost

    return points(SubjectKind.PROJECT, subjects, seen, before=before, count=count)


def points(
    kind: SubjectKind,
    subjects: Sequence[int],
    seen: Callable[[int, int], bool],
    *,
    before: Period,
    count: int = TREND,
) -> dict[int, tuple[TrendPoint, ...]]:
    """Return the trend of subjects of one kind; colours where ``seen`` says so of a subject and a period."""
    periods = list(
        Period.objects.filter(portfolio=before.portfolio_id, starts_on__lte=before.starts_on, version__gte=1)
        .order_by("-starts_on")
        .values_list("pk", flat=True)[:count]
    )
    rows = published().filter(period__in=periods, subject_kind=kind)
    found: dict[int, list[TrendPoint]] = {}
    asked = ("subject_id", "period", "period__name", "colour", "declared", "scale", "gap")
    for subject, period, name, colour, declared, scale, gap in (
        of_these(rows, subjects, "subject_id").order_by("period__starts_on").values_list(*asked)
    ):
        level, shown = level_of(scale, declared), seen(subject, period)
        told = (colour, gap) if shown else ("", None)
        point = TrendPoint(name, told[0], declared, level.label if level else "", told[1])
        found.setdefault(subject, []).append(point)
    return {subject: tuple(each) for subject, each in found.items()}
