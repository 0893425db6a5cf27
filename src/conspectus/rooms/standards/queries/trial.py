"""A policy tried before it is published: checked while it is written, explained, judged over the live portfolio."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conspectus.engine.expressions import WrongExpression
from conspectus.engine.policies import setting, tier_of
from conspectus.formats.methods import Method
from conspectus.formats.methods.checking import compile_text
from conspectus.formats.methods.wording import template
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.facts.queries import facts_at
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.standards.bridge.explaining import explain
from conspectus.rooms.standards.bridge.packs import compiled, fact_kinds, ready, written
from conspectus.rooms.standards.choices import Standing


@dataclass(frozen=True, slots=True)
class Checked:
    """What an expression asks, in words, and which facts it uses."""

    words: str
    uses: tuple[str, ...]
    kind: str


def check_expression(text: str, limits: Sequence[str] = ()) -> Checked:
    """Return what an expression asks; refuses in words one that cannot be taken."""
    try:
        found = compile_text(text, fact_kinds(text), tuple(limits))
    except WrongExpression as error:
        raise Invalid("expression", template(error), "expression", detail=error.detail) from None
    return Checked(explain(found), tuple(sorted(found.uses)), found.kind)


@dataclass(frozen=True, slots=True)
class Tried:
    """How one project stands to a policy that is tried."""

    project: Project
    standing: Standing
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy tried on the projects one sees."""

    key: str
    title: str
    words: str  # its expression explained
    rows: tuple[Tried, ...]
    counts: dict[str, int]


def try_policy(by: User, method: Method, key: str, on: date) -> Trial:
    """Return how the projects ``by`` sees would stand to a policy of a method on a day, whatever they follow."""
    text, _digest = written(method)
    rules = compiled(text)
    clause = next((one for one in rules.clauses if one.policy.key == key), None)
    if clause is None:
        raise NotFound
    if clause.rule is None:
        raise Invalid("expression", "The expression of this policy cannot be taken yet. Mend it first.", "expression")
    projects = list(visible_projects(by, on).order_by("code", "pk"))
    facts = facts_at([one.pk for one in projects], on)
    rows = []
    for project in projects:
        known = ready(facts[project.pk].known) if project.pk in facts else {}
        known |= setting(on, tier_of(rules.tiers, known, on))
        told = clause.rule.judge(known, on)
        rows.append(Tried(project, Standing(str(told.verdict)), told.missing))
    counted = Counter(row.standing for row in rows)
    counts = {one.value: counted[one] for one in Standing if one != Standing.WAIVED}
    return Trial(key, clause.policy.title, explain(clause.rule.expression), tuple(rows), counts)
