"""Needs and requirements, each traced to the deliverables that meet it and to their acceptance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.scope.choices import DeliverableState, RequirementKind, RequirementState
from conspectus.rooms.scope.models import Deliverable, Requirement

# How far a need or requirement is on its way to acceptance.
TRACES = {
    "accepted": _("accepted"),
    "under_way": _("under way"),
    "no_deliverable": _("no deliverable meets it"),
    "no_requirement": _("no requirement serves it"),
    "dropped": _("dropped"),
}


@dataclass(frozen=True, slots=True)
class RequirementFilter:
    """What a list of requirements is narrowed to."""

    project: int | None = None
    text: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class RequirementView:
    """A need or requirement with what serves or meets it; ``trace`` says how far it is on its way to acceptance."""

    row: Requirement
    deliverables: tuple[Deliverable, ...]
    requirements: int  # that serve a need
    trace: str

    @property
    def trace_words(self) -> str:
        """The same in words."""
        return trace_words(self.trace)


def trace_words(trace: str) -> str:
    """Return how far something is on its way to acceptance, in words."""
    return str(TRACES[trace])


def find_requirements(by: User, wanted: RequirementFilter, on: date) -> QuerySet[Requirement]:
    """Return the needs and requirements of every project ``by`` may see that the filter leaves, as they came in."""
    if wanted.kind not in ("", *RequirementKind.values):
        raise Invalid("kind", "It is a need or a requirement.", "kind")
    if wanted.state not in ("", *RequirementState.values):
        raise Invalid("state", "The state is draft, agreed, met or dropped.", "state")
    projects = visible_projects(by, on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = Requirement.objects.filter(project__in=projects.values("pk"))
    rows = rows.select_related("project", "need", "party", "owner")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if "\0" in wanted.text:
        return rows.none()
    if text := wanted.text.strip():
        rows = rows.filter(Q(title__icontains=text) | Q(code__icontains=text) | Q(words__icontains=text))
    return rows.order_by("project__code", "pk")


def get_requirement(by: User, requirement_id: object, on: date) -> Requirement:
    """Return one need or requirement of a project ``by`` may see."""
    row = find_requirements(by, RequirementFilter(), on).filter(pk=row_id(requirement_id)).first()
    if row is None:
        raise NotFound
    return row


def requirement_views(rows: Sequence[Requirement]) -> list[RequirementView]:
    """Return requirements traced forward, as often asking the database for one as for many."""
    needs = [row.pk for row in rows if row.kind == RequirementKind.NEED]
    serving: dict[int, list[int]] = defaultdict(list)
    below = Requirement.objects.filter(need__in=needs).exclude(state=RequirementState.DROPPED)
    for pk, need in below.order_by("pk").values_list("pk", "need") if needs else ():
        serving[need or 0].append(pk)
    wanted = {row.pk for row in rows} | {pk for some in serving.values() for pk in some}
    links = Deliverable.requirements.through.objects.filter(requirement__in=wanted)
    met: dict[int, list[int]] = defaultdict(list)
    for requirement, deliverable in links.order_by("deliverable").values_list("requirement_id", "deliverable_id"):
        met[requirement].append(deliverable)
    things = Deliverable.objects.in_bulk({pk for some in met.values() for pk in some}) if met else {}
    return [_view(row, serving.get(row.pk, []), met, things) for row in rows]


def _view(
    row: Requirement, serving: Sequence[int], met: dict[int, list[int]], things: dict[int, Deliverable]
) -> RequirementView:
    own = [row.pk] if row.kind == RequirementKind.REQUIREMENT else serving
    meeting = tuple(things[pk] for pk in dict.fromkeys(pk for one in own for pk in met.get(one, ())))
    if row.state == RequirementState.DROPPED:
        trace = "dropped"
    elif not own:
        trace = "no_requirement"
    elif any(not _live(met.get(one, ()), things) for one in own):
        trace = "no_deliverable"
    else:
        live = [one for one in meeting if one.state != DeliverableState.DROPPED]
        trace = "accepted" if all(one.state == DeliverableState.ACCEPTED for one in live) else "under_way"
    return RequirementView(row, meeting, len(serving), trace)


def _live(pks: Sequence[int], things: dict[int, Deliverable]) -> list[Deliverable]:
    return [things[pk] for pk in pks if things[pk].state != DeliverableState.DROPPED]
