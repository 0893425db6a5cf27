"""Projects adopt a version, move to a newer one on purpose, and do some things otherwise with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from conspectus.formats.methods import Policy
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.choices import TailoringKind
from conspectus.rooms.standards.models import Adoption, Tailoring, Version
from conspectus.rooms.standards.queries.dated import adoptions_at
from conspectus.rooms.standards.rules import require_above, require_may_follow

LARGEST = Decimal(10) ** 12


@deed("adopt_version", "let projects follow a version of a method", needs=Ability.STEER)
def adopt_version(
    *, projects: Sequence[Project], version: Version, starts_on: date, reason: str = "", by: User, at: datetime
) -> list[Adoption]:
    """Let projects follow a version from a day on, all or none; the compliance of earlier days stays as it was.

    Refuses a day before the project's present version began, and the version
    it follows already.
    """
    if not projects:
        raise Invalid("projects", "Choose at least one project.", "projects")
    for project in projects:
        require(by, "adopt_version", project, at.date())
    reason = clean_text(reason, "reason")
    with audited("adopt_version", by=by, at=at) as line:
        ids = sorted(project.pk for project in projects)
        list(Project.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        newest = {row.project_id: row for row in Adoption.objects.filter(project__in=ids).order_by("starts_on", "pk")}
        for project in projects:
            require_may_follow(project, newest.get(project.pk), version, starts_on)
        rows = [
            Adoption.objects.create(
                project=project,
                version=version,
                starts_on=starts_on,
                reason=reason,
                adopted_by=by.person,
                recorded_at=at,
            )
            for project in projects
        ]
        told = {"version": version.number, "method": version.method.key, "starts_on": starts_on, "reason": reason}
        line.about("project", ids[0], **told, projects=ids)
    return rows


@deed("tailor_clause", "tailored a clause for a project", needs=Ability.STEER)
def tailor_clause(
    *,
    project: Project,
    policy: str,
    kind: str,
    reason: str,
    starts_on: date,
    limits: Mapping[str, object] | None = None,
    by: User,
    at: datetime,
) -> Tailoring:
    """Let a clause not apply to a project, apply with other limits, or apply as written again, from a day on.

    Refuses a project without a method, a clause that is not in it, limits the
    clause does not have, and no reason. Decided from above the project.
    """
    require_above(by, "tailor_clause", project, at.date())
    adoption, found = clause_of(project, policy, at.date())
    if kind not in TailoringKind.values:
        raise Invalid("kind", "Say whether the clause is off, has other limits, or applies as written.", "kind")
    reason = clean_text(reason, "reason")
    if not reason:
        raise Invalid("reason", "Say why; the reason is shown beside the clause.", "reason")
    if starts_on < adoption.starts_on:
        raise Invalid(
            "starts_on", "The project follows this method since %(day)s.", "starts_on", day=adoption.starts_on
        )
    told = _limits(found, limits or {}) if kind == TailoringKind.LIMITS else {}
    with audited("tailor_clause", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        row = Tailoring.objects.create(
            project=project,
            method=adoption.version.method,
            policy=policy,
            kind=kind,
            limits=told,
            reason=reason,
            starts_on=starts_on,
            approved_by=by.person,
            recorded_at=at,
        )
        line.about("tailoring", row.pk, project=project.pk, policy=policy, does=kind, limits=told, reason=reason)
    return row


def clause_of(project: Project, policy: str, on: date) -> tuple[Adoption, Policy]:
    """Return what a project follows now, and a clause of it; refuses where there is none."""
    adoption = adoptions_at([project.pk], on, None).get(project.pk)
    if adoption is None:
        raise Conflict("no_method", "This project follows no method yet. Adopt one first.")
    found = method_of(adoption.version).policy(policy)
    if found is None:
        raise Invalid("policy", "Version %(number)s has no such clause.", "policy", number=adoption.version.number)
    return adoption, found


def _limits(policy: Policy, limits: Mapping[str, object]) -> dict[str, str]:
    own = policy.limits or {}
    if not limits or set(limits) - set(own):
        named = ", ".join(own) or "-"
        raise Invalid("limits", "Name limits the clause has: %(names)s.", "limits", names=named)
    found = {}
    for name, given in limits.items():
        try:
            number = Decimal(str(given).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > LARGEST:
            raise Invalid("limits", "%(name)s must be a number.", "limits", name=name)
        found[name] = str(number)
    return found
