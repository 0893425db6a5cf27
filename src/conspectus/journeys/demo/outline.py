"""From a blueprint to rows and links: phases, repeated units, the crews that move from one unit to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from conspectus.engine.plan import Kind, Link
from conspectus.journeys.demo.blueprints import CREWS, Blueprint, Phase, Step


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outline; a summary and a gate have no step."""

    name: str
    wbs: str
    parent: int
    kind: Kind
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two rows; ``lag_share`` counts the predecessor's duration, ``lag_days`` its days."""

    before: int
    after: int
    type: Link = Link.FS
    lag_share: float = 0.0
    lag_days: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """What is repeated: the unit's name, how many there are, how many crews share them."""

    unit: str
    units: int
    crews: int


@dataclass
class Outline:
    """Rows and ties while they are being laid out."""

    rows: list[Row] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def add(self, name: str, parent: int, kind: Kind = Kind.TASK, step: Step | None = None) -> int:
        """Append a row below its parent and return its place."""
        number = 1 + sum(row.parent == parent for row in self.rows)
        above = f"{self.rows[parent].wbs}." if parent >= 0 else ""
        self.rows.append(Row(name, f"{above}{number}", parent, kind, step))
        return len(self.rows) - 1

    def tie(self, before: int, after: int, type_: Link = Link.FS, *, share: float = 0.0, days: int = 0) -> None:
        """Append a link."""
        self.ties.append(Tie(before, after, type_, share, days))


def units_for(blueprint: Blueprint, rows: int) -> int:
    """Return how many units make the outline about this many rows long."""
    fixed = sum(2 + len(phase.steps) for phase in blueprint.phases)
    per_unit = sum(1 + len(phase.steps) for phase in blueprint.phases if phase.each)
    fixed -= sum(len(phase.steps) for phase in blueprint.phases if phase.each)
    return max(2, round((rows - fixed) / per_unit))


def lay_out(blueprint: Blueprint, flow: Flow, rng: np.random.Generator) -> Outline:
    """Return the rows and ties of one project.

    Preparation runs beside the design's end; a unit begins when a crew is free
    and its later steps wait for what was prepared, so that there is float to lose.
    """
    outline = Outline()
    gate = early = -1  # the milestone all wait for, and the step preparation waits for
    prepared = -1
    for number, phase in enumerate(blueprint.phases):
        summary = outline.add(phase.name, -1, Kind.SUMMARY)
        if phase.each:
            ends = _units(outline, phase, summary, rng, flow, gate, prepared)
            name = phase.gate or f"All {flow.unit.lower()}s done"
        else:
            after = early if number == 2 else gate
            steps = _chain(outline, phase.steps, summary, [after] if after >= 0 else [], rng)
            early = steps[min(2, len(steps) - 1)]
            ends, name = steps[-1:], phase.gate
        milestone = outline.add(name, summary, Kind.FINISH_MILESTONE)
        for end in ends:
            outline.tie(end, milestone)
        if number == 2 and not phase.each:
            prepared = milestone
        else:
            gate = milestone
    return outline


def _chain(
    outline: Outline,
    steps: tuple[Step, ...],
    summary: int,
    first: list[int],
    rng: np.random.Generator,
    chance: float = 1.0,
) -> list[int]:
    """Append steps one after another and return their rows; some begin while the one before still runs."""
    placed: list[int] = []
    waiting = first
    for step in steps:
        row = outline.add(step.name, summary, Kind.TASK, step)
        if step.overlaps and placed and rng.random() < chance:
            outline.tie(placed[-1], row, Link.SS, share=0.5)
            waiting = [placed[-1], row]
        else:
            lag = step.waits if rng.random() < chance else 0
            for before in waiting:
                outline.tie(before, row, days=lag if before in placed else 0)
            waiting = [row]
        placed.append(row)
    return placed


def _units(
    outline: Outline,
    phase: Phase,
    summary: int,
    rng: np.random.Generator,
    flow: Flow,
    gate: int,
    prepared: int,
) -> list[int]:
    """Append the units of a repeated phase; each crew goes through its units in order.

    A crew has two units in hand at most: the third waits until the first is
    accepted, which keeps the float of repeated work within a unit or two.
    """
    longest = max(range(len(phase.steps)), key=lambda index: phase.steps[index].days)
    done: list[list[int]] = []
    for number in range(flow.units):
        block = outline.add(f"{flow.unit} {number + 1}", summary, Kind.SUMMARY)
        mine = number - flow.crews
        waits_for = [gate] if mine < 0 else [done[mine][longest]]
        rows = _chain(outline, phase.steps, block, waits_for, rng, chance=0.3)
        if mine >= flow.crews:
            outline.tie(done[mine - flow.crews][-1], rows[0])
        if prepared >= 0 and mine < 0:
            outline.tie(prepared, rows[min(3, len(rows) - 1)])
        if mine >= 0:
            for index, step in enumerate(phase.steps):
                if index not in (0, longest) and step.role in CREWS:
                    outline.tie(done[mine][index], rows[index])
        done.append(rows)
    return [rows[-1] for rows in done]


def loosen(outline: Outline, rng: np.random.Generator, share: float = 0.22) -> Outline:
    """Return the outline with many of its links gone and some overlapped, as badly kept plans have them."""
    kept = []
    for tie in outline.ties:
        draw = rng.random()
        if draw < share:
            continue
        kept.append(Tie(tie.before, tie.after, tie.type, 0.0, -2) if draw > 0.94 and tie.type == Link.FS else tie)
    return Outline(outline.rows, kept)
