"""Stakeholders one may see, how they stood on a day, and the map of their influence and interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.stakeholders.choices import ORDER, STEPS
from conspectus.rooms.stakeholders.models import Assessment, Stakeholder
from conspectus.rooms.stakeholders.rules import open_to


@dataclass(frozen=True, slots=True)
class StakeholderView:
    """A stakeholder on a day with the assessment in force and the one before; ``gap`` counts steps short of wanted."""

    row: Stakeholder
    now: Assessment | None = None
    before: Assessment | None = None

    @property
    def gap(self) -> int:
        """How many steps the stance is short of the one wanted; 0 where it is reached."""
        return 0 if self.now is None else max(ORDER[self.row.stance] - ORDER[self.now.stance], 0)

    @property
    def moved(self) -> str:
        """Whether the stance became ``better`` or ``worse`` since the assessment before; empty where it stayed."""
        if self.now is None or self.before is None or self.now.stance == self.before.stance:
            return ""
        return "better" if ORDER[self.now.stance] > ORDER[self.before.stance] else "worse"

    @property
    def moved_from(self) -> tuple[int, int] | None:
        """Influence and interest of the assessment before, where they were others."""
        if self.now is None or self.before is None:
            return None
        was = (self.before.influence, self.before.interest)
        return None if was == (self.now.influence, self.now.interest) else was


def find_stakeholders(by: User, on: date, *, project: int | None = None, gone: bool = False) -> QuerySet[Stakeholder]:
    """Return the stakeholders ``by`` may see, those without a stake any more only where ``gone``."""
    projects = visible_projects(by, on).order_by()
    if project is not None:
        projects = projects.filter(pk=project)
    rows = Stakeholder.objects.filter(open_to(by, on), project__in=projects.values("pk"))
    if not gone:
        rows = rows.filter(Q(left_on=None) | Q(left_on__gt=on))
    return rows.select_related("project", "owner").order_by("name", "pk")


def get_stakeholder(by: User, stakeholder_id: object, on: date) -> Stakeholder:
    """Return one stakeholder ``by`` may see, gone ones too."""
    row = find_stakeholders(by, on, gone=True).filter(pk=row_id(stakeholder_id)).first()
    if row is None:
        raise NotFound
    return row


def stakeholder_views(rows: Sequence[Stakeholder], on: date) -> list[StakeholderView]:
    """Return stakeholders as they stood on a day, as often asking the database for one as for many."""
    found: dict[int, list[Assessment]] = defaultdict(list)
    known = Assessment.objects.filter(stakeholder__in=[row.pk for row in rows], on__lte=on)
    for one in known.select_related("recorded_by").order_by("on", "pk"):
        found[one.stakeholder_id].append(one)
    views = []
    for row in rows:
        held = found[row.pk]
        views.append(StakeholderView(row, held[-1] if held else None, held[-2] if len(held) > 1 else None))
    return views


def influence_map(views: Sequence[StakeholderView]) -> list[tuple[int, list[list[StakeholderView]]]]:
    """Return rows of the map, the most influential first: influence, and who stands at each interest from 1."""
    cells: dict[tuple[int, int], list[StakeholderView]] = defaultdict(list)
    for view in views:
        if view.now is not None:
            cells[view.now.influence, view.now.interest].append(view)
    steps = range(1, STEPS + 1)
    return [(influence, [cells[influence, interest] for interest in steps]) for influence in reversed(steps)]
