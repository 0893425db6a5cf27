"""Where green is not green: the gap between declared and computed, by project, manager, division and dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.rooms.status.choices import Dimension
from conspectus.rooms.status.queries.views import ProgrammeStatus, ProjectStatus


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The assessed pairs of a group: how many, how many declared better and worse than computed, and the mean gap."""

    name: str
    pairs: int
    better: int  # declared better than the data
    worse: int
    optimism: Measure  # better / pairs
    mean: Measure  # of the gaps, in steps of the scale


@dataclass(frozen=True, slots=True)
class GapView:
    """All gaps of a period: the whole, then by dimension, manager, division and programme, and who said too much.

    ``programmes`` declared how they stand as a whole, beside what their sums say.
    """

    whole: GapGroup
    by_dimension: tuple[GapGroup, ...]
    by_manager: tuple[GapGroup, ...]
    by_division: tuple[GapGroup, ...]
    by_programme: tuple[GapGroup, ...]
    optimistic: tuple[ProjectStatus, ...]  # widest overall gap first
    programmes: tuple[ProgrammeStatus, ...]  # widest overall gap first
    not_declared: int
    not_assessed: int


def gaps(rows: Sequence[ProjectStatus], programmes: Sequence[ProgrammeStatus]) -> GapView:
    """Return the gaps of the statuses of one period; of ``programmes`` those that declared, as they are ordered.

    Groups of projects count the overall status once a project; dimensions count each dimension's own pairs.
    """
    overall = Dimension.OVERALL.value
    pairs = [(row, row.overall.gap) for row in rows if row.overall.gap is not None]
    return GapView(
        whole=_group("All projects", [gap for _, gap in pairs]),
        by_dimension=tuple(
            _group(one.value, [gap for row in rows if (gap := row.dimension(one.value).gap) is not None])
            for one in Dimension
            if one.value != overall
        ),
        by_manager=_grouped(pairs, lambda row: row.manager or "nobody"),
        by_division=_grouped(pairs, lambda row: row.division or "none"),
        by_programme=_grouped(pairs, lambda row: row.programme or "none"),
        programmes=tuple(programmes),
        optimistic=tuple(
            sorted((row for row, gap in pairs if gap > 0), key=lambda row: (-(row.overall.gap or 0), row.code))
        ),
        not_declared=sum(not row.overall.declared for row in rows),
        not_assessed=sum(bool(row.overall.declared) and row.overall.gap is None for row in rows),
    )


def _grouped(
    pairs: Iterable[tuple[ProjectStatus, float]], name: Callable[[ProjectStatus], str]
) -> tuple[GapGroup, ...]:
    found: dict[str, list[float]] = {}
    for row, gap in pairs:
        found.setdefault(name(row), []).append(gap)
    groups = [_group(each, values) for each, values in found.items()]
    return tuple(sorted(groups, key=lambda group: (-(group.optimism.value or 0), group.name)))


def _group(name: str, values: Sequence[float]) -> GapGroup:
    count, better = len(values), sum(gap > 0 for gap in values)
    none = missing(Reason.NO_DATA)
    return GapGroup(
        name=name,
        pairs=count,
        better=better,
        worse=sum(gap < 0 for gap in values),
        optimism=value(better / count) if count else none,
        mean=value(sum(values) / count) if count else none,
    )
