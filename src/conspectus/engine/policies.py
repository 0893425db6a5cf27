"""A policy is a checked rule over a project's facts: does it apply on a day, and is it kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from conspectus.engine.expressions import Expression, Trouble, compute, given


class Verdict(StrEnum):
    """What a policy says of a project on a day."""

    SATISFIED = "satisfied"
    FAILED = "failed"
    NOT_ASSESSABLE = "not_assessable"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict; where nothing could be said, the facts that were missing or the trouble met."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    trouble: Trouble | None = None


SATISFIED, FAILED = Judgement(Verdict.SATISFIED), Judgement(Verdict.FAILED)
NOT_APPLICABLE = Judgement(Verdict.NOT_APPLICABLE)


MOST_ANSWERS = 20_000
OF_FIELDS = "field_"  # what facts of an organisation's own fields are called: this and the field's key


def setting(on: date, tier: str = "") -> dict[str, Any]:
    """Return what an expression knows beside facts: the day that is asked, and the tier, None where in none."""
    return {"today": given(on), "tier": tier or None}


@dataclass(slots=True)
class Asked:
    """An expression with what it gave already: the same values give the same again."""

    expression: Expression
    limits: Mapping[str, Decimal]
    names: tuple[str, ...] = ()
    given: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = tuple(sorted(self.expression.uses - set(self.limits)))

    def of(self, facts: Mapping[str, Any]) -> Any:
        """Return what the expression gives of facts made ready, or the judgement that nothing can be said."""
        key = tuple([facts.get(one, _NEVER) for one in self.names])
        found = self.given.get(key)
        if found is None:
            if len(self.given) >= MOST_ANSWERS:
                self.given.clear()
            found = self.given[key] = ask(self.expression, dict(zip(self.names, key, strict=True)), self.limits)
        return found


@dataclass(slots=True)
class Rule:
    """What a policy tests, and when it is in force; whether it applies is asked first, apart, of fewer facts."""

    expression: Expression
    applies_when: Expression | None = None
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    effective_from: date | None = None
    effective_to: date | None = None
    used: tuple[str, ...] = ()
    _kept: Asked = field(init=False)
    _applies: Asked | None = field(init=False)

    def __post_init__(self) -> None:
        self._kept = Asked(self.expression, self.limits)
        self._applies = Asked(self.applies_when, self.limits) if self.applies_when else None
        self.used = tuple(sorted({*self._kept.names, *(self._applies.names if self._applies else ())}))

    def in_force(self, on: date) -> bool:
        """Return whether the policy is effective on a day; its last day counts."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)

    def judge(self, facts: Mapping[str, Any], on: date) -> Judgement:
        """Return the verdict on a project's facts on a day, made ready by ``given`` and joined with its ``setting``.

        A fact that is absent was never measured; one that is None was measured and is none. The
        first always leaves the policy not assessable, the second unless its text asks for it.
        """
        if not self.in_force(on):
            return NOT_APPLICABLE
        if self._applies is not None:
            holds = self._applies.of(facts)
            if isinstance(holds, Judgement):
                return holds
            if not holds:
                return NOT_APPLICABLE
        kept = self._kept.of(facts)
        if isinstance(kept, Judgement):
            return kept
        return SATISFIED if kept else FAILED


class _Never:
    """The place of a fact that was never measured."""


_NEVER = _Never()


def ask(expression: Expression, values: Mapping[str, Any], limits: Mapping[str, Decimal] | None = None) -> Any:
    """Return what an expression gives of facts made ready, or the judgement that nothing can be said."""
    known = {**values, **(limits or {})}
    missing = [
        name
        for name in sorted(expression.uses)
        if (value := known.get(name, _NEVER)) is _NEVER or (value is None and name not in expression.minds)
    ]
    if missing:
        return Judgement(Verdict.NOT_ASSESSABLE, tuple(missing))
    found = compute(expression, known)
    if found is None or isinstance(found, Trouble):
        return Judgement(Verdict.NOT_ASSESSABLE, trouble=found or Trouble.DOES_NOT_COMPUTE)
    return found


def tier_of(tiers: Mapping[str, Expression | None], facts: Mapping[str, Any], on: date) -> str:
    """Return the first tier whose rule holds; the empty text where facts to tell are missing before one does."""
    for key, rule in tiers.items():
        holds = True if rule is None else ask(rule, {**facts, "today": given(on)})
        if isinstance(holds, Judgement):
            return ""
        if holds:
            return key
    return ""
