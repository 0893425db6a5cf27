"""How a stakeholder stood over time, laid out for SVG: a step a stance, the wanted one dashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from conspectus.rooms.stakeholders.choices import ORDER, Stance
from conspectus.rooms.stakeholders.models import Assessment

from ..words import day

WIDTH, LEFT, RIGHT, TOP, STEP, FOOT = 560, 110, 40, 18, 30, 34
APART = 92  # between two days below the line that can both be read


@dataclass(frozen=True, slots=True)
class Dot:
    """An assessment on the picture; ``label`` is empty where its day would hide the one before."""

    x: float
    y: int
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class Stances:
    """The picture: a grid line a stance, the best on top, and the path from assessment to assessment."""

    grid: tuple[tuple[int, str], ...]
    path: str
    dots: tuple[Dot, ...]
    wanted_y: int
    words: str
    width: int = WIDTH
    height: int = TOP + (len(ORDER) - 1) * STEP + FOOT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def draw_stances(history: Sequence[Assessment], wanted: str, on: date) -> Stances | None:
    """Lay out assessments from the oldest to ``on``; None where there are not two to compare."""
    rows = sorted((one for one in history if one.on <= on), key=lambda one: (one.on, one.pk))
    if len(rows) < 2:
        return None
    first, span = rows[0].on, max((on - rows[0].on).days, 1)

    def across(then: date) -> float:
        return round(LEFT + (then - first).days / span * (WIDTH - LEFT - RIGHT), 1)

    dots: list[Dot] = []
    path, named = "", float("-inf")
    for row in rows:
        x, y = across(row.on), _high(row.stance)
        label = day(row.on) if x - named >= APART else ""
        named = x if label else named
        path += f"H{x:g}V{y}" if path else f"M{x:g} {y}"
        dots.append(Dot(x, y, f"{day(row.on)}: {row.get_stance_display()}", label))
    told = {"first": str(rows[0].get_stance_display()), "last": str(rows[-1].get_stance_display())}
    told |= {"from": day(first), "to": day(rows[-1].on), "wanted": str(Stance(wanted).label)}
    return Stances(
        grid=tuple((_high(one.value), str(one.label)) for one in Stance),
        path=f"{path}H{across(on):g}",
        dots=tuple(dots),
        wanted_y=_high(wanted),
        words=_("%(first)s on %(from)s, %(last)s on %(to)s; wanted: %(wanted)s") % told,
    )


def _high(stance: str) -> int:
    """Return how far down a stance stands: the best on top."""
    return TOP + (len(ORDER) - 1 - ORDER[stance]) * STEP
