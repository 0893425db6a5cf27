"""The text of a version as a method and as rules that judge; what ships with Conspectus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from conspectus.engine.expressions import Expression, WrongExpression, given
from conspectus.engine.findings import Finding
from conspectus.engine.policies import OF_FIELDS, Rule
from conspectus.formats.methods import Method, Policy, Reading, digest, read, write
from conspectus.formats.methods.checking import compile_policy, compile_text
from conspectus.rooms.facts.choices import types
from conspectus.rooms.facts.queries.own import own_kinds
from conspectus.rooms.standards.models import Version

Own = tuple[tuple[str, str], ...]  # names of facts of the organisation's fields, with their kinds


def fact_kinds(text: str) -> Mapping[str, str]:
    """Return the kinds of the facts there are, fields of the organisation where a text names any."""
    return _kinds(_own_in(text))


def _own_in(text: str) -> Own:
    return own_kinds() if OF_FIELDS in text else ()


@lru_cache(maxsize=8)
def _kinds(own: Own) -> Mapping[str, str]:
    return dict(own) | types()


def read_pack(data: bytes) -> Reading:
    """Return what a pack holds, checked against the facts there are."""
    return read(data, _kinds(own_kinds() if OF_FIELDS.encode() in data else ()))


def shipped_packs() -> list[bytes]:
    """Return the texts of the packs that ship."""
    folder = files("conspectus.formats.methods") / "packs"
    return [
        one.read_bytes() for one in sorted(folder.iterdir(), key=lambda one: one.name) if one.name.endswith(".yaml")
    ]


@lru_cache(maxsize=64)
def _read(text: str) -> Method:
    found = read(text.encode("utf-8"), {}).method
    if found is None:
        raise ValueError("a published version cannot be read")
    return found


def method_of(version: Version) -> Method:
    """Return what a version says."""
    return _read(version.text)


@dataclass(frozen=True, slots=True)
class Clause:
    """A policy and the rule that judges by it; without one where the facts it asks for are no longer measured."""

    policy: Policy
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A version ready to judge by."""

    clauses: tuple[Clause, ...]
    tiers: Mapping[str, Expression | None]

    @property
    def asks(self) -> frozenset[str]:
        """Return the facts the rules ask for."""
        rules = [one.rule.used for one in self.clauses if one.rule is not None]
        return frozenset().union(*rules, *(one.uses for one in self.tiers.values() if one is not None))


def compiled(text: str) -> Compiled:
    """Return a version's text ready to judge by; every expression is compiled once."""
    return _compiled(text, _own_in(text))


@lru_cache(maxsize=64)
def _compiled(text: str, own: Own) -> Compiled:
    method = _read(text)
    tiers = {one.key: _tier(one.when, own) if one.when else None for one in method.tiers}
    return Compiled(tuple(Clause(policy, rule_of(policy, own=own)) for policy in method.policies), tiers)


def _tier(text: str, own: Own) -> Expression:
    """Return the rule of a tier; where a field came that is of another kind than it was written for, it tells none."""
    try:
        return compile_text(text, _kinds(own))
    except WrongExpression:
        return compile_text(f"{OF_FIELDS}unfit != null", {})


def rule_of(policy: Policy, limits: Mapping[str, Any] | None = None, *, own: Own = ()) -> Rule | None:
    """Return the rule of a policy, with other limits where a project has its own."""
    try:
        return compile_policy(policy, _kinds(own), limits)
    except WrongExpression:
        return None


def tailored_rule(text: str, key: str, limits: tuple[tuple[str, str], ...]) -> Rule | None:
    """Return the rule of a clause of a version under a project's own limits."""
    return _tailored(text, key, limits, _own_in(text))


@lru_cache(maxsize=512)
def _tailored(text: str, key: str, limits: tuple[tuple[str, str], ...], own: Own) -> Rule | None:
    policy = _read(text).policy(key)
    return None if policy is None else rule_of(policy, {name: Decimal(value) for name, value in limits}, own=own)


def ready(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as expressions take them."""
    return {name: given(value) for name, value in facts.items()}


def written(method: Method) -> tuple[str, str]:
    """Return the text of a method as it is kept, and its digest."""
    return write(method).decode("utf-8"), digest(method)


def sorted_findings(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings in the order of the lines they are about."""
    return tuple(sorted(found, key=lambda one: int(one.place.removeprefix("line ").partition(",")[0] or 0)))
