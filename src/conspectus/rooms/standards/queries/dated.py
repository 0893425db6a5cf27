"""What held of projects on a day, by what was known by a day: adoptions, tailorings, waivers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.kit.many import of_these
from conspectus.rooms.standards.choices import StepKind, TailoringKind, WaiverState
from conspectus.rooms.standards.models import Adoption, Tailoring, Version, Waiver, WaiverStep


@dataclass(frozen=True, slots=True)
class Held:
    """What a project is held to: the version it follows, what it does otherwise, what it is excused from."""

    adoption: Adoption
    tailorings: dict[str, Tailoring]
    waivers: dict[str, int]  # by clause the waiver in force
    expired: dict[str, int]  # by clause the last waiver that has run out


def ends(known_by: date) -> datetime:
    """Return the instant before which something was recorded that was known by the end of a day."""
    return datetime.combine(known_by + timedelta(days=1), time(), UTC)


def adoptions_at(project_ids: Collection[int], on: date, known_by: date | None) -> dict[int, Adoption]:
    """Return the adoption in force of each project that follows a method; versions come with it, but for their text."""
    rows = Adoption.objects.filter(starts_on__lte=on).order_by("starts_on", "pk")
    if known_by is not None:
        rows = rows.filter(recorded_at__lt=ends(known_by))
    found = {row.project_id: row for row in of_these(rows, project_ids, "project")}
    versions = Version.objects.select_related("method").defer("text", "words")
    known = {row.pk: row for row in versions.filter(pk__in={row.version_id for row in found.values()})}
    for row in found.values():
        row.version = known[row.version_id]
    return found


def held_at(project_ids: Collection[int], on: date, known_by: date | None) -> dict[int, Held]:
    """Return what each project that follows a method is held to on a day."""
    adoptions = adoptions_at(project_ids, on, known_by)
    tailored = _tailorings(adoptions, on, known_by)
    waivers = waivers_at(adoptions, on, known_by)
    found = {}
    for project, adoption in adoptions.items():
        method = adoption.version.method_id
        own = [one for one in waivers.get(project, ()) if one.waiver.method_id == method]
        found[project] = Held(
            adoption,
            {
                key: row
                for key, row in tailored.get((project, method), {}).items()
                if row.kind != TailoringKind.AS_WRITTEN
            },
            {one.waiver.policy: one.waiver.pk for one in own if one.state == WaiverState.IN_FORCE},
            {one.waiver.policy: one.waiver.pk for one in own if one.state in (WaiverState.EXPIRED, WaiverState.ENDED)},
        )
    return found


def _tailorings(
    project_ids: Collection[int], on: date, known_by: date | None
) -> dict[tuple[int, int], dict[str, Tailoring]]:
    rows = Tailoring.objects.filter(starts_on__lte=on).order_by("starts_on", "pk")
    if known_by is not None:
        rows = rows.filter(recorded_at__lt=ends(known_by))
    found: dict[tuple[int, int], dict[str, Tailoring]] = defaultdict(dict)
    for row in of_these(rows, project_ids, "project"):
        found[row.project_id, row.method_id][row.policy] = row
    return found


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver as it stands on a day: its state, and the steps known by then."""

    waiver: Waiver
    state: WaiverState
    steps: tuple[WaiverStep, ...]

    @property
    def decided(self) -> WaiverStep | None:
        """Return by whom and when it was granted or refused."""
        return next((one for one in self.steps if one.kind != StepKind.ENDED), None)

    @property
    def ended(self) -> WaiverStep | None:
        """Return by whom it was ended before its day."""
        return next((one for one in self.steps if one.kind == StepKind.ENDED), None)


def waivers_at(project_ids: Collection[int], on: date, known_by: date | None) -> dict[int, list[WaiverView]]:
    """Return the waivers of projects as they stand on a day, oldest first."""
    rows = Waiver.objects.select_related("asked_by", "method").order_by("starts_on", "pk")
    if known_by is not None:
        rows = rows.filter(asked_at__lt=ends(known_by))
    found: dict[int, list[WaiverView]] = defaultdict(list)
    for one in waiver_views(of_these(rows, project_ids, "project"), on, known_by):
        found[one.waiver.project_id].append(one)
    return found


def waiver_views(rows: Iterable[Waiver], on: date, known_by: date | None) -> list[WaiverView]:
    """Return waivers with their steps and where they stand on a day."""
    waivers = list(rows)
    asked = WaiverStep.objects.select_related("taken_by").order_by("pk")
    if known_by is not None:
        asked = asked.filter(taken_at__lt=ends(known_by))
    steps: dict[int, list[WaiverStep]] = defaultdict(list)
    for step in of_these(asked, [row.pk for row in waivers], "waiver"):
        steps[step.waiver_id].append(step)
    return [WaiverView(row, waiver_state(row, steps[row.pk], on), tuple(steps[row.pk])) for row in waivers]


def waiver_state(waiver: Waiver, steps: Iterable[WaiverStep], on: date) -> WaiverState:
    """Return where a waiver stands on a day, after the steps that are known."""
    kinds = {step.kind: step for step in steps}
    if StepKind.REFUSED in kinds:
        return WaiverState.REFUSED
    if StepKind.GRANTED not in kinds:
        return WaiverState.ASKED
    if StepKind.ENDED in kinds and kinds[StepKind.ENDED].on <= on:
        return WaiverState.ENDED
    if on > waiver.ends_on:
        return WaiverState.EXPIRED
    granted = max(waiver.starts_on, kinds[StepKind.GRANTED].on)
    return WaiverState.IN_FORCE if granted <= on else WaiverState.GRANTED


def undecided(on: date) -> Q:
    """Return the condition of waivers that still wait for a decision on a day."""
    return Q(steps=None) & Q(ends_on__gte=on)
