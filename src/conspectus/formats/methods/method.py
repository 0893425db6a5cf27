"""A method as a pack describes it: stages, gates, deliverables, roles, tiers, tolerances, policies, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

FORMAT = "method/1"
NAMES_OF_ITS_OWN = ("today", "tier")  # what expressions know beside facts


@dataclass(frozen=True, slots=True)
class Rating:
    """One step of a scale reviews rate by."""

    key: str
    name: str
    words: str = ""
    colour: str = "none"


@dataclass(frozen=True, slots=True)
class RatingScale:
    """What reviews rate by, best first."""

    key: str
    name: str
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """Who has which duties."""

    key: str
    name: str
    words: str = ""
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of projects by size, risk or visibility; the last has no rule and takes what is left."""

    key: str
    name: str
    words: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the life cycle."""

    key: str
    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A decision between stages: the question, what is looked at, by whom, on which scale, with which decisions."""

    key: str
    name: str
    question: str
    before: str = ""
    repeats: bool = False
    evidence: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    scale: str = ""
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """Something to be made in a stage, for a gate; mandatory in some tiers."""

    key: str
    name: str
    stage: str
    words: str = ""
    gate: str = ""
    mandatory: tuple[str, ...] = ()
    template: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a dimension may go before it is amber, and before it is red."""

    dimension: str
    green_to: Decimal
    amber_to: Decimal
    unit: str
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Facts on a day and the verdict they must give."""

    expect: str
    on: date
    facts: dict[str, Any]
    name: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A clause that can be tested: what must hold, when it applies, what to do where it does not."""

    key: str
    clause: str
    title: str
    words: str
    severity: str
    owner: str
    remedy: str
    expression: str
    cases: tuple[Case, ...]
    applies_when: str = ""
    limits: dict[str, Decimal] | None = None
    not_assessable: str = ""
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A key performance indicator the method asks for."""

    key: str
    name: str
    words: str
    unit: str
    better: str
    target: Decimal | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """When the method itself is looked at again, and by whom."""

    every_months: int
    next_on: date
    owner: str


@dataclass(frozen=True, slots=True)
class Method:
    """A whole pack."""

    key: str
    name: str
    version: str
    language: str
    words: str
    rating_scales: tuple[RatingScale, ...]
    roles: tuple[Role, ...]
    tiers: tuple[Tier, ...]
    stages: tuple[Stage, ...]
    gates: tuple[Gate, ...]
    deliverables: tuple[Deliverable, ...]
    tolerances: tuple[Tolerance, ...]
    policies: tuple[Policy, ...]
    kpis: tuple[Indicator, ...] = ()
    review: Review | None = None

    def policy(self, key: str) -> Policy | None:
        """Return the policy of a key."""
        return next((one for one in self.policies if one.key == key), None)
