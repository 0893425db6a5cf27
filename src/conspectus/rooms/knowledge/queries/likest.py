"""Which published lessons are likest to a project, and why; a constant number of questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Sum

from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.bridge.likeness import Reason, Traits, common_words, likeness
from conspectus.rooms.knowledge.choices import LEAST_POINTS, MOST_OFFERED, LessonCategory, LessonState
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.money.models import Budget, BudgetLine
from conspectus.rooms.portfolio.choices import FieldRight, FieldSubject
from conspectus.rooms.portfolio.models import FieldValue, Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.risks.choices import Category, EntryKind, EntryState
from conspectus.rooms.risks.models import RegisterEntry

# What open risks and issues of a project come from that a category of lessons is about.
SOURCES: Mapping[str, frozenset[str]] = {
    LessonCategory.SCHEDULE.value: frozenset({Category.SCHEDULE.value}),
    LessonCategory.COST.value: frozenset({Category.COST.value}),
    LessonCategory.PEOPLE.value: frozenset({Category.PEOPLE.value}),
    LessonCategory.SUPPLIER.value: frozenset({Category.SUPPLIER.value}),
    LessonCategory.STAKEHOLDER.value: frozenset({Category.STAKEHOLDER.value}),
    LessonCategory.TECHNOLOGY.value: frozenset({Category.TECHNICAL.value}),
}
_TOLD = (EntryKind.THREAT, EntryKind.OPPORTUNITY, EntryKind.ISSUE)
MOST_LOOKED_AT = 5_000  # lessons, the newest


@dataclass(frozen=True, slots=True)
class Like:
    """A lesson that is like a project, with its points and their reasons."""

    lesson_id: int
    points: int
    reasons: tuple[Reason, ...]


def likest(by: User, project: Project, on: date, *, most: int = MOST_OFFERED) -> list[Like]:
    """Return the likest published lessons of other projects that the project was not offered yet."""
    lessons = Lesson.objects.filter(state=LessonState.PUBLISHED).exclude(project=project)
    lessons = lessons.exclude(offers__project=project).select_related("project__division", "project__programme")
    rows = list(lessons[:MOST_LOOKED_AT])
    if not rows:
        return []
    projects = {row.project_id: row.project for row in rows} | {project.pk: project}
    sizes = _sizes(projects) if sees_cost(by, project, on) else {}
    choices = _choices(projects, on)
    said = {row.pk: _words(row.title, row.happened, row.cause, row.advice) for row in rows}
    open_sources = _sources(project)
    common, own = common_words(said.values()), _words(project.name, project.summary)

    def traits(one: Project, words: frozenset[str], sources: frozenset[str]) -> Traits:
        return Traits(
            division=one.division.name if one.division else "",
            programme=one.programme.name if one.programme else "",
            budget_minor=sizes.get(one.pk, 0),
            currency=one.currency,
            choices=choices.get(one.pk, {}),
            words=words,
            sources=sources,
        )

    wanted = traits(project, own, open_sources)
    found = [
        Like(
            row.pk, *likeness(traits(row.project, said[row.pk], SOURCES.get(row.category, frozenset())), wanted, common)
        )
        for row in rows
    ]
    return sorted((one for one in found if one.points >= LEAST_POINTS), key=lambda one: -one.points)[:most]


def _sources(project: Project) -> frozenset[str]:
    """Return what the open risks and issues of a project come from."""
    rows = RegisterEntry.objects.filter(project=project, kind__in=_TOLD, state=EntryState.OPEN)
    return frozenset(rows.order_by().values_list("category", flat=True).distinct())


def _sizes(projects: Collection[int]) -> dict[int, int]:
    """Return the newest approved budget of projects, in minor units of each one's currency."""
    newest = Budget.objects.filter(project=OuterRef("project")).order_by("-number").values("pk")[:1]
    budgets = Budget.objects.filter(project__in=projects, pk=Subquery(newest)).values("pk")
    lines = BudgetLine.objects.filter(budget__in=budgets).order_by()
    return dict(lines.values_list("budget__project").annotate(total=Sum("amount_minor")))


def _choices(projects: Collection[int], on: date) -> dict[int, dict[str, str]]:
    """Return what fields with options that everybody sees hold of projects, by label."""
    values = FieldValue.objects.filter(
        field__subject_kind=FieldSubject.PROJECT, field__sees=FieldRight.EVERYBODY, subject_id__in=projects,
        valid_from__lte=on,
    ).order_by("valid_from", "pk")  # fmt: skip
    found: dict[int, dict[str, str]] = {}
    for subject, label, option in values.values_list("subject_id", "field__label", "option__label"):
        held = found.setdefault(subject, {})
        held.pop(label, None)
        if option:
            held[label] = option
    return found


def _words(*texts: str) -> frozenset[str]:
    cut = "".join(sign if sign.isalnum() else " " for text in texts for sign in (*text, " "))
    return frozenset(fold(cut).split())
