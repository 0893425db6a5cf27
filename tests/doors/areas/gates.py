"""Gate reviews with their conditions, asked for, held and decided on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.who import APPROVERS, PLANNERS, READERS, SCOPED, STEERERS, Row
from tests.packs import pack

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.models import GateCondition
from conspectus.rooms.governance.queries import readiness_view_of
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions import adopt_version, import_method, publish_method
from conspectus.rooms.standards.models import Version

PLANNED = {"planned_on": "2030-01-01", "reviewers": [], "words": ""}
DECIDED = {"decision": "", "reason": "", "shown": ""}
API = {
    "GET /projects/{project_id}/gates": SCOPED,
    "GET /projects/{project_id}/readiness": SCOPED,
    "GET /projects/{project_id}/gate-reviews": SCOPED,
    "POST /projects/{project_id}/gate-reviews": Row(PLANNERS, READERS, body=PLANNED | {"gate": "g1"}),
    "GET /projects/{project_id}/evidence": SCOPED,
    "PUT /projects/{project_id}/evidence": Row(PLANNERS, READERS, body={"chosen": []}),
    "GET /gate-reviews": Row(),
    "GET /gate-decisions": Row(),
    "GET /gate-rates": Row(),
    "GET /gate-conditions": Row(),
    "GET /gate-reviews/{gate_review_id}": SCOPED,
    "PUT /gate-reviews/{gate_review_id}": Row(PLANNERS, READERS, body=PLANNED),
    "POST /gate-reviews/{gate_review_id}/withdrawal": Row(PLANNERS, READERS, body={"reason": ""}),
    "POST /gate-reviews/{gate_review_id}/held": Row(STEERERS, READERS, body={"held_on": "2149-01-01", "findings": ""}),
    "POST /gate-reviews/{gate_review_id}/decision": Row(APPROVERS, READERS, body=DECIDED),
    "POST /gate-conditions/{gate_condition_id}/met": Row(PLANNERS, READERS, body={"words": ""}),
    "POST /gate-conditions/{gate_condition_id}/judgement": Row(APPROVERS, READERS, body={"state": "", "words": ""}),
}
PAGES = {
    "gates": Row(),
    "gates-file": Row(),
    "gate-conditions": Row(),
    "gate-conditions-file": Row(),
    "gate-decisions": Row(),
    "gate-decisions-file": Row(),
    "project-gates": SCOPED,
    "plan-gate-review": Row(PLANNERS, READERS),
    "gate-evidence": Row(PLANNERS, READERS),
    "gate-review": SCOPED,
    "change-gate-review": Row(PLANNERS, READERS),
    "withdraw-gate-review": Row(PLANNERS, READERS),
    "hold-gate-review": Row(STEERERS, READERS),
    "decide-gate": Row(APPROVERS, READERS),
    "meet-gate-condition": Row(PLANNERS, READERS),
    "judge-gate-condition": Row(APPROVERS, READERS),
}
GATES = """decisions: [pass, pass_with_conditions, repeat, stop]}
  - {key: g2, name: In use, question: Is it used?, repeats: true, scale: three, decisions: [pass, repeat]}"""


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return a review of the cast's project that waits for a decision, and a condition of an earlier one."""
    return _made(cast.project, cast.alice, make.person("Rudi Reviewer"), "Sign it")


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return a review of the other world."""
    from tests.doors.another_world import CANARY

    project = Project.objects.get(pk=ids["project_id"])
    return _made(project, local_operator(), make.person("Rita Reviewer"), CANARY)


def _version() -> Version:
    found = Version.objects.filter(method__key="gated").first()
    if found is not None:
        return found
    by, at = make.user("Mabel", role="pmo_director"), now() - timedelta(days=1)
    # Words of a method stand in its own language; these are no messages of the pages.
    own = [(f"name: {name}", f"name: {name} of Gated") for name in ("Red", "Green", "Project manager", "Sponsor")]
    text = pack(("key: small\nname", "key: gated\nname"), ("decisions: [pass, stop]}", GATES), *own)
    draft = import_method(data=text, by=by, at=at)
    return publish_method(draft=draft, words="Gates as they are held here.", revision=draft.revision, by=by, at=at)


def _made(project: Project, by: User, reviewer: Person, words: str) -> dict[str, Any]:
    at, office = now(), local_operator()
    today = at.date()
    adopt_version(projects=[project], version=_version(), starts_on=today, by=office, at=at)
    found = []
    for gate in ("g1", "g2"):
        new = actions.PlannedGate(today, [actions.Reviewing(reviewer)], words)
        row = actions.plan_gate_review(project=project, gate=gate, new=new, by=by, at=at)
        held = actions.HeldGate(today, "red", words)
        row = actions.hold_gate_review(review=row, new=held, revision=row.revision, by=office, at=at)
        found.append(row)
    first, second = found
    condition = actions.NewCondition(words, reviewer, today + timedelta(days=9))
    shown = readiness_view_of(first, today).digest
    new = actions.DecidedGate("pass_with_conditions", words, shown, words, [condition])
    decider = make.user(f"Decider of {project.code or project.pk}", role="pmo_director")
    actions.decide_gate(review=first, new=new, revision=first.revision, by=decider, at=at)
    met = GateCondition.objects.get(review=first)
    return {"gate_review_id": second.pk, "gate_condition_id": met.pk}
