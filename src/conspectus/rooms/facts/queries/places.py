"""What is measured of projects themselves: state, people, purpose, fields and contracts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.portfolio.actions import is_required
from conspectus.rooms.portfolio.bridge.typed import in_force as is_asked
from conspectus.rooms.portfolio.choices import ClaimState, ContractState, FieldKind, FieldSubject, State
from conspectus.rooms.portfolio.models import (
    Claim,
    Contract,
    Contribution,
    Project,
    ProjectRole,
    Share,
    Variation,
    WorkStream,
)
from conspectus.rooms.portfolio.queries.field_values import newest_values
from conspectus.rooms.portfolio.queries.fields import fields_of
from conspectus.rooms.portfolio.queries.life import states_on
from conspectus.rooms.portfolio.rules import in_force

Found = dict[int, dict[str, Measured]]


def project_facts(projects: Sequence[Project], on: date) -> Found:
    """Return what is measured of projects themselves, by project and name."""
    ids = [one.pk for one in projects]
    people, gone = _people(ids), _gone()
    streams = _by_project(WorkStream.objects.order_by(), ids, Count("pk"), Count("pk", filter=Q(lead=None)))
    led = Counter(
        Project.objects.filter(state=State.ACTIVE).exclude(manager=None).order_by().values_list("manager", flat=True)
    )
    stood = states_on(ids, on)
    return {
        one.pk: {
            "state": one.state,
            "state_since": stood[one.pk][1] if one.pk in stood else one.created_at.date(),
            "opened_on": one.created_at.date(),
            "portfolio": one.portfolio.name,
            "currency": one.currency,
            "summary_words": len(one.summary.split()),
            "in_programme": one.programme_id is not None,
            "division_named": one.division_id is not None,
            "manager_named": one.manager_id is not None,
            "sponsor_named": one.sponsor_id is not None,
            "manager_is_sponsor": Reason.NO_DATA
            if one.manager_id is None or one.sponsor_id is None
            else one.manager_id == one.sponsor_id,
            "manager_projects": Reason.NO_DATA if one.manager_id is None else led[one.manager_id],
            "team_size": len(people[one.pk]),
            "people_gone": len(gone & {*people[one.pk], one.manager_id, one.sponsor_id}),
            "streams": streams.get(one.pk, (0, 0))[0],
            "streams_without_lead": streams.get(one.pk, (0, 0))[1],
        }
        for one in projects
    }


def purpose_facts(projects: Sequence[Project], on: date) -> Found:
    """Return what is measured of objectives, shares and the organisation's fields."""
    ids = [one.pk for one in projects]
    retired = Q(objective__retired_on__lte=on)
    served = _by_project(
        Contribution.objects.filter(in_force(on)).order_by(),
        ids,
        Count("pk", filter=~retired),
        Sum("basis_points", filter=~retired),
        Count("pk", filter=retired),
    )
    shares: dict[tuple[int, str], int] = {
        (project, kind): points
        for project, kind, points in of_these(Share.objects.filter(in_force(on)).order_by(), ids)
        .values_list("project", "kind")
        .annotate(Sum("basis_points"))
    }
    asked = _fields(projects, on)
    found: Found = {}
    for one in projects:
        objectives, points, ended = served.get(one.pk, (0, 0, 0))
        required, empty = asked[one.pk]
        found[one.pk] = {
            "objectives_linked": objectives,
            "objectives_percent": (points or 0) / 100,
            "objectives_retired": ended,
            "division_shares_percent": _percent(shares.get((one.pk, "division"))),
            "programme_shares_percent": _percent(shares.get((one.pk, "programme"))),
            "fields_required": required,
            "fields_empty": empty,
        }
    return found


def contract_facts(projects: Sequence[Project], on: date) -> Found:
    """Return what is measured of the contracts that name projects."""
    ids = {one.pk for one in projects}
    through = of_these(Contract.projects.through.objects.filter(contract__state=ContractState.IN_FORCE), ids)
    rows = through.order_by("contract").values_list(
        "project_id", "contract_id", "contract__owner", "contract__ends_on", "contract__value_minor"
    )
    held: dict[int, list[Any]] = defaultdict(list)
    for project, *row in rows:
        held[project].append(row)
    varied = dict(
        Variation.objects.filter(contract__state=ContractState.IN_FORCE, agreed_on__lte=on)
        .order_by()
        .values_list("contract")
        .annotate(Sum("value_minor"))
    )
    claims: dict[int, list[date]] = defaultdict(list)
    raised = Claim.objects.filter(state=ClaimState.OPEN, raised_on__lte=on).exclude(contract__projects=None)
    for project, day in raised.order_by("raised_on").values_list("contract__projects", "raised_on"):
        claims[project].append(day)
    currencies = dict(Contract.objects.filter(state=ContractState.IN_FORCE).order_by().values_list("pk", "currency"))
    found: Found = {}
    for one in projects:
        mine = held[one.pk]
        one_currency = len({currencies.get(contract) for contract, *_ in mine}) == 1
        signed = sum(value for *_, value in mine)
        found[one.pk] = {
            "contracts_in_force": len(mine),
            "contracts_without_owner": sum(owner is None for _, owner, _, _ in mine),
            "contracts_without_end": sum(ends is None for _, _, ends, _ in mine),
            "contract_ends": tuple(sorted(ends for _, _, ends, _ in mine if ends is not None)),
            "contract_growth_percent": 100 * sum(varied.get(contract, 0) for contract, *_ in mine) / signed
            if one_currency and signed
            else Reason.NO_DATA,
            "claims_open": tuple(claims[one.pk]),
        }
    return found


def _people(ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for project, person in of_these(ProjectRole.objects.order_by(), ids).values_list("project", "person"):
        found[project].add(person)
    return found


def _gone() -> frozenset[int]:
    """Return the people whose account may no longer sign in."""
    return frozenset(User.objects.filter(is_active=False).values_list("person", flat=True))


def _fields(projects: Sequence[Project], on: date) -> dict[int, tuple[int, int]]:
    """Return how many fields are asked of each project, and how many of them are empty."""
    fields = [row for row in fields_of(FieldSubject.PROJECT) if row.kind != FieldKind.FORMULA and is_asked(row, on)]
    held = newest_values([one.pk for one in projects], on, fields) if fields else {}
    found = {}
    for one in projects:
        required = [row for row in fields if is_required(row, one.state)]
        mine = held.get(one.pk, {})
        found[one.pk] = len(required), sum(row.pk not in mine or mine[row.pk].is_empty for row in required)
    return found


def _by_project(rows: Any, ids: Sequence[int], *sums: Any) -> dict[int, tuple[Any, ...]]:
    named = {f"sum{place}": one for place, one in enumerate(sums)}
    told: Iterable[Any] = of_these(rows, ids).values_list("project").annotate(**named)
    return {project: tuple(found) for project, *found in told}


def _percent(points: int | None) -> Measured:
    return Reason.NOT_APPLICABLE if points is None else points / 100
