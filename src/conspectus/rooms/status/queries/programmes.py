"""What programmes report of themselves in a period, beside what the sums of their projects say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.rates import Exchange
from conspectus.kit.errors import Conflict
from conspectus.kit.frozen import NotAsWritten, from_json
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.queries import BudgetView, programme_budgets
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import told_of
from conspectus.rooms.portfolio.choices import ScopeKind
from conspectus.rooms.portfolio.models import Grant, Placement, Programme, Project
from conspectus.rooms.portfolio.queries import closing_exchange, programmes_above, visible_programmes, visible_projects
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN, project_sight
from conspectus.rooms.portfolio.rules import in_force, projects_with_cost, sees_cost
from conspectus.rooms.schedule.bridge.tolerances import Held
from conspectus.rooms.schedule.choices import WORST_FIRST, Colour
from conspectus.rooms.schedule.queries import Judgement
from conspectus.rooms.status.choices import Dimension, SubjectKind
from conspectus.rooms.status.models import Override, Report, Snapshot
from conspectus.rooms.status.queries.groups import group_statuses
from conspectus.rooms.status.queries.snapshots import TREND, frozen_statuses, hide, points, published
from conspectus.rooms.status.queries.standing import (
    assemble,
    dimension_status,
    live_statuses,
    overrides_in_force,
    report_view,
    worst,
)
from conspectus.rooms.status.queries.views import (
    ChildStatus,
    DimensionStatus,
    OwnBudget,
    OwnPlan,
    ProgrammeStatus,
    ProjectStatus,
    RollUp,
    TrendPoint,
)

if TYPE_CHECKING:
    from conspectus.review.result import GroupReview

NO_SUMS = Judgement(Colour.NOT_ASSESSED, "Not assessed, because no project in it has a plan by the end of the period.")
NOT_YOURS = Judgement(Colour.NOT_ASSESSED, "The sums hold money that you may not see.")


def programme_status(by: User, programme: Programme, period: Period, *, at: datetime) -> ProgrammeStatus | None:
    """Return where one visible programme stood in a period of its portfolio, as frozen, else as everything stands.

    None where the period was frozen before the programme was there, or before programmes reported.
    """
    if period.portfolio_id != programme.portfolio_id:
        raise Conflict("other_portfolio", "This period belongs to another portfolio.")
    if period.state == PeriodState.FROZEN:
        frozen = published().filter(period=period, subject_kind=SubjectKind.REPORT, subject_id=programme.pk)
        body = frozen.values_list("body", flat=True).first()
        return None if body is None else hidden_from(by, [_written(body)], at=at)[0]
    return hidden_from(by, _live(period, [programme], at.date())[1], at=at)[0]


def frozen_programmes(by: User, period: Period, version: object, *, at: datetime) -> tuple[ProgrammeStatus, ...]:
    """Return what a version of a period holds of the programmes ``by`` may see today, by name."""
    seen = visible_programmes(by, at.date()).order_by().values_list("pk", flat=True)
    rows = Snapshot.objects.filter(period=period, version=row_id(version), subject_kind=SubjectKind.REPORT)
    bodies = of_these(rows, seen, "subject_id").values_list("subject_id", "body")
    wanted = set(seen)
    found = [_written(body) for pk, body in bodies if pk in wanted]
    return hidden_from(by, sorted(found, key=lambda one: (one.name, one.programme_id)), at=at)


def period_standing(
    by: User, period: Period, version: object = None, *, milestones: bool = False, at: datetime
) -> tuple[tuple[ProjectStatus, ...], tuple[ProgrammeStatus, ...]]:
    """Return where visible projects stood in a period, and the programmes that declared, the widest gap first.

    What both need of an open period is computed once. Frozen ones always hold their milestones.
    """
    if version or period.state == PeriodState.FROZEN:
        told = frozen_statuses(by, period, version or period.version, at=at)
        return told, widest_first(frozen_programmes(by, period, version or period.version, at=at))
    programmes = list(visible_programmes(by, at.date()).filter(portfolio=period.portfolio_id, reports__period=period))
    if not programmes:
        return live_statuses(by, period, at=at, milestones=milestones), ()
    seen = list(visible_projects(by, at.date()).filter(portfolio=period.portfolio_id).values_list("pk", flat=True))
    rows, found = _live(period, programmes, at.date(), seen)
    known, with_cost = {row.project_id: row for row in rows}, projects_with_cost(by, at.date())
    sight = project_sight(by, seen, at.date())
    told = tuple(hide(known[pk], with_cost=with_cost is None or pk in with_cost, sight=sight) for pk in seen)
    if not milestones:  # they are for the programme's own plan
        told = tuple(replace(one, milestones=()) for one in told)
    return told, widest_first(hidden_from(by, found, at=at))


def widest_first(found: Iterable[ProgrammeStatus]) -> tuple[ProgrammeStatus, ...]:
    """Return those of some programmes that declared how they stand, the widest gap first."""
    told = (one for one in found if one.overall.declared)
    return tuple(sorted(told, key=lambda one: (-(one.overall.gap or 0), one.worst is None, one.name)))


def _live(
    period: Period, wanted: Sequence[Programme], on: date, beside: Sequence[int] = ()
) -> tuple[tuple[ProjectStatus, ...], tuple[ProgrammeStatus, ...]]:
    """Return where programmes, their projects and those ``beside`` stand by the rows of today, with all their money."""
    inside, asked = programmes_above([period.portfolio_id]), {one.pk for one in wanted}
    below = [pk for pk, above in inside.items() if asked & {one.pk for one in above}]
    ever = Placement.objects.filter(programme__in=below).values("project")
    projects = Project.objects.filter(
        Q(programme__in=below) | Q(pk__in=ever) | Q(pk__in=beside), portfolio=period.portfolio_id
    )
    found = projects.select_related("portfolio", "programme", "division", "manager").order_by("pk")
    rows = assemble(list(found), period, with_cost=None, on=on, milestones=True, sight=ALL_SEEN)
    inner = tuple(row for row in rows if row.programme_id in below)
    own = own_budgets(period, wanted, on)
    groups = group_statuses(period, inner, on=on, own=own, least=1)
    return rows, programme_statuses(period, inner, groups, wanted, own=own, on=on)


def own_budgets(period: Period, wanted: Sequence[Programme], on: date) -> dict[int, BudgetView]:
    """Return the own budgets of programmes as approved by the period's last day, or today."""
    return programme_budgets([one.pk for one in wanted], min(on, period.ends_on - timedelta(days=1)))


