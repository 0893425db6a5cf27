"""Two periods compared: which colours, finishes, money and names changed, which projects are new and which gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.errors import Conflict
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import COMPUTED_RANK
from conspectus.rooms.status.queries.snapshots import frozen_statuses, statuses
from conspectus.rooms.status.queries.views import ProjectStatus

_AMOUNTS = (("budget", "held_to"), ("forecast", "forecast"))


@dataclass(frozen=True, slots=True)
class ColourMove:
    """A status before and after, each as its label and nearest colour, empty for none; ``steps`` above 0 is better."""

    before: str
    before_colour: str
    after: str
    after_colour: str
    steps: float | None


@dataclass(frozen=True, slots=True)
class DateMove:
    """A date before and after, and the calendar days between: above 0 is later."""

    before: date | None
    after: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """An amount before and after in minor units; without a difference where the currency changed."""

    what: str  # budget, forecast
    currency: str
    before: Measure
    after: Measure
    difference: Measure


@dataclass(frozen=True, slots=True)
class ProjectCompared:
    """What changed of one project; ``name_before`` is empty unless it was renamed."""

    project_id: int
    code: str
    name: str
    what: str  # new, gone, changed
    name_before: str = ""
    computed: ColourMove | None = None
    declared: ColourMove | None = None
    finish: DateMove | None = None
    money: tuple[MoneyMove, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodChanges:
    """What changed between two periods; a version is 0 where the period was not frozen."""

    old: str
    old_version: int
    new: str
    new_version: int
    projects: tuple[ProjectCompared, ...]  # what fell furthest first
    unchanged: int

    def of(self, what: str) -> tuple[ProjectCompared, ...]:
        """Return the projects that are ``new``, ``gone`` or ``changed``."""
        return tuple(one for one in self.projects if one.what == what)


def period_changes(
    by: User, period: Period, before: Period, *, version: int | None = None, at: datetime
) -> PeriodChanges:
    """Return what changed for the projects ``by`` may see from ``before`` to a period of the same portfolio.

    Frozen periods answer from their snapshots, open ones as everything stands.
    """
    if before.portfolio_id != period.portfolio_id:
        raise Conflict("other_portfolio", "These periods belong to different portfolios.")
    if before.pk == period.pk:
        raise Conflict("same_period", "Choose another period to compare with.")
    new = frozen_statuses(by, period, version, at=at) if version else statuses(by, period, at=at)
    old = statuses(by, before, at=at)
    found, unchanged = compare_statuses(old, new)
    return PeriodChanges(before.name, _version(before), period.name, version or _version(period), found, unchanged)


def _version(period: Period) -> int:
    return period.version if period.state == PeriodState.FROZEN else 0


def compare_statuses(
    old: Sequence[ProjectStatus], new: Sequence[ProjectStatus]
) -> tuple[tuple[ProjectCompared, ...], int]:
    """Return what changed of each project, what fell furthest first, and of how many nothing did."""
    before = {row.project_id: row for row in old}
    after = {row.project_id: row for row in new}
    changed = [change for pk, row in after.items() if pk in before and (change := _change(before[pk], row))]
    fresh = [ProjectCompared(row.project_id, row.code, row.name, "new") for row in new if row.project_id not in before]
    gone = [ProjectCompared(row.project_id, row.code, row.name, "gone") for row in old if row.project_id not in after]
    both = len(before.keys() & after.keys())
    return (*sorted(changed, key=_gravity), *fresh, *gone), both - len(changed)


def _change(old: ProjectStatus, new: ProjectStatus) -> ProjectCompared | None:
    found = ProjectCompared(
        project_id=new.project_id,
        code=new.code,
        name=new.name,
        what="changed",
        name_before=old.name if old.name != new.name else "",
        computed=_computed(old, new),
        declared=_declared(old, new),
        finish=_finish(old, new),
        money=tuple(move for what, name in _AMOUNTS if (move := _money(what, name, old, new))),
    )
    return found if any((found.name_before, found.computed, found.declared, found.finish, found.money)) else None


def _computed(old: ProjectStatus, new: ProjectStatus) -> ColourMove | None:
    before, after = old.overall.colour, new.overall.colour
    if before == after:
        return None
    steps = _steps(COMPUTED_RANK.get(before), COMPUTED_RANK.get(after))
    return ColourMove(_word(before), before, _word(after), after, steps)


def _declared(old: ProjectStatus, new: ProjectStatus) -> ColourMove | None:
    before, after = old.overall, new.overall
    if (before.declared, before.declared_label) == (after.declared, after.declared_label):
        return None
    steps = _steps(_rank(old), _rank(new))
    return ColourMove(before.declared_label, before.declared_colour, after.declared_label, after.declared_colour, steps)


def _finish(old: ProjectStatus, new: ProjectStatus) -> DateMove | None:
    before, after = (row.figures.finish_on if row.figures else None for row in (old, new))
    if before == after:
        return None
    return DateMove(before, after, (after - before).days if before and after else None)


def _money(what: str, name: str, old: ProjectStatus, new: ProjectStatus) -> MoneyMove | None:
    if old.figures is None or new.figures is None:
        return None
    before, after = getattr(old.figures.money, name), getattr(new.figures.money, name)
    codes = old.figures.money.currency, new.figures.money.currency
    if codes[0] == codes[1] and before == after:
        return None
    if before.value is None and after.value is None:
        return None
    return MoneyMove(what, codes[1], before, after, _difference(before, after, same=codes[0] == codes[1]))


def _difference(before: Measure, after: Measure, *, same: bool) -> Measure:
    if before.value is None or after.value is None:
        return missing(before.reason or after.reason or Reason.NO_DATA)
    return value(after.value - before.value) if same else missing(Reason.NO_RATE)


def _steps(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _rank(row: ProjectStatus) -> float | None:
    level = level_of(row.report.scale, row.overall.declared)
    return level.rank if level else None


def _word(colour: str) -> str:
    return colour.replace("_", " ").capitalize()


def _gravity(change: ProjectCompared) -> tuple[float, float, int, str]:
    """Sort by how far the computed colour fell, then the declared one, then by how much later the finish is."""
    computed, declared = (move.steps or 0.0 if move else 0.0 for move in (change.computed, change.declared))
    later = change.finish.days or 0 if change.finish else 0
    return computed, declared, -later, change.code
