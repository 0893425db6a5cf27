"""Two files compared, as the contract of `plan compare` has it: project by project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conspectus.engine.compare import Comparison, compare
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.network import CycleError, Schedule, schedule
from conspectus.engine.plan import Plan
from conspectus.formats.schedules import Reading
from conspectus.review.contract import measure_row, minor_row
from conspectus.review.show import finding_row


def compare_readings(old: Reading, new: Reading) -> dict[str, Any]:
    """Return ``{"projects": [...], "findings": [...]}``: what changed in each project that both files hold."""
    findings = [finding_row(item, reading.name) for reading in (old, new) for item in reading.findings]
    projects = []
    for before, after in pairs(old.plans, new.plans):
        schedules = []
        for plan, reading in ((before, old), (after, new)):
            computed, noticed = _scheduled(plan)
            schedules.append(computed)
            findings += [finding_row(item, reading.name, plan.uid) for item in noticed]
        if all(schedules):
            projects.append(comparison_dict(compare(before, after, *schedules), after))
    findings += [finding_row(item, new.name) for item in _alone(old, new)]
    return {"projects": projects, "findings": findings}


def comparison_dict(found: Comparison, plan: Plan) -> dict[str, Any]:
    """Return a comparison as the contract writes it."""
    told = found.to_dict()
    return {
        "id": plan.uid,
        "name": plan.name,
        "words": found.words,
        "finish_before": told["finish_before"],
        "finish_after": told["finish_after"],
        "finish_moved_days": measure_row(found.finish_moved),
        "currency": plan.currency or None,
        "cost_before_minor": minor_row(found.cost_before),
        "cost_after_minor": minor_row(found.cost_after),
        "counts": told["counts"],
        "causes": told["causes"],
        "changes": told["changes"],
    }


def pairs(old: tuple[Plan, ...], new: tuple[Plan, ...]) -> Iterator[tuple[Plan, Plan]]:
    """Pair projects by id; where both files hold one, it is the same project under whatever id."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    earlier = {plan.uid: plan for plan in old}
    for plan in new:
        if plan.uid in earlier:
            yield earlier[plan.uid], plan


def _alone(old: Reading, new: Reading) -> Iterator[Finding]:
    if not old.plans or not new.plans or len(old.plans) == len(new.plans) == 1:
        return
    before, after = ({plan.uid: plan.name for plan in reading.plans} for reading in (old, new))
    for uid in before.keys() - after.keys():
        yield _only(uid, before[uid], f"is only in the earlier file {old.name}")
    for uid in after.keys() - before.keys():
        yield _only(uid, after[uid], f"is only in the later file {new.name}")


def _only(uid: str, name: str, where: str) -> Finding:
    return Finding(Severity.WARNING, "PROJECT_IN_ONE_FILE", uid, f"The project {name} {where}; it was not compared.")


def _scheduled(plan: Plan) -> tuple[Schedule | None, tuple[Finding, ...]]:
    try:
        computed = schedule(plan)
    except CycleError as refusal:
        return None, (refusal.finding,)
    return computed, ()
