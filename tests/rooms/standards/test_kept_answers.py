"""Answers that are kept give what each expression gives anew: the shipped method over drawn facts."""

from __future__ import annotations

from datetime import date

import numpy as np
from benchmarks.compliance import _drawn

from conspectus.engine.policies import setting, tier_of
from conspectus.rooms.facts.bridge import kept_of, values
from conspectus.rooms.standards.bridge.packs import compiled, read_pack, ready, rule_of, shipped_packs, written

ON = date(2026, 6, 30)


def test_kept_answers_are_those_given_anew() -> None:
    method = next(one for data in shipped_packs() if (one := read_pack(data).method) and one.key == "investment")
    rules = compiled(written(method)[0])
    rng = np.random.Generator(np.random.PCG64(5))
    told = set()
    for _ in range(8):
        facts = ready(values(kept_of(_drawn(rng, ON), {}, ON)))
        facts |= setting(ON, tier_of(rules.tiers, facts, ON))
        for clause in rules.clauses:
            anew = rule_of(clause.policy)
            assert clause.rule is not None
            assert anew is not None
            found = clause.rule.judge(facts, ON)
            assert found == clause.rule.judge(facts, ON) == anew.judge(facts, ON), clause.policy.key
            told.add(found.verdict)
    assert len(told) == 4
