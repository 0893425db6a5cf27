"""The catalogue of facts: every name a policy may use, what kind of value it has and what it means."""

from __future__ import annotations

from conspectus.engine.policies import OF_FIELDS
from conspectus.rooms.facts.choices import (
    backlogs,
    closing,
    connected,
    gates,
    money,
    people,
    places,
    plans,
    registers,
    reports,
)
from conspectus.rooms.facts.choices.kinds import Amount, Area, Fact, FactKind, Measured, Value

__all__ = ["AREAS", "FACTS", "Amount", "Area", "Fact", "FactKind", "Measured", "Value", "is_fact", "types"]

AREAS: tuple[Area, ...] = (
    places.PROJECT,
    places.PURPOSE,
    plans.PLAN,
    plans.BASELINES,
    plans.EARNED,
    plans.QUALITY,
    money.BUDGETS,
    money.LEDGER,
    reports.REPORTS,
    reports.CYCLES,
    reports.STATUS,
    registers.SCOPE,
    registers.ACTIONS,
    registers.EXCEPTIONS,
    gates.GATES,
    registers.RISKS,
    registers.QUALITY,
    connected.CHANGES,
    connected.LINKS,
    connected.LESSONS,
    backlogs.BACKLOG,
    places.CONTRACTS,
    places.DOCUMENTS,
    closing.CLOSURE,
    people.STAKEHOLDERS,
)
FACTS: dict[str, Fact] = {fact.name: fact for area in AREAS for fact in area.facts}


def is_fact(name: str) -> bool:
    """Return whether a name is one of the catalogue, or may be that of a field of the organisation."""
    return name in FACTS or name.startswith(OF_FIELDS)


def types() -> dict[str, str]:
    """Return the kind of every fact by its name."""
    return {name: str(fact.kind) for name, fact in FACTS.items()}
