"""Customers' needs traced: need, requirement, deliverable, acceptance, benefit, with every gap in between named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.tables import day_cell, require_kind, table_file
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.models import Benefit
from conspectus.rooms.closure.queries import benefits_named
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.choices import DeliverableState, RequirementKind, RequirementState
from conspectus.rooms.scope.models import Deliverable, Requirement
from conspectus.rooms.scope.queries import (
    DeliverableFilter,
    DeliverableView,
    RequirementFilter,
    deliverable_views,
    find_deliverables,
    find_requirements,
)

WAYS = ("forward", "back")
GAPS = {
    "": "",
    "no_requirement": _("no requirement serves this need"),
    "no_need": _("the requirement serves no need"),
    "no_deliverable": _("no deliverable meets it"),
    "no_reason": _("the deliverable meets no requirement"),
    "rejected": _("the deliverable was rejected"),
    "not_accepted": _("the deliverable is not accepted yet"),
    "no_benefit": _("no benefit is named for the need"),
    "no_aim": _("the benefit comes from no need"),
}


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One way from a need to a benefit as far as it goes; ``gap`` is the first thing missing on it, empty for none."""

    number: int
    need_id: int | None = None
    need: str = ""
    requirement_id: int | None = None
    requirement: str = ""
    deliverable_id: int | None = None
    deliverable: str = ""
    state: str = ""
    state_words: str = ""
    said_on: date | None = None
    benefits: str = ""
    accepted: bool = False  # a benefit of it is accepted by its owner
    gap: str = ""

    @property
    def gap_words(self) -> str:
        """The gap in words."""
        return str(GAPS[self.gap])


def trace(by: User, project: Project, on: date, way: str = "forward") -> tuple[TraceLine, ...]:
    """Return every way from need to benefit of a visible project, from needs on or back from deliverables.

    Asks the database the same number of times for one line and for a thousand.
    """
    if way not in WAYS:
        raise Invalid("way", "Walk it forward or back.", "way")
    rows = find_requirements(by, RequirementFilter(project=project.pk), on).exclude(state=RequirementState.DROPPED)
    goods = find_deliverables(by, DeliverableFilter(project=project.pk), on).exclude(state=DeliverableState.DROPPED)
    lines = list(_Walk(list(rows), deliverable_views(list(goods), on), list(benefits_named(project))).lines())
    if way == "back":
        lines.sort(key=lambda one: (not one.deliverable, one.deliverable, one.requirement, one.need))
    return tuple(replace(one, number=number) for number, one in enumerate(lines, start=1))


class _Walk:
    """The ways there are among needs, requirements, deliverables and benefits of one project."""

    def __init__(self, rows: list[Requirement], goods: list[DeliverableView], benefits: list[Benefit]) -> None:
        self.needs = [row for row in rows if row.kind == RequirementKind.NEED]
        self.requirements = [row for row in rows if row.kind == RequirementKind.REQUIREMENT]
        self.goods = {view.row.pk: view for view in goods}
        self.benefits = benefits
        self.met: dict[int, list[int]] = defaultdict(list)
        links = Deliverable.requirements.through.objects.filter(deliverable__in=list(self.goods))
        for requirement, deliverable in links.order_by("deliverable").values_list("requirement_id", "deliverable_id"):
            self.met[requirement].append(deliverable)

    def lines(self) -> Iterator[TraceLine]:
        """Yield the ways from each need, then what serves none, then what meets nothing, then what comes from none."""
        known = {need.pk for need in self.needs}
        for need in self.needs:
            own = [one for one in self.benefits if one.need_id == need.pk]
            begin = TraceLine(0, need.pk, str(need), benefits="; ".join(one.words for one in own))
            begin = replace(begin, accepted=any(getattr(one, "answer", None) for one in own))
            serving = [row for row in self.requirements if row.need_id == need.pk]
            for row in serving:
                yield from self._met(begin, row)
            if not serving:
                yield replace(begin, gap="no_requirement")
        for row in self.requirements:
            if row.need_id not in known:
                yield from self._met(TraceLine(0), row)
        meeting = {pk for row in self.requirements for pk in self.met.get(row.pk, ())}
        for pk, view in self.goods.items():
            if pk not in meeting:
                yield replace(self._good(TraceLine(0), view), gap="no_reason")
        for one in self.benefits:
            if one.need_id not in known:
                yield TraceLine(0, benefits=one.words, accepted=bool(getattr(one, "answer", None)), gap="no_aim")

    def _met(self, begin: TraceLine, row: Requirement) -> Iterator[TraceLine]:
        line = replace(begin, requirement_id=row.pk, requirement=str(row))
        for pk in self.met.get(row.pk, ()):
            yield self._ended(self._good(line, self.goods[pk]))
        if not self.met.get(row.pk):
            yield replace(line, gap="no_deliverable")

    def _good(self, line: TraceLine, view: DeliverableView) -> TraceLine:
        row = view.row
        return replace(
            line,
            deliverable_id=row.pk,
            deliverable=str(row),
            state=row.state,
            state_words=str(row.get_state_display()),
            said_on=view.said_on,
        )

    def _ended(self, line: TraceLine) -> TraceLine:
        if line.state != DeliverableState.ACCEPTED:
            return replace(line, gap="rejected" if line.state == DeliverableState.REJECTED else "not_accepted")
        if line.need_id is None:
            return replace(line, gap="no_need")
        return line if line.benefits else replace(line, gap="no_benefit")


HEADS = ("Need", "Requirement", "Deliverable", "State", "Since", "Benefit", "Benefit accepted", "Gap")


@written_for(PLAIN)
def trace_file(*, by: User, project: Project, at: datetime, kind: str, way: str = "forward") -> bytes:
    """Return the trace of a project as a workbook or CSV; no text in it can become a formula."""
    require_kind(kind)
    columns = tuple(Column(head, 2.0 if head in HEADS[:3] else 1.0, head == "Since") for head in HEADS)
    rows = tuple(_cells(one) for one in trace(by, project, at.date(), way))
    grid = Grid("", columns, rows, "Nothing is entered in the scope of this project.")
    return table_file(grid, kind, title=f"Needs of {project.code}", rows="lines", at=at, key="Needs")


def _cells(line: TraceLine) -> tuple[Cell, ...]:
    accepted = ("yes" if line.accepted else "no") if line.benefits else ""
    return (
        *(Cell(text) for text in (line.need, line.requirement, line.deliverable, line.state_words)),
        day_cell(line.said_on),
        *(Cell(text) for text in (line.benefits, accepted, line.gap_words)),
    )
