"""The findings of a review by project, the gravest group first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext

from conspectus.engine.findings import Severity
from conspectus.review.result import Noticed

from ..words import several

GRAVEST = (Severity.REFUSED, Severity.ERROR, Severity.WARNING, Severity.NOTE)
GRAVE = (Severity.REFUSED, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one project, or of a file that held none."""

    ident: str
    file: str
    title: str
    counted: str
    items: tuple[Noticed, ...]

    @property
    def is_grave(self) -> bool:
        """Whether it is shown opened."""
        return self.items[0].finding.severity in GRAVE


def ident_of(file: str, project: str) -> str:
    """Return the anchor of a group."""
    return f"findings-{slugify(f'{project} {file}', allow_unicode=True)}"


def grouped(findings: Iterable[Noticed], names: Mapping[str, str]) -> list[Group]:
    """Return the findings by project, in each the gravest first; ``names`` are the projects' by their ids."""
    by_project: dict[tuple[str, str], list[Noticed]] = {}
    for item in findings:
        by_project.setdefault((item.file, item.project), []).append(item)
    groups = [
        _group(file, ident_of(file, project), names.get(project, "") or project or file, items)
        for (file, project), items in by_project.items()
    ]
    return sorted(groups, key=lambda group: _weight(group.items[0]))


def _group(file: str, ident: str, title: str, items: list[Noticed]) -> Group:
    ranked = sorted(items, key=_weight)
    counts = Counter(item.finding.severity for item in ranked)
    counted = ", ".join(several(counts[one], one.value) for one in GRAVEST[1:] if counts[one])
    refused = gettext("refused") if counts[Severity.REFUSED] else ""
    said = ", ".join(part for part in (refused, counted) if part)
    return Group(ident, file, title, said, tuple(ranked))


def _weight(item: Noticed) -> int:
    return GRAVEST.index(item.finding.severity)
