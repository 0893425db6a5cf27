"""Many projects moved to a version: who may be, what each follows now, and what it would come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from conspectus.kit.errors import Refusal
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.rules import projects_with, require
from conspectus.rooms.standards.bridge.differences import Difference
from conspectus.rooms.standards.models import Adoption, Version
from conspectus.rooms.standards.queries.compliance import Counts, compliance_at, compliance_if
from conspectus.rooms.standards.queries.dated import adoptions_at
from conspectus.rooms.standards.queries.methods import compare_versions, get_version, news_of
from conspectus.rooms.standards.rules import require_may_follow


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that may be moved to a version, with what it follows now."""

    project_id: int
    code: str
    name: str
    before: str  # empty: no method
    since: date | None


@dataclass(frozen=True, slots=True)
class AdoptionLine:
    """What adopting a version would do to a project: its clauses of today before and after, or why it is refused."""

    project_id: int
    code: str
    name: str
    before: str
    counts: Counts
    after: Counts
    refusal: str


def candidates(by: User, version: Version, wanted: ProjectFilter, on: date) -> QuerySet[Project]:
    """Return the projects that go on, that ``by`` steers, and that do not follow a version yet."""
    rows = find_projects(by, wanted, on=on).exclude(state__in=ENDED)
    steered = projects_with(by, Ability.STEER, on)
    rows = rows if steered is None else rows.filter(steered)
    following = [pk for pk, one in adoptions_at(rows.values_list("pk", flat=True), on, None).items()
                 if one.version_id == version.pk]  # fmt: skip
    return rows.exclude(pk__in=following).order_by("code", "pk")


def candidate_rows(projects: Sequence[Project], on: date) -> list[Candidate]:
    """Return projects with what they follow."""
    held = adoptions_at([one.pk for one in projects], on, None)
    return [
        Candidate(one.pk, one.code, one.name, str(held[one.pk].version), held[one.pk].starts_on)
        if one.pk in held
        else Candidate(one.pk, one.code, one.name, "", None)
        for one in projects
    ]


def adoption_preview(
    by: User, projects: Sequence[Project], version: Version, starts_on: date, on: date
) -> tuple[AdoptionLine, ...]:
    """Return what adopting a version would do to each visible project, as its facts stand today."""
    ids = [one.pk for one in projects]
    rows = of_these(Adoption.objects.select_related("version").defer("version__text"), ids).order_by("starts_on", "pk")
    newest = {row.project_id: row for row in rows}
    now, then = compliance_at(ids, on, known_by=None), compliance_if(ids, version, on)
    return tuple(
        AdoptionLine(
            one.pk,
            one.code,
            one.name,
            str(newest[one.pk].version) if one.pk in newest else "",
            now[one.pk].counts if one.pk in now else Counts(),
            then[one.pk].counts,
            _refusal(by, one, newest.get(one.pk), version, starts_on, on),
        )
        for one in projects
    )


def _refusal(by: User, project: Project, last: Adoption | None, version: Version, starts_on: date, on: date) -> str:
    try:
        require(by, "adopt_version", project, on)
        require_may_follow(project, last, version, starts_on)
    except Refusal as refusal:
        return refusal.words
    return ""


def news_for(project_ids: Sequence[int], version: Version, on: date) -> list[Version]:
    """Return the versions whose news is read where projects move to one, back to the oldest of it they follow."""
    followed = (one.version for one in adoptions_at(project_ids, on, None).values())
    held = [one for one in followed if one.method_id == version.method_id and one.pk < version.pk]
    return news_of(min(held, key=lambda one: one.pk, default=None), version)


def differences_for(projects: Sequence[Project], version: Version, on: date) -> list[tuple[Version, int, Difference]]:
    """Return what a version says otherwise than each other version of its method that projects follow, and how many."""
    counts: dict[int, int] = {}
    for one in adoptions_at([one.pk for one in projects], on, None).values():
        if one.version.method_id == version.method_id and one.version_id != version.pk:
            counts[one.version_id] = counts.get(one.version_id, 0) + 1
    found = [(get_version(pk), count) for pk, count in sorted(counts.items())]
    return [(before, count, compare_versions(before, version)) for before, count in found]
