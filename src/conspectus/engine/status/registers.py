"""Scope and quality judged by what the registers hold: changes, deliverables, reviews, non-conformities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conspectus.engine.measure import REASON_WORDS, Measure, Reason, ratio, value
from conspectus.engine.status.verdict import UNASSESSED, Band, Colour, Dimension, Tolerances, not_assessed, worst

SCOPE_REMEDY = "Enter its deliverables and changes."
QUALITY_REMEDY = "Review deliverables, and record what does not conform."


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """What the scope of a project is judged by.

    ``overdue`` names mandatory deliverables past their date and unaccepted; ``change`` is the cost of net approved
    plus pending change, ``base`` the cost of the first baseline, both in minor units of one currency; None where no
    change was ever registered, or where it may not be seen.
    """

    deliverables: int = 0
    overdue: Sequence[str] = ()
    change: Measure | None = None
    base: Measure | None = None


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """What the quality of a project is judged by: critical non-conformities past due, and deliverables reviewed."""

    registered: int = 0  # reviews and non-conformities there ever were
    overdue: Sequence[str] = ()
    reviewed: int = 0
    accepted: int = 0


def assess_scope(facts: ScopeFacts, limits: Tolerances) -> Dimension:
    """Judge the scope by net change over the baseline's cost, less being better; an overdue mandatory one is red."""
    said: list[tuple[Colour, str]] = []
    inputs: dict[str, Measure] = {}
    if facts.overdue:
        said.append((Colour.RED, f"Mandatory, past due and not accepted: {_count(facts.overdue, 'deliverable')}."))
    elif facts.deliverables:
        said.append((Colour.GREEN, "No mandatory deliverable is overdue."))
    if facts.change is not None and facts.base is not None:
        share = ratio(facts.change, facts.base)
        percent = value(100.0 * share.value) if share.value is not None else share
        inputs = {"change": facts.change, "base": facts.base, "change_percent": percent}
        if percent.value is not None:
            said.append(_change(percent.value, limits.change_percent))
        elif not said:
            why = (
                "the budget is zero"
                if percent.reason is Reason.DIV_ZERO
                else REASON_WORDS[percent.reason or Reason.NO_DATA]
            )
            return not_assessed("scope", why, inputs)
    if not said:
        return not_assessed("scope", UNASSESSED["scope"], remedy=SCOPE_REMEDY)
    return Dimension("scope", worst([colour for colour, _ in said]), " ".join(words for _, words in said), inputs)


def assess_quality(facts: QualityFacts, limits: Tolerances) -> Dimension:
    """Judge quality by the share of reviewed deliverables that were accepted; an overdue critical fault is red."""
    said: list[tuple[Colour, str]] = []
    inputs: dict[str, Measure] = {}
    if facts.overdue:
        said.append((Colour.RED, f"Critical, open and past due: {_count(facts.overdue, 'non-conformity')}."))
    if facts.reviewed:
        percent = 100.0 * facts.accepted / facts.reviewed
        inputs = {"acceptance_percent": value(percent)}
        band = limits.acceptance_percent
        colour = band.below(percent)
        limit = f"red below {band.amber:g} %" if colour is Colour.RED else f"green from {band.green:g} %"
        share = f"{percent:.0f} % of reviewed deliverables accepted"
        said.append((colour, f"{facts.accepted} of {facts.reviewed}: {share}; {limit}."))
    elif facts.registered and not said:
        said.append((Colour.GREEN, "No critical non-conformity is overdue."))
    if not said:
        return not_assessed("quality", UNASSESSED["quality"], remedy=QUALITY_REMEDY)
    return Dimension("quality", worst([colour for colour, _ in said]), " ".join(words for _, words in said), inputs)


def _change(percent: float, band: Band) -> tuple[Colour, str]:
    """Return the colour and words of net change; what takes scope away weighs like what adds to it."""
    colour = band.above(abs(percent))
    limit = f"green to {band.green:g} %"
    if colour is not Colour.GREEN:
        limit = f"{limit}, amber to {band.amber:g} %" if colour is Colour.AMBER else f"amber to {band.amber:g} %"
    return colour, f"Approved and pending change is {percent:.1f} % of the baseline cost; {limit}."


def _count(names: Sequence[str], noun: str) -> str:
    some = "non-conformities" if noun == "non-conformity" else f"{noun}s"
    many = f"1 {noun}" if len(names) == 1 else f"{len(names)} {some}"
    return f"{many}, “{names[0]}”" if len(names) == 1 else f"{many}, “{names[0]}” first"
