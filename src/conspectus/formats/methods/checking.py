"""What only the parts of a method together show: keys twice, names of nothing, expressions, cases that go otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from conspectus.engine.expressions import Expression, Kind, WrongExpression, given, parse
from conspectus.engine.findings import Severity
from conspectus.engine.policies import OF_FIELDS, Rule, Verdict, setting
from conspectus.formats.methods.method import NAMES_OF_ITS_OWN, Case, Method, Policy
from conspectus.formats.methods.wording import wrong_words

LONGEST = 1000
_FIELD = re.compile(rf"(?<![\w.$]){OF_FIELDS}\w+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
Noticed = tuple[Severity, str, tuple[str | int, ...], str]
LISTS = ("rating_scales", "roles", "tiers", "stages", "gates", "deliverables", "policies", "kpis")
NEEDED = (Verdict.SATISFIED, Verdict.FAILED, Verdict.NOT_ASSESSABLE)
# Where one part names another: the list, the name in it, the list that must hold it.
REFERENCES = (
    ("gates", "before", "stages"),
    ("gates", "evidence", "deliverables"),
    ("gates", "reviewers", "roles"),
    ("gates", "scale", "rating_scales"),
    ("deliverables", "stage", "stages"),
    ("deliverables", "gate", "gates"),
    ("deliverables", "mandatory", "tiers"),
    ("deliverables", "owner", "roles"),
    ("tolerances", "tier", "tiers"),
    ("policies", "owner", "roles"),
)


def noticed(method: Method, facts: Mapping[str, str]) -> Iterator[Noticed]:
    """Yield what is wrong within a method whose form is right."""
    yield from _twice(method)
    yield from _nothing(method)
    yield from _tiers(method, facts)
    for number, one in enumerate(method.tolerances):
        if _looser(one.green_to, one.amber_to, one.unit):
            yield _error("TOLERANCE", ("tolerances", number), "Amber must begin where green has ended.")
    for number, policy in enumerate(method.policies):
        yield from _policy(method, number, policy, facts)
    for number, kpi in enumerate(method.kpis):
        if kpi.expression:
            yield from _wrong(kpi.expression, dict(facts), ("kpis", number, "expression"), "number")
    if method.review is not None and method.review.owner not in {one.key for one in method.roles}:
        yield _error("NO_SUCH_KEY", ("review", "owner"), f"There is no role '{method.review.owner}'.")


def compile_text(text: str, facts: Mapping[str, str], limits: Sequence[str] = ()) -> Expression:
    """Return an expression over facts, the day that is asked, the tier and limits; raises ``WrongExpression``.

    A field that is not of this organisation may be one elsewhere: it fits with everything, and is never known.
    """
    kinds = {name: "number" if kind == "money" else kind for name, kind in facts.items()}
    kinds = dict.fromkeys(unknown_fields(text, facts), Kind.UNKNOWN.value) | kinds
    kinds |= dict.fromkeys(limits, "number") | {"today": "date", "tier": "text"}
    return parse(text, kinds, longest=LONGEST, lists=True)


def unknown_fields(text: str, facts: Mapping[str, str]) -> list[str]:
    """Return the names in an expression of fields that are no facts here."""
    return sorted(set(_FIELD.findall(_QUOTED.sub(" ", text))) - facts.keys())


def compile_policy(policy: Policy, facts: Mapping[str, str], limits: Mapping[str, Any] | None = None) -> Rule:
    """Return a policy ready to judge, its limits replaced where others are given; raises ``WrongExpression``."""
    own = {**(policy.limits or {}), **(limits or {})}
    when = compile_text(policy.applies_when, facts, tuple(own)) if policy.applies_when else None
    return Rule(
        compile_text(policy.expression, facts, tuple(own)),
        when,
        {name: given(value) for name, value in own.items()},
        policy.effective_from,
        policy.effective_to,
    )


def case_facts(case: Case, facts: Mapping[str, str]) -> dict[str, Any]:
    """Return the facts of a case, made ready for expressions; days are written as texts there."""
    return {name: given(_day(value, facts.get(name, ""))) for name, value in case.facts.items()}


def _day(value: Any, kind: str) -> Any:
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if kind == "dates" and isinstance(value, tuple | list):
        return tuple(date.fromisoformat(one) for one in value)
    return value


def _twice(method: Method) -> Iterator[Noticed]:
    for name in LISTS:
        seen: set[str] = set()
        for number, one in enumerate(getattr(method, name)):
            if one.key in seen:
                yield _error("KEY_TWICE", (name, number, "key"), f"The key '{one.key}' is used twice.")
            seen.add(one.key)
    clauses: set[str] = set()
    for number, policy in enumerate(method.policies):
        if policy.clause in clauses:
            yield _error("CLAUSE_TWICE", ("policies", number, "clause"), f"The clause {policy.clause} is used twice.")
        clauses.add(policy.clause)


def _nothing(method: Method) -> Iterator[Noticed]:
    """Yield names of what is not there."""
    known = {name: {one.key for one in getattr(method, name)} for name in LISTS}
    for name, part, among in REFERENCES:
        for number, one in enumerate(getattr(method, name)):
            value = getattr(one, part)
            for key in (value,) if isinstance(value, str) else value:
                if key and key not in known[among]:
                    yield _error("NO_SUCH_KEY", (name, number, part), f"There is no '{key}' among the {among}.")


def _tiers(method: Method, facts: Mapping[str, str]) -> Iterator[Noticed]:
    own = {name: kind for name, kind in facts.items() if name != "tier"}
    for number, tier in enumerate(method.tiers):
        last = number == len(method.tiers) - 1
        if last and tier.when:
            yield _error("LAST_TIER", ("tiers", number, "when"), "The last tier takes what is left and has no rule.")
        if not last and not tier.when:
            yield _error("TIER_RULE", ("tiers", number), "A tier before the last needs a rule: when.")
        if tier.when:
            yield from _elsewhere(unknown_fields(tier.when, own), ("tiers", number, "when"))
            yield from _wrong(tier.when, own, ("tiers", number, "when"), "yes_no")


def _looser(green: Any, amber: Any, unit: str) -> bool:
    """Return whether amber begins on green's side; ratios may count downward, others grow."""
    return bool(green == amber or (unit != "ratio" and green > amber))


