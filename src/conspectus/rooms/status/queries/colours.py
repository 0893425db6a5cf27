"""The bare colours of projects and programmes in a period, whoever may see them: what follows from red is their use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.models import Report, Snapshot
from conspectus.rooms.status.queries.standing import assemble
from conspectus.rooms.status.queries.views import DimensionStatus


@dataclass(frozen=True, slots=True)
class DimensionColour:
    """A dimension's colour by the data, an override in, with its words; and the colour declared, empty for none."""

    dimension: str
    colour: str
    words: str
    declared: str
    declared_words: str


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a project or programme; ``dimensions`` begin with overall."""

    kind: str
    subject_id: int
    dimensions: tuple[DimensionColour, ...]


def frozen_colours(period: Period, version: int) -> Iterator[Colours]:
    """Yield the colours a version of a period holds, of projects and of programmes that report."""
    rows = Snapshot.objects.filter(
        period=period, version=version, subject_kind__in=(SubjectKind.PROJECT, SubjectKind.REPORT)
    )
    for kind, pk, body in rows.order_by("subject_kind", "subject_id").values_list("subject_kind", "subject_id", "body"):
        told = json.loads(body)[0]["dimensions"]
        yield Colours("project" if kind == SubjectKind.PROJECT else "programme", pk, tuple(map(_read, told)))


def live_colours(projects: Sequence[Project], period: Period, on: date) -> Iterator[Colours]:
    """Yield the colours of projects as everything stands, asking the database the same number of times for all."""
    for one in assemble(projects, period, with_cost=None, on=on, sight=ALL_SEEN):
        yield Colours("project", one.project_id, tuple(map(_of, one.dimensions)))


def declared_colours(reports: Sequence[Report]) -> Iterator[Colours]:
    """Yield what reports of programmes declare; the data speak when the period freezes."""
    for report in reports:
        rows = []
        for one in report.declarations.all():
            level = level_of(report.scale, one.level)
            rows.append(DimensionColour(one.dimension, "", "", level.colour if level else "", one.words))
        if report.programme_id is not None:
            yield Colours("programme", report.programme_id, tuple(rows))


def _of(one: DimensionStatus) -> DimensionColour:
    return DimensionColour(one.dimension, one.colour, one.computed.words, one.declared_colour, one.declared_words)


def _read(kept: dict[str, object]) -> DimensionColour:
    computed = kept["computed"]
    words = str(computed["words"]) if isinstance(computed, dict) else ""
    name, colour, declared, why = (
        str(kept[one]) for one in ("dimension", "colour", "declared_colour", "declared_words")
    )
    return DimensionColour(name, colour, words, declared, why)