def newest_programme_status(
    by: User, programme: Programme, *, at: datetime
) -> tuple[Period | None, ProgrammeStatus | None]:
    """Return the newest open period of a visible programme's portfolio, else the newest frozen, and what stands."""
    period = told_of(programme.portfolio)
    return period, None if period is None else programme_status(by, programme, period, at=at)


def programme_statuses(
    period: Period,
    rows: Sequence[ProjectStatus],
    groups: Iterable[tuple[SubjectKind, int, GroupReview]],
    wanted: Sequence[Programme],
    *,
    own: Mapping[int, BudgetView],
    on: date,
) -> tuple[ProgrammeStatus, ...]:
    """Return where programmes of one portfolio stand, with the money of every project: for what hides it again.

    Asks the database the same number of times for one programme and for a hundred.
    """
    day = min(on, period.ends_on - timedelta(days=1))
    above, held = programmes_above([period.portfolio_id]), Held([period.portfolio_id], day)
    sums = {number: group for kind, number, group in groups if kind == SubjectKind.PROGRAMME}
    reports = {row.programme_id: row for row in _reports(period, wanted)}
    teams = _teams(wanted, day)
    exchange = closing_exchange([period.portfolio_id], day) if own else None
    aside = overrides_in_force(period, "programme", [one.pk for one in wanted], on)
    found = []
    for programme in wanted:
        inside = [row for row in rows if programme.pk in {one.pk for one in above.get(row.programme_id or 0, ())}]
        report, group = reports.get(programme.pk), sums.get(programme.pk)
        parent = above[programme.pk][-2] if len(above[programme.pk]) > 1 else None
        found.append(
            ProgrammeStatus(
                programme_id=programme.pk,
                name=programme.name,
                purpose=programme.purpose,
                portfolio=period.portfolio.name,
                parent_id=parent.pk if parent else None,
                parent=parent.name if parent else "",
                manager_id=programme.manager_id,
                manager=programme.manager.name if programme.manager else "",
                report=report_view(report),
                dimensions=_dimensions(report, group, aside.get(programme.pk, {})),
                roll_up=None if group is None else _roll_up(group),
                children=_children(inside, programme.own_plan_id),
                programmes=tuple((pk, path[-1].name) for pk, path in above.items() if path[-2:-1] == (programme,)),
                team=teams.get(programme.pk, ()),
                own_plan=next((_own_plan(row) for row in inside if row.project_id == programme.own_plan_id), None),
                tolerance=held.of("programme", programme.pk, period.portfolio_id),
                budget=_own_budget(own[programme.pk], inside, exchange) if programme.pk in own and exchange else None,
                own_risks=group is not None and group.own_risks,
            )
        )
    return tuple(found)