def _wrong(text: str, facts: Mapping[str, str], path: tuple[str | int, ...], kind: str) -> Iterator[Noticed]:
    try:
        found = compile_text(text, facts)
    except WrongExpression as error:
        yield _error("EXPRESSION", path, wrong_words(error))
        return
    if found.kind not in (kind, Kind.UNKNOWN):
        answer = "yes or no" if kind == "yes_no" else "a number"
        yield _error("ANSWER", path, f"The expression must give {answer}.")


def _policy(method: Method, number: int, policy: Policy, facts: Mapping[str, str]) -> Iterator[Noticed]:
    place = ("policies", number)
    for name in policy.limits or {}:
        taken = name in facts or name in NAMES_OF_ITS_OWN or name.startswith(OF_FIELDS)
        if taken or not name.isidentifier():
            yield _error("LIMIT", (*place, "limits", name), f"'{name}' cannot be the name of a limit.")
    if policy.effective_from and policy.effective_to and policy.effective_to < policy.effective_from:
        yield _error("EFFECTIVE", (*place, "effective_to"), "The policy ends before it begins.")
    known = {**facts, **dict.fromkeys(policy.limits or {}, "number")}
    wrong = list(_wrong(policy.expression, known, (*place, "expression"), "yes_no"))
    if policy.applies_when:
        wrong += _wrong(policy.applies_when, known, (*place, "applies_when"), "yes_no")
    yield from wrong
    if not wrong:
        yield from _cases(method, place, policy, facts)


def _elsewhere(names: Sequence[str], path: tuple[str | int, ...]) -> Iterator[Noticed]:
    """Yield that fields are not of this organisation: what asks for them cannot be assessed here."""
    for name in names:
        words = f"There is no field '{name.removeprefix(OF_FIELDS)}' of projects here: until there is, "
        yield Severity.WARNING, "NO_SUCH_FIELD", path, words + "what asks for it is not assessable."


def _cases(method: Method, place: tuple[str | int, ...], policy: Policy, facts: Mapping[str, str]) -> Iterator[Noticed]:
    """Yield cases that are missing or go otherwise; those of fields that are not of this organisation go unasked."""
    rule = compile_policy(policy, facts)
    elsewhere = unknown_fields(f"{policy.expression} {policy.applies_when or ''}", facts)
    yield from _elsewhere(elsewhere, (*place, "expression"))
    expected = {case.expect for case in policy.cases}
    for verdict in NEEDED:
        if verdict not in expected:
            yield _error("NO_CASE", (*place, "cases"), f"A case is missing whose verdict is {verdict}.")
    for number, case in enumerate(policy.cases):
        path = (*place, "cases", number)
        unknown = sorted(set(case.facts) - set(facts) - set(elsewhere))
        if unknown:
            yield _error("NO_SUCH_FACT", (*path, "facts"), f"There is no fact called {', '.join(unknown)}.")
            continue
        if case.tier and case.tier not in {one.key for one in method.tiers}:
            yield _error("NO_SUCH_KEY", (*path, "tier"), f"There is no '{case.tier}' among the tiers.")
        try:
            ready = case_facts(case, facts)
        except ValueError:
            yield _error("FACT", (*path, "facts"), "A day in these facts is none; write it as 2026-06-30.")
            continue
        verdict = rule.judge(ready | setting(case.on, case.tier), case.on).verdict
        if verdict != case.expect and not elsewhere:
            yield _error("CASE", path, f"The case expects {case.expect}, the policy gives {verdict}.")


def _error(code: str, path: tuple[str | int, ...], words: str) -> Noticed:
    return Severity.ERROR, code, path, words
