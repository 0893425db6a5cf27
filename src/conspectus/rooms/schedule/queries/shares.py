"""Projects that serve a programme or a division in parts, with their part of the money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conspectus.engine.apportion import WHOLE, apportion
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.portfolio.choices import ShareKind
from conspectus.rooms.portfolio.models import Programme, Share
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, shares_on
from conspectus.rooms.portfolio.rules import in_force
from conspectus.rooms.schedule.queries.briefs import ProjectBrief, project_briefs

SUMMED = ("budget", "actual_cost", "forecast")


@dataclass(frozen=True, slots=True)
class SharedProject:
    """A project and the part of it that serves here; money is that part, in minor units of ``currency``.

    The parts of a project over all it serves add exactly to its whole.
    """

    project_id: int
    code: str
    name: str
    home: str  # the programme or division it is at home in
    basis_points: int
    colour: str
    currency: str
    budget: Measure
    actual_cost: Measure
    forecast: Measure


@dataclass(frozen=True, slots=True)
class SharedSum:
    """What the parts of one currency add to, of the projects whose figure is known."""

    currency: str
    projects: int
    budget: Measure
    actual_cost: Measure
    forecast: Measure


def shared_projects(by: User, target: Programme | Division, *, at: datetime) -> tuple[SharedProject, ...]:
    """Return the projects ``by`` may see that serve a programme, or a division with all below it, with their parts.

    A project that names no parts serves its home with all of itself; one that
    gives all of itself elsewhere is listed at home with nothing. Asks the
    database the same number of times for one project and for a thousand.
    """
    wanted, kind = _serving(target)
    rows = project_briefs(by, wanted, at=at)
    shares = shares_on([row.project_id for row in rows], at.date(), kind)
    return tuple(_shared(row, target, shares.get(row.project_id, [])) for row in rows)


def any_shared(by: User, target: Programme | Division, *, at: datetime) -> bool:
    """Return whether any project ``by`` may see that serves a programme or division names parts; builds no rows."""
    wanted, kind = _serving(target)
    found = find_projects(by, wanted, at.date()).order_by().values("pk")
    return Share.objects.filter(in_force(at.date()), kind=kind, project__in=found).exists()


def _serving(target: Programme | Division) -> tuple[ProjectFilter, ShareKind]:
    if isinstance(target, Programme):
        return ProjectFilter(serves_programme=target.pk), ShareKind.PROGRAMME
    return ProjectFilter(serves_division=target.pk), ShareKind.DIVISION


def shared_sums(rows: Sequence[SharedProject]) -> tuple[SharedSum, ...]:
    """Return the sums of the parts by currency."""
    sums: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        known = {name: getattr(row, name).value for name in SUMMED if getattr(row, name).value is not None}
        if not known or not row.basis_points:
            continue
        counts[row.currency] += 1
        held = sums.setdefault(row.currency, Counter())
        for name, amount in known.items():
            held[name] += round(amount)
    none = missing(Reason.NO_DATA)
    return tuple(
        SharedSum(currency, counts[currency], *(value(held[name]) if name in held else none for name in SUMMED))
        for currency, held in sorted(sums.items())
    )


def _shared(row: ProjectBrief, target: Programme | Division, shares: Sequence[Share]) -> SharedProject:
    home = row.programme if isinstance(target, Programme) else row.division
    here = [_lies_in(share, target) for share in shares]
    told = SharedProject(
        project_id=row.project_id,
        code=row.code,
        name=row.name,
        home=home,
        basis_points=WHOLE,
        colour=row.colour,
        currency=row.currency,
        budget=row.bac,
        actual_cost=row.actual_cost,
        forecast=row.forecast,
    )
    if not shares:
        return told
    cuts = [share.basis_points for share in shares]
    served = sum(cut for cut, inside in zip(cuts, here, strict=True) if inside)
    budget, actual_cost, forecast = (_part(getattr(told, name), cuts, here) for name in SUMMED)
    return replace(told, basis_points=served, budget=budget, actual_cost=actual_cost, forecast=forecast)


def _lies_in(share: Share, target: Programme | Division) -> bool:
    if isinstance(target, Programme):
        return share.programme is not None and share.programme.path.startswith(target.path)
    return share.division is not None and share.division.path.startswith(target.path)


def _part(whole: Measure, cuts: Sequence[int], here: Sequence[bool]) -> Measure:
    """Return what falls to the places that count, of a sum in minor units."""
    if whole.value is None:
        return whole
    parts = apportion(round(whole.value), cuts)
    return value(sum(part for part, inside in zip(parts, here, strict=True) if inside))
