"""What is asked of packs: the template, the book one is composed from, and the packs that are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef

from conspectus.formats.packs import write
from conspectus.formats.packs.page import Pack, Page
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.manner import PLAIN, written_for
from conspectus.review.result import GroupReview
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.queries.kept import KeptLink
from conspectus.rooms.packs.bridge.book import Book, Frozen, Look
from conspectus.rooms.packs.bridge.compliance_points import compliance_point
from conspectus.rooms.packs.bridge.days import working_day_after
from conspectus.rooms.packs.bridge.own_parts import own_parts
from conspectus.rooms.packs.bridge.pages import one_pager, pages_of
from conspectus.rooms.packs.bridge.parts import (
    COMPLIANCE,
    LINKS,
    PARTS,
    REGISTER,
    Parts,
    Reader,
    gather_parts,
    part_rows,
    shown_parts,
)
from conspectus.rooms.packs.bridge.risk_points import risk_point
from conspectus.rooms.packs.choices import PackPage, Unit
from conspectus.rooms.packs.models import PackRun, PackSchedule, PackTemplate, ScheduledPack
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Freeze, Period
from conspectus.rooms.periods.queries import frozen_before, visible_periods
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.queries import (
    EarnedPoint,
    ProgrammeStatus,
    ProjectStatus,
    TrendPoint,
    compare_statuses,
    earned_before,
    frozen_groups,
    frozen_parts,
    frozen_programmes,
    frozen_statuses,
    gaps,
    parts_before,
    period_standing,
    point_of,
    portfolio_earned_before,
    project_status,
    snapshot_digests,
    summed_before,
    trend,
    widest_first,
)
from conspectus.rooms.status.queries.compared import PeriodChanges
from conspectus.rooms.status.queries.groups import group_statuses

Point = TypeVar("Point")
MONTHS = 12  # periods a curve tells of
PAPER = ("pdf", "pptx")


@dataclass(frozen=True, slots=True)
class Sight:
    """Which projects somebody sees, and of which the cost; None for all."""

    seen: frozenset[int]
    cost: frozenset[int] | None

    def covers(self, pack: PackRun) -> bool:
        """Return whether all a pack shows may be seen."""
        seen, cost = pack.sight["seen"], pack.sight["cost"]
        return self.seen.issuperset(seen) and (self.cost is None or self.cost.issuperset(cost))


def pack_template(portfolio: Portfolio) -> PackTemplate:
    """Return the template of a portfolio the caller has shown to be visible; the usual look unless one was set."""
    return PackTemplate.objects.filter(portfolio=portfolio).first() or PackTemplate(portfolio=portfolio, revision=0)


def pack_schedule(portfolio: Portfolio) -> PackSchedule:
    """Return when the packs of a portfolio the caller has shown to be visible are made by themselves."""
    row = PackSchedule.objects.filter(portfolio=portfolio).select_related("set_by").first()
    return row or PackSchedule(portfolio=portfolio, revision=0)


def scheduled_packs(portfolio: Portfolio, most: int = 12) -> list[ScheduledPack]:
    """Return the packs of a visible portfolio that were begun by themselves, the newest first."""
    rows = ScheduledPack.objects.filter(period__portfolio=portfolio).select_related("period", "run")
    return list(rows[:most])


def due_packs(at: datetime) -> list[tuple[Freeze, PackSchedule]]:
    """Return the freezes whose pack is to be made by itself now, each with what was said of it."""
    begun = ScheduledPack.objects.filter(period=OuterRef("period"), version=OuterRef("version"))
    rows = Freeze.objects.filter(
        ~Exists(begun),
        period__state=PeriodState.FROZEN,
        period__version=F("version"),
        period__portfolio__pack_schedule__is_on=True,
        frozen_at__gte=F("period__portfolio__pack_schedule__since"),
    ).select_related("period__portfolio__pack_schedule__set_by", "period__portfolio__fiscal_calendar")
    found = []
    for row in rows:
        place = row.period.portfolio
        zone = place.fiscal_calendar.zone if hasattr(place, "fiscal_calendar") else "UTC"
        today = at.astimezone(ZoneInfo(zone)).date()
        if today >= working_day_after(row.period.ends_on, place.pack_schedule.working_days):
            found.append((row, place.pack_schedule))
    return found


def versions_seen(by: User, periods: Collection[int], *, at: datetime) -> set[tuple[int, int]]:
    """Return the versions of some periods of which a pack is kept that shows nothing ``by`` may not see."""
    visible = visible_periods(by, at.date()).order_by()
    rows = PackRun.objects.filter(period__in=visible.filter(pk__in=periods)) if periods else ()
    sight = sight_of(by, at) if rows else None
    return {(row.period_id, row.version) for row in rows if sight is not None and sight.covers(row)}


def sight_of(by: User, at: datetime) -> Sight:
    """Return what somebody may see today."""
    seen = visible_projects(by, at.date()).order_by().values_list("pk", flat=True)
    return Sight(frozenset(seen), projects_with_cost(by, at.date()))


def shown_in(book: Book, period: Period, by: User, at: datetime) -> dict[str, list[int]]:
    """Return the projects a book that ``by`` read shows, and those whose money it shows, gone ones among them."""
    with_cost, hidden = projects_with_cost(by, at.date()), set(book.without_cost)
    seen = {row.project_id for row in book.rows}
    gone = {one.project_id for one in book.changes.projects} - seen if book.changes else set()
    costed = (seen - hidden) | (gone if with_cost is None else gone & with_cost)
    if book.earned_whole:
        costed |= summed_before(period, MONTHS - 1, with_cost=with_cost)
    return {"seen": sorted(seen | gone), "cost": sorted(costed)}


def packs_of(by: User, period: Period, *, at: datetime) -> list[PackRun]:
    """Return the packs kept of a visible period, newest first: those that show nothing ``by`` may not see."""
    rows = PackRun.objects.filter(period=period).select_related("made_by")
    sight = sight_of(by, at)
    return [row for row in rows if sight.covers(row)]


def get_pack(by: User, pack_id: object, *, at: datetime) -> PackRun:
    """Return one kept pack that shows nothing ``by`` may not see."""
    rows = PackRun.objects.filter(pk=row_id(pack_id), period__in=visible_periods(by, at.date()).order_by())
    row = rows.select_related("period", "made_by").first()
    if row is None or not sight_of(by, at).covers(row):
        raise NotFound
    return row


def pack_data(pack: PackRun) -> bytes:
    """Return the bytes of a pack the caller has shown to be visible."""
    return bytes(pack.file.data)


@written_for(PLAIN)
def read_book(by: User, period: Period, version: int, template: PackTemplate, *, at: datetime) -> Book:
    """Return all a pack of a frozen version tells, as far as ``by`` may see it; nothing of it is read off live rows."""
    rows = _sorted(frozen_statuses(by, period, version, at=at))
    digests = snapshot_digests(period, version)
    with_cost = projects_with_cost(by, at.date())
    seen = frozenset(row.project_id for row in rows)
    costed = seen if with_cost is None else seen & with_cost
    whole, _ = frozen_groups(period, version, with_cost=None if len(costed) == len(digests) else costed)
    stood = _Stood(
        _frozen(period, version),
        rows,
        frozen_programmes(by, period, version, at=at),
        _if_seen(by, period, whole, at),
        hidden=len(digests) - len(rows),
        digests={pk: digest for pk, digest in digests.items() if pk in seen},
        parts={name: part_rows(name, body) for name, body in frozen_parts(period, version, PARTS).items()},
    )
    return _book(by, period, stood, template, at=at)


def told_pages(by: User, period: Period, names: Sequence[PackPage], *, at: datetime) -> tuple[Book, tuple[Page, ...]]:
    """Return pages a pack of a visible period holds, to be read on a screen; of one not frozen as everything stands."""
    template = pack_template(period.portfolio)
    if period.state == PeriodState.FROZEN:
        book = read_book(by, period, period.version, template, at=at)
    else:
        book = read_draft(by, period, template, at=at)
    return book, pages_of(book, names)


def status_page(project: Project, period: Period, kind: str, *, by: User, at: datetime) -> bytes:
    """Return the status report of a visible project as a file: one of ``PAPER``."""
    if kind not in PAPER:
        raise Invalid("kind", "A status report is made as %(paper)s.", "kind", paper=" or ".join(PAPER))
    return write(status_report(by, project, period, at=at), (kind,))[kind]


def status_report(by: User, project: Project, period: Period, *, at: datetime) -> Pack:
    """Return the status report of a visible project for a visible period, on one page; NotFound where that lacks it."""
    if period.state != PeriodState.FROZEN and period.portfolio_id != project.portfolio_id:
        raise NotFound
    template = pack_template(period.portfolio)
    return one_pager(read_one(by, project, period, template, at=at), bytes(template.logo))


@written_for(PLAIN)
def read_draft(by: User, period: Period, template: PackTemplate, *, at: datetime) -> Book:
    """Return what a pack would tell were the period frozen now, as far as ``by`` may see it.

    Nothing is made and kept of it: what is not frozen changes under its readers.
    """
    found, declared = period_standing(by, period, milestones=True, at=at)
    rows = _sorted(found)
    with_cost = projects_with_cost(by, at.date())
    hidden = Project.objects.filter(portfolio=period.portfolio_id).count() - len(rows)
    whole = hidden == 0 and (with_cost is None or all(row.project_id in with_cost for row in rows))
    groups = group_statuses(period, rows, on=at.date()) if whole else ()
    together = next((group for kind, _, group in groups if kind == SubjectKind.PORTFOLIO), None)
    parts = gather_parts(period.portfolio, min(period.ends_on - timedelta(days=1), at.date()))
    stood = _Stood(
        _now(period, at), rows, declared, _if_seen(by, period, together, at), hidden=hidden, digests={}, parts=parts
    )
    return _book(by, period, stood, template, at=at)


def _if_seen(by: User, period: Period, whole: GroupReview | None, at: datetime) -> GroupReview | None:
    """Return how the portfolio stands; nothing where money of its own is in it that ``by`` may not see."""
    own = whole is not None and whole.own_risks and not sees_cost(by, period.portfolio, at.date())
    return None if own else whole


@dataclass(frozen=True, slots=True)
class _Stood:
    """Where everything of a period stood, frozen or now, as far as a reader may see it."""

    period: Frozen
    rows: tuple[ProjectStatus, ...]
    programmes: tuple[ProgrammeStatus, ...]
    whole: GroupReview | None
    hidden: int
    digests: dict[int, str]
    parts: Parts


def _book(by: User, period: Period, stood: _Stood, template: PackTemplate, *, at: datetime) -> Book:
    rows, version = stood.rows, stood.period.version
    before = frozen_before(period)
    old = frozen_statuses(by, before, before.version, at=at) if before else ()
    with_cost = projects_with_cost(by, at.date())
    seen = frozenset(row.project_id for row in rows)
    costed = seen if with_cost is None else seen & with_cost
    trends = trend(by, [row.project_id for row in rows], before=period, at=at)
    reported = tuple(one for one in stood.programmes if one.children)
    reader = Reader(seen, costed, whole=not stood.hidden and costed == seen)
    parts = shown_parts(stood.parts, reader)
    return Book(
        portfolio=rows[0].portfolio if rows else period.portfolio.name,
        period=stood.period,
        before=_frozen(before, before.version) if before else None,
        look=_look(template),
        rows=rows,
        hidden=stood.hidden,
        without_cost=tuple(sorted(seen - costed)),
        gaps=gaps(rows, widest_first(reported)),
        changes=_changes(before, old, period, rows, version) if before else None,
        trends={row.project_id: _strip(trends.get(row.project_id, ()), row, period, costed) for row in rows},
        whole=stood.whole,
        reported=reported,
        digests=stood.digests,
        earned=_earned(rows, costed, period, version),
        earned_whole=_earned_whole(stood.whole, period, version, with_cost),
        parts=parts,
        risk_trend=_part_trend(REGISTER, risk_point, period, stood.period, parts, reader),
        compliance_trend=_part_trend(COMPLIANCE, compliance_point, period, stood.period, parts, reader),
    )


def _part_trend(
    name: str, point: Callable[..., Point], period: Period, stood: Frozen, parts: Parts, reader: Reader
) -> tuple[Point, ...]:
    """Return what is kept by a name of the periods before as points, oldest first, then of this one."""
    if name not in parts:
        return ()
    found = []
    for one, body in reversed(parts_before(period, name, MONTHS - 1)):
        rows = shown_parts({name: part_rows(name, body)}, reader)[name]
        found.append(point(one.name, one.ends_on - timedelta(days=1), one.version, rows))
    return (*found, point(stood.name, stood.last_on, stood.version, parts[name]))


@written_for(PLAIN)
def read_one(by: User, project: Project, period: Period, template: PackTemplate, *, at: datetime) -> Book:
    """Return what is told of one visible project in a period: as frozen, else as everything stands."""
    row = project_status(by, project, period, at=at)
    points = trend(by, [project.pk], before=period, at=at)
    with_cost = projects_with_cost(by, at.date())
    costed = frozenset([project.pk]) if with_cost is None else with_cost & {project.pk}
    return Book(
        portfolio=row.portfolio,
        period=_frozen(period, period.version) if period.state == PeriodState.FROZEN else _now(period, at),
        before=None,
        look=_look(template),
        rows=(row,),
        hidden=0,
        without_cost=() if costed else (project.pk,),
        gaps=gaps((row,), ()),
        changes=None,
        trends={project.pk: _strip(points.get(project.pk, ()), row, period, costed)},
        whole=None,
        reported=(),
        digests={},
        earned=_earned((row,), costed, period, period.version if period.state == PeriodState.FROZEN else 0),
        earned_whole=(),
        parts=own_parts(project, period, _seen_now(by, at), costed, at),
        risk_trend=(),
        compliance_trend=(),
    )


def links_told(by: User, project: Project, period: Period, *, at: datetime) -> tuple[KeptLink, ...] | None:
    """Return the open links of a visible project in a visible period; None where a freeze kept none."""
    return own_parts(project, period, _seen_now(by, at), frozenset(), at).get(LINKS)


def _seen_now(by: User, at: datetime) -> frozenset[int]:
    return frozenset(visible_projects(by, at.date()).values_list("pk", flat=True))


def _earned(
    rows: tuple[ProjectStatus, ...], costed: frozenset[int], period: Period, version: int
) -> dict[int, tuple[EarnedPoint, ...]]:
    """Return earned value by period of the projects whose cost is seen: earlier periods as frozen, then this one."""
    last_on = period.ends_on - timedelta(days=1)
    before = earned_before(SubjectKind.PROJECT, costed, period, MONTHS - 1) if costed else {}
    now = {row.project_id: point_of(row, period.name, last_on, version) for row in rows if row.project_id in costed}
    return {pk: (*before.get(pk, ()), *([one] if one is not None else [])) for pk, one in now.items()}


def _earned_whole(
    whole: GroupReview | None, period: Period, version: int, with_cost: frozenset[int] | None
) -> tuple[EarnedPoint, ...]:
    """Return the same of the portfolio, from its own sums; of earlier periods those that hold no cost unseen."""
    if whole is None:
        return ()
    before = portfolio_earned_before(period, MONTHS - 1, with_cost=with_cost)
    money, last_on = whole.money, period.ends_on - timedelta(days=1)
    sums = (money.pv, money.ev, money.ac, money.bac, money.eac)
    now = EarnedPoint(period.name, last_on, version, None, money.currency, *sums)
    return (*before, now)


def _now(period: Period, at: datetime) -> Frozen:
    """Return a period that is not frozen as of an instant: no version, no digest."""
    return Frozen(period.name, period.starts_on, period.ends_on, 0, "", at)


def _changes(
    before: Period, old: tuple[ProjectStatus, ...], period: Period, new: tuple[ProjectStatus, ...], version: int
) -> PeriodChanges:
    found, unchanged = compare_statuses(old, new)
    return PeriodChanges(before.name, before.version, period.name, version, found, unchanged)


def _strip(
    points: tuple[TrendPoint, ...], row: ProjectStatus, period: Period, costed: frozenset[int]
) -> tuple[TrendPoint, ...]:
    """Return the trend with the version asked for at its end, which need not be the period's newest."""
    one = row.overall
    seen = row.project_id in costed
    last = TrendPoint(period.name, one.colour if seen else "", one.declared, one.declared_label, one.gap)
    return (*(point for point in points if point.period != period.name), last)


def _frozen(period: Period, version: int) -> Frozen:
    row = Freeze.objects.get(period=period, version=version)
    return Frozen(period.name, period.starts_on, period.ends_on, version, row.digest, row.frozen_at)


def _look(row: PackTemplate) -> Look:
    logo = sha256(bytes(row.logo)).hexdigest() if row.logo else ""
    return Look(row.revision, row.organisation, logo, row.accent, row.second, tuple(row.pages), Unit(row.unit))


def _sorted(rows: tuple[ProjectStatus, ...]) -> tuple[ProjectStatus, ...]:
    return tuple(sorted(rows, key=lambda row: (row.code, row.project_id)))
