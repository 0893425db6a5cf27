"""How the demo's projects keep to their methods: adopted, tailored, waived; one waiver has run out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from conspectus.journeys.demo.enterprise import ANALYST
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions import (
    adopt_version,
    decide_waiver,
    load_shipped_methods,
    request_waiver,
    set_method_rule,
    tailor_clause,
)
from conspectus.rooms.standards.choices import Standing, TailoringKind
from conspectus.rooms.standards.models import Method
from conspectus.rooms.standards.queries import compliance_at, newest_versions

FOLLOWS = ("investment", "hybrid", "light")  # by turns of the seed table: half, a third, the rest
TURNS = (0, 0, 1, 0, 1, 2)
WHY = "As the tier of the project asks."
RULED = "One way for what we begin anew; whoever needs another adopts it with a reason."
RULED_OTHERWISE = "What is built here is paid for over years and passes every gate."
UNDECIDED = "The data come from a partner who reports each quarter; asked for until the next report."
REASONS = (
    ("The tool of the supplier cannot give this before the next release.", 45),
    ("The site was taken over with this open; it is put right with the next baseline.", 300),
)


def follow_methods(organisation: Organisation, at: datetime) -> None:
    """Publish what ships and let each project follow one; nothing is asked of the first weeks."""
    load_shipped_methods(by=local_operator(), at=at)
    versions = {one.method.key: one for one in newest_versions()}
    usual = next(iter(versions.values()))
    chosen: dict[int, list[Project]] = {}
    for number, project in enumerate(organisation.projects):
        version = versions.get(FOLLOWS[TURNS[number % len(TURNS)]], usual)
        chosen.setdefault(version.pk, []).append(project)
    for version in versions.values():
        if projects := chosen.get(version.pk):
            by = organisation.director
            adopt_version(projects=projects, version=version, starts_on=at.date(), reason=WHY, by=by, at=at)
    _rule_new_projects(organisation, {key: one.method for key, one in versions.items()}, at)


def _rule_new_projects(organisation: Organisation, methods: Mapping[str, Method], at: datetime) -> None:
    """Say what projects opened from now on follow: one method for all, another in the first programme."""
    told: dict[str, Any] = {"revision": 0, "by": organisation.director, "at": at}
    set_method_rule(place=organisation.portfolio, method=methods["hybrid"], reason=RULED, **told)
    first = next(iter(organisation.programmes.values()))
    set_method_rule(place=first, method=methods["investment"], reason=RULED_OTHERWISE, **told)


def waive_some(organisation: Organisation, at: datetime) -> None:
    """Waive what some projects cannot keep to, one for weeks and one for most of a year, and tailor a clause off."""
    failing = [(project, keys) for project in organisation.projects if (keys := _failing(project, at))]
    for (project, keys), (reason, days) in zip(failing, REASONS, strict=False):
        told = {"starts_on": at.date(), "ends_on": at.date() + timedelta(days=days)}
        by = _asks(organisation, project)
        waiver = request_waiver(project=project, policy=keys[0], reason=reason, **told, by=by, at=at)
        decide_waiver(waiver=waiver, granted=True, words="Agreed until then.", by=organisation.director, at=at)
    for project, keys in failing[len(REASONS) : len(REASONS) + 1]:
        tailor_clause(
            project=project,
            policy=keys[0],
            kind=TailoringKind.OFF,
            reason="The works are let as a whole; the contractor keeps this.",
            starts_on=at.date(),
            by=organisation.director,
            at=at,
        )


def ask_for_more(organisation: Organisation, at: datetime) -> None:
    """Ask for a waiver that the office has still to decide on."""
    for project in organisation.projects[::-1]:
        if keys := _failing(project, at):
            told = {"starts_on": at.date(), "ends_on": at.date() + timedelta(days=60)}
            by = _asks(organisation, project)
            request_waiver(project=project, policy=keys[-1], reason=UNDECIDED, **told, by=by, at=at)
            return


def _failing(project: Project, at: datetime) -> list[str]:
    """Return the clauses a project does not satisfy."""
    stood = compliance_at([project.pk], at.date(), known_by=None).get(project.pk)
    return [one.policy.key for one in stood.clauses if one.standing == Standing.FAILED] if stood else []


def _asks(organisation: Organisation, project: Project) -> User:
    """Return who asks: the project's manager, else the office's analyst."""
    return organisation.people[project.manager.name if project.manager else ANALYST]
