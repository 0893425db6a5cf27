"""What the registers of a project bring into a group, kept beside how they judge it, so that no register is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conspectus.rooms.schedule.bridge.measures import measure_json, measure_of

if TYPE_CHECKING:
    from conspectus.engine.status import RegisterPart


def registers_json(part: RegisterPart) -> dict[str, Any]:
    """Return a project's part as it is kept, without its name; what the money room books is not kept with it."""
    scope, quality, threats = part.scope, part.quality, part.threats
    return {
        "currency": part.currency,
        "scope": [
            scope.deliverables,
            list(scope.overdue),
            *(None if one is None else measure_json(one) for one in (scope.change, scope.base)),
        ],
        "quality": [quality.registered, list(quality.overdue), quality.reviewed, quality.accepted],
        "threats": [threats.registered, threats.left, dict(threats.amounts)],
        "shared": [list(one) for one in threats.shared],
        "unanswered": [list(one) for one in threats.unanswered],
        "contingency": measure_json(part.contingency),
    }


def registers_of(name: str, kept: Mapping[str, Any]) -> RegisterPart | None:
    """Return the part that was kept; None where none was yet."""
    from conspectus.engine.status import QualityFacts, RegisterPart, ScopeFacts, Threats

    if not kept:
        return None
    deliverables, overdue, *growth = kept["scope"]
    registered, left, amounts = kept["threats"]
    shared = tuple((key, currency, minor) for key, currency, minor in kept["shared"])
    unanswered = tuple((key, title) for key, title in kept["unanswered"])
    return RegisterPart(
        name,
        kept["currency"],
        ScopeFacts(deliverables, tuple(overdue), *(None if one is None else measure_of(one) for one in growth)),
        QualityFacts(*kept["quality"]),
        Threats(registered, left, amounts, shared, unanswered),
        measure_of(kept["contingency"]),
    )
