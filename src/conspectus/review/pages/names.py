"""Projects told apart: none without a name, no two of the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePath

from conspectus.review.result import ProjectReview, Review


def told_apart(review: Review) -> Review:
    """Return the review with a name of its own for every project: with its file where several share one."""
    named = [replace(p, name=p.name.strip() or _stem(p)) for p in review.projects]
    beside = [(p, twice and p.name != _stem(p)) for p, twice in _repeated(named)]
    named = [replace(p, name=f"{p.name} ({_stem(p)})") if needed else p for p, needed in beside]
    named = [replace(p, name=f"{p.name} {p.id}") if twice else p for p, twice in _repeated(named)]
    return replace(review, projects=tuple(named))


def _repeated(projects: list[ProjectReview]) -> list[tuple[ProjectReview, bool]]:
    found = Counter(project.name for project in projects)
    return [(project, found[project.name] > 1) for project in projects]


def _stem(project: ProjectReview) -> str:
    return PurePath(project.file).stem or project.id
