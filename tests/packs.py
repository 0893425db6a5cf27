"""Method packs for tests: a small one whose words can be replaced."""

from __future__ import annotations

PACK = """\
conspectus: method/1
key: small
name: Small works
version: "1.0"
language: en
words: For tests.
rating_scales:
  - key: three
    name: Three colours
    ratings: [{key: green, name: Green, colour: green}, {key: red, name: Red, colour: red}]
roles:
  - {key: manager, name: Project manager, duties: [Keeps the plan.]}
  - {key: sponsor, name: Sponsor}
tiers:
  - {key: large, name: Large, when: plan_tasks >= 100}
  - {key: small, name: Small}
stages:
  - {key: shape, name: Shape}
  - {key: build, name: Build}
gates:
  - {key: g1, name: Go, question: Is it worth it?, before: build, evidence: [charter], reviewers: [sponsor],
     scale: three, decisions: [pass, stop]}
deliverables:
  - {key: charter, name: Charter, stage: shape, gate: g1, mandatory: [large, small], template: charter, owner: manager}
tolerances:
  - {dimension: cost, green_to: 5, amber_to: 10, unit: percent}
policies:
  - key: sponsor_named
    clause: "1.1"
    title: A sponsor is named
    words: Every project has a sponsor.
    severity: must
    owner: sponsor
    remedy: Name a sponsor.
    expression: sponsor_named
    cases:
      - {expect: satisfied, on: 2026-06-30, facts: {sponsor_named: true}}
      - {expect: failed, on: 2026-06-30, facts: {sponsor_named: false}}
      - {expect: not_assessable, on: 2026-06-30, facts: {}}
  - key: plan_fresh
    clause: "1.2"
    title: The plan is fresh
    words: The plan's status date is not older than the limit.
    severity: should
    owner: manager
    remedy: Hand in the plan.
    applies_when: tier == "large"
    expression: (today - plan_status_on).days <= max_age_days
    limits: {max_age_days: 35}
    cases:
      - {expect: satisfied, on: 2026-06-30, tier: large, facts: {plan_status_on: 2026-06-15}}
      - {expect: failed, on: 2026-06-30, tier: large, facts: {plan_status_on: 2026-01-15}}
      - {expect: not_assessable, on: 2026-06-30, tier: large, facts: {}}
      - {expect: not_applicable, on: 2026-06-30, tier: small, facts: {plan_status_on: 2026-01-15}}
  - key: baseline
    clause: "1.3"
    title: A baseline is approved
    words: A baseline is approved before work is ordered.
    severity: must
    owner: manager
    remedy: Have a baseline approved.
    expression: baseline_first_on != null
    effective_from: 2024-01-01
    cases:
      - {expect: satisfied, on: 2026-06-30, facts: {baseline_first_on: 2026-06-15}}
      - {expect: failed, on: 2026-06-30, facts: {baseline_first_on: null}}
      - {expect: not_assessable, on: 2026-06-30, facts: {}}
      - {expect: not_applicable, on: 2023-06-30, facts: {baseline_first_on: null}}
"""


def pack(*changes: tuple[str, str]) -> bytes:
    """Return the small pack with some of its words replaced."""
    text = PACK
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text.encode()