def hidden_from(by: User, found: Sequence[ProgrammeStatus], *, at: datetime) -> tuple[ProgrammeStatus, ...]:
    """Return programmes as far as ``by`` may see: sums only where the money of every project in them is open."""
    with_cost = projects_with_cost(by, at.date())
    if with_cost is None:
        return tuple(found)
    inner = set(visible_programmes(by, at.date()).order_by().values_list("pk", flat=True))
    seen = set(visible_projects(by, at.date()).order_by().values_list("pk", flat=True))
    named = (replace(status, programmes=tuple(one for one in status.programmes if one[0] in inner)) for status in found)
    shut = _budgets_not_seen(
        by, [one.programme_id for one in found if one.budget is not None or one.own_risks], at.date()
    )
    return tuple(_hidden(status, with_cost, seen, shut) for status in named)


def _budgets_not_seen(by: User, programmes: Sequence[int], on: date) -> frozenset[int]:
    """Return those of some programmes whose own money ``by`` may not see, though perhaps all of their projects'."""
    rows = Programme.objects.filter(pk__in=programmes).select_related("portfolio") if programmes else ()
    return frozenset(one.pk for one in rows if not sees_cost(by, one, on))


def _hidden(
    status: ProgrammeStatus, with_cost: frozenset[int], seen: set[int], closed: frozenset[int]
) -> ProgrammeStatus:
    shut = [child for child in status.children if child.project_id not in with_cost]
    if not shut and status.programme_id not in closed:
        return status
    children = tuple(
        child if child.project_id in with_cost else replace(child, colour=Colour.NOT_ASSESSED.value, gap=None)
        for child in status.children
        if child.project_id in seen
    )
    own = status.own_plan
    if own is not None and own.project_id not in with_cost:
        hidden = missing(Reason.HIDDEN)
        own = replace(own, budget=hidden, forecast=hidden) if own.project_id in seen else None
    dimensions = tuple(
        replace(one, computed=NOT_YOURS, colour=Colour.NOT_ASSESSED.value, override=None, gap=None)
        for one in status.dimensions
    )
    kept = {"children": children, "own_plan": own, "dimensions": dimensions}
    return replace(status, **kept, roll_up=None, budget=None, hidden=len(shut))  # type: ignore[arg-type]  # its fields


def programme_trend(by: User, programme: Programme, *, before: Period, at: datetime) -> tuple[TrendPoint, ...]:
    """Return the frozen periods of a visible programme up to and with ``before``, oldest first.

    A period's colour shows where ``by`` may see today the cost of every project that lay in the programme then, and
    of the programme where it was held to a budget of its own.
    """
    with_cost, shut = projects_with_cost(by, at.date()), frozenset[int]()
    own = sees_cost(by, programme, at.date())
    if with_cost is not None:
        rows = published().filter(subject_kind=SubjectKind.REPORT, subject_id=programme.pk)
        rows = rows.filter(period__starts_on__lte=before.starts_on).order_by("-period__starts_on")[:TREND]
        told = rows.values_list("period", "body")
        shut = frozenset(period for period, body in told if not _open_to(json.loads(body)[0], with_cost, own))
    found = points(SubjectKind.REPORT, [programme.pk], lambda _, period: period not in shut, before=before)
    return found.get(programme.pk, ())


def _open_to(kept: Mapping[str, Any], with_cost: frozenset[int], own: bool) -> bool:
    """Return whether the sums of a snapshot tell nothing that may not be seen."""
    return (own or not (kept.get("budget") or kept.get("own_risks"))) and all(
        one["project_id"] in with_cost for one in kept["children"]
    )


def _written(body: str) -> ProgrammeStatus:
    try:
        return from_json(ProgrammeStatus, body.encode())
    except NotAsWritten:
        raise Conflict(
            "snapshot",
            "This snapshot cannot be read by this version of Conspectus. Restore it from a backup, or ask for help.",
        ) from None


def _reports(period: Period, wanted: Sequence[Programme]) -> Sequence[Report]:
    rows = Report.objects.filter(period=period, programme__in=[one.pk for one in wanted])
    return list(
        rows.select_related("submitted_by", "decided_by").prefetch_related("declarations", "findings__answered_by")
    )


