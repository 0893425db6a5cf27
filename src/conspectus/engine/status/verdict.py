"""Colours, tolerances and the form of a computed status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conspectus.engine.measure import Measure


class Colour(StrEnum):
    """A computed status; what has no inputs is not assessed, never green."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_ASSESSED = "not_assessed"


RANK = {Colour.NOT_ASSESSED: 0, Colour.GREEN: 1, Colour.AMBER: 2, Colour.RED: 3}


@dataclass(frozen=True, slots=True)
class Band:
    """Green up to one figure, amber up to another, red beyond; for indices the figures are lower bounds."""

    green: float
    amber: float

    def above(self, figure: float) -> Colour:
        """Return the colour of a figure of which less is better."""
        if figure <= self.green:
            return Colour.GREEN
        return Colour.AMBER if figure <= self.amber else Colour.RED

    def below(self, figure: float) -> Colour:
        """Return the colour of a figure of which more is better."""
        if figure >= self.green:
            return Colour.GREEN
        return Colour.AMBER if figure >= self.amber else Colour.RED


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What an organisation, a method or a project tolerates."""

    spi_t: Band = Band(0.95, 0.90)
    slip_percent: Band = Band(5.0, 10.0)
    overrun_percent: Band = Band(5.0, 10.0)
    change_percent: Band = Band(5.0, 10.0)
    acceptance_percent: Band = Band(95.0, 85.0)
    exposure_percent: Band = Band(80.0, 100.0)
    estimate: str = "cpi"  # the estimate at completion that judges cost
    minor_digits: int = 2  # of the currency, for the words


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension's colour, why, and from what."""

    name: str
    colour: Colour
    words: str
    inputs: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def assessed(self) -> bool:
        """Whether there was anything to judge by."""
        return self.colour is not Colour.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far the data can be trusted; shown beside a status, never part of it."""

    quality: Measure  # share of schedule checks passed, 0..1
    passed: int
    applicable: int
    words: str


@dataclass(frozen=True, slots=True)
class Status:
    """The computed status of a project or group."""

    dimensions: tuple[Dimension, ...]
    overall: Colour
    assessed: int
    words: str
    confidence: Confidence

    def dimension(self, name: str) -> Dimension:
        """Return one dimension by its name."""
        return next(each for each in self.dimensions if each.name == name)

    @property
    def schedule(self) -> Dimension:
        """The schedule dimension."""
        return self.dimension("schedule")

    @property
    def cost(self) -> Dimension:
        """The cost dimension."""
        return self.dimension("cost")


UNASSESSED = {
    "scope": "no deliverables and changes are recorded",
    "quality": "no quality reviews are recorded",
    "risk": "no risks and contingency are recorded",
    "benefits": "no benefits are recorded",
    "resources": "no demand and supply of people is recorded",
}


def not_assessed(name: str, because: str, inputs: Mapping[str, Measure] | None = None, remedy: str = "") -> Dimension:
    """Return a dimension that says why it was not assessed, and what to do."""
    return Dimension(name, Colour.NOT_ASSESSED, f"Not assessed, because {because}. {remedy}".rstrip(), inputs or {})


def worst(colours: list[Colour]) -> Colour:
    """Return the worst of some colours; not assessed counts only when alone."""
    return max(colours, key=RANK.__getitem__, default=Colour.NOT_ASSESSED)


def overall(dimensions: tuple[Dimension, ...], confidence: Confidence) -> Status:
    """Return the worst of the dimensions assessed, and how many those were."""
    known = [each for each in dimensions if each.assessed]
    colour = worst([each.colour for each in known])
    if not known:
        words = "Not assessed: the plan needs a status date and a baseline, and costs where cost is to be judged."
    else:
        by = " and ".join(each.name for each in known if each.colour is colour)
        words = f"{colour.value.capitalize()} by {by}; {len(known)} of {len(dimensions)} dimensions assessed."
    return Status(dimensions, colour, len(known), words, confidence)
