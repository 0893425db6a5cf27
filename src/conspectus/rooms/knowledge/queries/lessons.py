"""Lessons and their offers as they are read: published ones by everybody, others by who sees their project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.choices import LessonCategory, LessonState, OfferAnswer
from conspectus.rooms.knowledge.models import Lesson, LessonOffer
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.risks.choices import Category


@dataclass(frozen=True, slots=True)
class LessonFilter:
    """Which lessons; of a project, a category, a state, or with a text in them."""

    category: str = ""
    state: str = ""
    text: str = ""
    project: int | None = None


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson; its project is empty where the reader may not see that. Counts are of its offers."""

    lesson_id: int
    project_id: int | None
    project: str
    title: str
    happened: str
    cause: str
    advice: str
    category: str
    category_words: str
    went_well: bool
    stage: str
    state: str
    state_words: str
    entered_by: str
    entered_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    review_words: str
    standard: str
    standard_words: str
    offered: int
    opened: int
    applied: int
    dismissed: int
    revision: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """A lesson offered to a project, with the reasons in words and the answer."""

    offer_id: int
    lesson_id: int
    title: str
    advice: str
    points: int
    reasons: tuple[str, ...]
    offered_at: datetime
    opened_at: datetime | None
    answer: str
    answer_words: str
    words: str
    answered_by: str
    revision: int


def visible_lessons(by: User, on: date | None = None) -> QuerySet[Lesson]:
    """Return published lessons, and those of projects ``by`` sees whatever their state but withdrawn."""
    if not by.is_active:
        return Lesson.objects.none()
    seen = Q(state=LessonState.PUBLISHED) | Q(project__in=visible_projects(by, on).order_by().values("pk"))
    return Lesson.objects.filter(seen).exclude(state=LessonState.WITHDRAWN)


def find_lessons(by: User, wanted: LessonFilter, on: date) -> QuerySet[Lesson]:
    """Return visible lessons, the newest first; refuses unknown words. The project must be one ``by`` sees."""
    rows = visible_lessons(by, on)
    for name, known in (("category", LessonCategory.values), ("state", LessonState.values)):
        if (value := getattr(wanted, name)) and value not in known:
            raise Invalid(name, "There is no such choice.", name)
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.project is not None:
        rows = rows.filter(project__in=visible_projects(by, on).filter(pk=wanted.project).order_by().values("pk"))
    if wanted.text:
        text = wanted.text[:200]
        rows = rows.filter(Q(title__icontains=text) | Q(happened__icontains=text) | Q(advice__icontains=text))
    return rows.order_by("-entered_at", "-pk")


def lesson_views(by: User, rows: Iterable[Lesson], on: date) -> tuple[LessonView, ...]:
    """Return lessons with what came of their offers; three questions however many there are."""
    found = list(rows)
    people = Lesson.objects.select_related("project", "entered_by", "reviewed_by").in_bulk([row.pk for row in found])
    seen = set(visible_projects(by, on).filter(pk__in={row.project_id for row in found}).values_list("pk", flat=True))
    counts = Count("pk"), Count("opened_at")
    answered = [Count("pk", filter=Q(answer=one)) for one in (OfferAnswer.APPLIED, OfferAnswer.DISMISSED)]
    offers = LessonOffer.objects.filter(lesson__in=people).order_by().values("lesson")
    names = ("offered", "opened", "applied", "dismissed")
    told: list[Any] = list(offers.annotate(**dict(zip(names, (*counts, *answered), strict=True))))
    used: dict[int, dict[str, int]] = {one["lesson"]: one for one in told}
    return tuple(_view(people[row.pk], row.project_id in seen, used.get(row.pk, {})) for row in found)


def _view(row: Lesson, is_seen: bool, used: dict[str, int]) -> LessonView:
    return LessonView(
        lesson_id=row.pk,
        project_id=row.project_id if is_seen else None,
        project=str(row.project) if is_seen else "",
        title=row.title,
        happened=row.happened,
        cause=row.cause,
        advice=row.advice,
        category=row.category,
        category_words=row.get_category_display(),
        went_well=row.went_well,
        stage=row.stage,
        state=row.state,
        state_words=row.get_state_display(),
        entered_by=row.entered_by.name if is_seen else "",
        entered_at=row.entered_at,
        reviewed_by=row.reviewed_by.name if row.reviewed_by else "",
        reviewed_at=row.reviewed_at,
        review_words=row.review_words if is_seen else "",
        standard=row.standard,
        standard_words=row.standard_words,
        offered=used.get("offered", 0),
        opened=used.get("opened", 0),
        applied=used.get("applied", 0),
        dismissed=used.get("dismissed", 0),
        revision=row.revision,
    )


def get_lesson(by: User, lesson_id: object, on: date | None = None) -> Lesson:
    """Return one lesson that ``by`` may see."""
    row = visible_lessons(by, on).select_related("project").filter(pk=row_id(lesson_id)).first()
    if row is None:
        raise NotFound
    return row


def offers_of(project: Project) -> tuple[OfferView, ...]:
    """Return the lessons offered to a visible project, the likest first; withdrawn ones are left out."""
    rows = LessonOffer.objects.filter(project=project, lesson__state=LessonState.PUBLISHED)
    return tuple(map(offer_view, rows.select_related("lesson", "answered_by")))


def offer_view(row: LessonOffer) -> OfferView:
    """Return one offer with its reasons in words."""
    return OfferView(
        offer_id=row.pk,
        lesson_id=row.lesson_id,
        title=row.lesson.title,
        advice=row.lesson.advice,
        points=row.points,
        reasons=tuple(_said(row.reasons)),
        offered_at=row.offered_at,
        opened_at=row.opened_at,
        answer=row.answer,
        answer_words=row.get_answer_display(),
        words=row.words,
        answered_by=row.answered_by.name if row.answered_by else "",
        revision=row.revision,
    )


def _said(reasons: Sequence[Sequence[str]]) -> list[str]:
    told = {
        "division": _("same division: %(what)s"),
        "programme": _("same programme: %(what)s"),
        "size": _("a budget of like size"),
        "choice": _("same %(what)s"),
        "risk": _("open risks or issues of the same source: %(what)s"),
        "word": _("speaks of “%(what)s”"),
    }
    labels = dict(Category.choices)
    return [
        told[code] % {"what": labels.get(what, what) if code == "risk" else what}
        for code, what in reasons
        if code in told
    ]


def get_offer(by: User, offer_id: object, on: date | None = None) -> LessonOffer:
    """Return an offer to a project that ``by`` may see."""
    rows = LessonOffer.objects.select_related("lesson", "project", "answered_by")
    seen = visible_projects(by, on).order_by().values("pk")
    row = rows.filter(pk=row_id(offer_id), project__in=seen, lesson__state=LessonState.PUBLISHED).first()
    if row is None:
        raise NotFound
    return row


def projects_without_offers(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return those of some projects that were never offered a lesson, where there is one to offer."""
    offered = LessonOffer.objects.filter(project=OuterRef("pk"))
    others = Lesson.objects.filter(state=LessonState.PUBLISHED).exclude(project=OuterRef("pk"))
    return projects.filter(~Exists(offered), Exists(others))


def projects_without_lessons(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return those of some projects from which nobody wrote a lesson."""
    return projects.filter(~Exists(Lesson.objects.filter(project=OuterRef("pk")).exclude(state=LessonState.WITHDRAWN)))