def _teams(wanted: Sequence[Programme], on: date) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return who manages each programme and who holds a role over it."""
    found = {one.pk: [(one.manager.name, str(Role.PROGRAMME_MANAGER.label))] if one.manager else [] for one in wanted}
    rows = Grant.objects.filter(in_force(on), scope_kind=ScopeKind.PROGRAMME, scope_id__in=list(found))
    for name, role, scope in rows.order_by("role", "person__name").values_list("person__name", "role", "scope_id"):
        found[scope].append((name, str(Role(role).label)))
    return {pk: tuple(dict.fromkeys(each)) for pk, each in found.items()}


def _dimensions(
    report: Report | None, group: GroupReview | None, aside: Mapping[str, Override]
) -> tuple[DimensionStatus, ...]:
    """Return what is declared of each dimension beside what the sums say of it, or what was set in its place."""
    declared = {row.dimension: row for row in report.declarations.all()} if report else {}
    judged = {one.dimension: Judgement(one.colour, one.words) for one in group.status} if group else {}
    scale = report.scale if report else ""
    whole, *parts = (
        dimension_status(one.value, judged.get(one.value, _unknown(one)), declared.get(one), scale, aside.get(one))
        for one in Dimension
    )
    if whole.override is None and any(one.override for one in parts):
        whole = replace(whole, colour=worst({one.dimension: one.colour for one in parts}).colour)
    return (whole, *parts)


def _unknown(name: Dimension) -> Judgement:
    from conspectus.engine.status.verdict import UNASSESSED, not_assessed

    if name.value in UNASSESSED:
        return Judgement(Colour.NOT_ASSESSED, not_assessed(name.value, UNASSESSED[name.value]).words)
    return NO_SUMS


def _roll_up(group: GroupReview) -> RollUp:
    money = group.money
    portions = {one.colour: (one.colour, one.projects, one.budget) for one in group.portions}
    return RollUp(
        projects=group.projects,
        currency=money.currency,
        budget=money.bac,
        forecast=money.eac,
        cpi=money.cpi,
        spi_t=money.spi_t,
        portions=tuple(portions[colour] for colour in WORST_FIRST if portions.get(colour, ("", 0, 0))[1]),
        not_assessed=group.not_assessed,
        deciding=group.deciding,
        words=group.words,
    )


def _children(rows: Sequence[ProjectStatus], own_plan: int | None) -> tuple[ChildStatus, ...]:
    found = [
        ChildStatus(
            project_id=row.project_id,
            code=row.code,
            name=row.name,
            programme=row.programme,
            colour=row.overall.colour,
            declared_label=row.overall.declared_label,
            declared_colour=row.overall.declared_colour,
            gap=row.overall.gap,
            own_plan=row.project_id == own_plan,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (WORST_FIRST.index(one.colour), one.code)))


def _own_budget(view: BudgetView, rows: Sequence[ProjectStatus], exchange: Exchange) -> OwnBudget:
    """Return a programme's own budget beside what its projects are approved, at the closing rates of the period."""
    found = [(row.figures.money.budget.value, row.figures.money.currency) for row in rows if row.figures]
    approved = [(minor, code or exchange.home) for minor, code in found if minor is not None]
    allotted = value(sum(round(minor * exchange.factors.get(code, 0.0)) for minor, code in approved))
    if any(code not in exchange.factors for _, code in approved):
        allotted = missing(Reason.NO_RATE)
    return OwnBudget(
        number=view.number,
        currency=exchange.home,
        base_minor=view.base_minor,
        contingency_minor=view.contingency_minor,
        reserve_minor=view.reserve_minor,
        reason=view.reason,
        approved_by=view.approved_by,
        approved_at=view.approved_at,
        allotted=allotted,
        allotted_to=len(approved),
        free=allotted if allotted.value is None else value(view.control_minor - allotted.value),
    )


def _own_plan(row: ProjectStatus) -> OwnPlan:
    figures, none = row.figures, missing(Reason.NO_DATA)
    return OwnPlan(
        project_id=row.project_id,
        code=row.code,
        name=row.name,
        revision=row.revision,
        status_on=figures.status_on if figures else None,
        finish_on=figures.finish_on if figures else None,
        slip_days=figures.current_slip_days if figures else None,
        currency=figures.money.currency if figures else "",
        budget=figures.money.bac if figures else none,
        forecast=figures.money.forecast if figures else none,
        milestones=row.milestones,
    )
