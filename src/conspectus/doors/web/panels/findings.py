"""Findings beside the tasks they are about: words by task for the chart, links to tasks for the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from conspectus.engine.findings import Finding
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries import CheckView, RevisionView, task_names

FIRST = 6  # tasks of a finding that are named; the rest are counted
MOST = 200  # tasks of a check that are listed
Tasks = tuple[tuple[str, str], ...]  # name, link to its row in the chart


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding with the first of its tasks by name, and how many more there are."""

    finding: Finding
    tasks: Tasks = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A quality check with its tasks by name."""

    check: CheckView
    tasks: Tasks = ()
    more: int = 0


def by_task(findings: Iterable[Finding]) -> Mapping[str, tuple[str, ...]]:
    """Return what findings say of each task, by its uid."""
    said: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        for uid in dict.fromkeys(finding.tasks):
            said[uid].append(finding.words)
    return {uid: tuple(words) for uid, words in said.items()}


def with_tasks(project: Project, revision: RevisionView, findings: Sequence[Finding]) -> list[Noticed]:
    """Return the findings with the tasks they are about, as far as the revision holds them."""
    names = task_names(project, revision.number, {uid for one in findings for uid in one.tasks})
    base = task_base(project, revision)
    return [Noticed(one, *_named(one.tasks, names, FIRST, base)) for one in findings]


def checks_with_tasks(project: Project, revision: RevisionView, checks: Sequence[CheckView]) -> list[Checked]:
    """Return the quality checks with the tasks that stand out in each."""
    names = task_names(project, revision.number, {uid for one in checks for uid in one.tasks})
    base = task_base(project, revision)
    return [Checked(one, *_named(one.tasks, names, MOST, base)) for one in checks]


def task_base(project: Project, revision: RevisionView) -> str:
    """Return the address of the chart of a revision; ``at`` and a uid behind it point at one task."""
    path = reverse("project", args=[project.pk])
    return path if revision.is_current else f"{path}?revision={revision.number}"


def task_href(base: str, uid: str) -> str:
    """Return the link to a task's row in the chart."""
    return f"{base}{'&' if '?' in base else '?'}{urlencode({'at': uid})}#at"


def _named(uids: Sequence[str], names: Mapping[str, str], most: int, base: str) -> tuple[Tasks, int]:
    known = [uid for uid in dict.fromkeys(uids) if uid in names]
    linked = tuple((names[uid] or gettext("(no name)"), task_href(base, uid)) for uid in known[:most])
    return linked, max(len(known) - most, 0)
