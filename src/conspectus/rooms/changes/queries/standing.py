"""How the changes of projects stood on a day, for what judges the scope and tells policies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.many import of_these
from conspectus.rooms.changes.choices import COUNTED, ChangeState
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.schedule.models import Baseline, PlanSummary


@dataclass(frozen=True, slots=True)
class ChangeStanding:
    """Submitted changes of a project on a day: ``net_minor`` of approved plus pending ones, ``base`` their measure.

    ``base`` is the cost of the first approved baseline, else of the newest plan's own, in the project's currency.
    """

    registered: int = 0
    pending: int = 0
    approved: int = 0  # implemented ones too
    rejected: int = 0
    net_minor: int = 0
    base: Measure | None = None


def change_standings(
    projects: Collection[int], on: date, *, bases: Mapping[int, Measure] | None = None
) -> dict[int, ChangeStanding]:
    """Return how the changes of projects stood at the end of a day; those without any submitted are left out.

    ``bases`` are what they are measured by, where the caller knows.
    """
    wanted = set(projects)
    rows = ChangeRequest.objects.filter(submitted_at__date__lte=on)
    asked = ("project", "cost_minor", "state", "withdrawn_at", "decision__decided_at", "decision__state")
    found: dict[int, ChangeStanding] = {}
    for project, cost, _, withdrawn, decided, decision in of_these(rows, projects).values_list(*asked):
        if project not in wanted:
            continue
        state = _state_on(on, withdrawn and withdrawn.date(), decided and decided.date(), decision)
        before = found.get(project, ChangeStanding())
        found[project] = ChangeStanding(
            before.registered + 1,
            before.pending + (state == ChangeState.SUBMITTED),
            before.approved + (state == ChangeState.APPROVED),
            before.rejected + (state == ChangeState.REJECTED),
            before.net_minor + ((cost or 0) if state in COUNTED else 0),
        )
    bases = change_bases(found, on) if bases is None else bases
    return {pk: _with_base(one, bases.get(pk)) for pk, one in found.items()}


def _state_on(on: date, withdrawn: date | None, decided: date | None, decision: str | None) -> str:
    if withdrawn is not None and withdrawn <= on:
        return ChangeState.WITHDRAWN
    return decision or "" if decided is not None and decided <= on else ChangeState.SUBMITTED


def _with_base(one: ChangeStanding, base: Measure | None) -> ChangeStanding:
    there = base if base is not None else missing(Reason.NO_BASELINE)
    return ChangeStanding(one.registered, one.pending, one.approved, one.rejected, one.net_minor, there)


def change_bases(projects: Collection[int], on: date) -> dict[int, Measure]:
    """Return what the changes of projects are measured by; another currency than the project's has no rate here."""
    asked = ("project", "bac_minor", "project__currency")
    plans = of_these(PlanSummary.objects.filter(is_current=True), projects)
    found = {}
    for project, bac, own, currency in plans.values_list(*asked, "currency"):
        if bac is not None:
            found[project] = value(bac) if currency in ("", own) else missing(Reason.NO_RATE)
    firsts = of_these(Baseline.objects.filter(number=1, approved_at__date__lte=on), projects)
    for project, bac, own, currency in firsts.values_list(*asked, "revision__summary__currency"):
        if bac is not None:
            found[project] = value(bac) if currency in ("", None, own) else missing(Reason.NO_RATE)
    return found
