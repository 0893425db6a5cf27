"""Lessons of projects like it offered to a project, opened, applied or put aside."""

from __future__ import annotations

from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.choices import OfferAnswer
from conspectus.rooms.knowledge.models import LessonOffer
from conspectus.rooms.knowledge.queries.likest import likest
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require


@deed("offer_lessons", "looked for lessons of like projects", needs=Ability.CONTRIBUTE)
def offer_lessons(*, project: Project, by: User, at: datetime) -> list[LessonOffer]:
    """Offer a project the published lessons of projects like it that it was not offered yet; none is no line."""
    require(by, "offer_lessons", project, at.date())
    found = likest(by, project, at.date())
    with audited("offer_lessons", by=by, at=at) as line:
        one_at_a_time("lesson offers")
        there = set(LessonOffer.objects.filter(project=project).values_list("lesson", flat=True))
        rows = LessonOffer.objects.bulk_create(
            LessonOffer(
                lesson_id=one.lesson_id,
                project=project,
                points=one.points,
                reasons=[list(reason) for reason in one.reasons],
                offered_by=by.person,
                offered_at=at,
            )
            for one in found
            if one.lesson_id not in there
        )
        if not rows:
            line.nothing_changed()
            return []
        line.about("lessons", project.pk, project=project.pk, offered=[row.lesson_id for row in rows])
    return rows


@deed("open_offer", "opened an offered lesson", needs=Ability.CONTRIBUTE)
def open_offer(*, offer: LessonOffer, by: User, at: datetime) -> LessonOffer:
    """Note that somebody of the project read an offered lesson; the first time counts."""
    require(by, "open_offer", offer.project, at.date())
    with audited("open_offer", by=by, at=at) as line:
        row = LessonOffer.objects.select_for_update().get(pk=offer.pk)
        if row.opened_at is not None:
            line.nothing_changed()
            return row
        row.opened_at = at
        row.save()
        line.about("lessonoffer", row.pk, project=row.project_id, lesson=row.lesson_id)
    return row


@deed("answer_offer", "answered an offered lesson", needs=Ability.CONTRIBUTE)
def answer_offer(*, offer: LessonOffer, answer: str, words: str, revision: int, by: User, at: datetime) -> LessonOffer:
    """Apply an offered lesson or put it aside, with what is done or why not; an answer may be given anew."""
    require(by, "answer_offer", offer.project, at.date())
    if answer not in (OfferAnswer.APPLIED, OfferAnswer.DISMISSED):
        raise Invalid("answer", "Say whether the lesson is applied or put aside.", "answer")
    said = clean_text(words, "words", most=2000, required=True)
    with audited("answer_offer", by=by, at=at) as line:
        row = lock_row(offer, revision)
        if (row.answer, row.words) == (answer, said):
            raise Conflict("same", "This is the answer it has.")
        row.answer, row.words, row.answered_by, row.answered_at = answer, said, by.person, at
        row.opened_at = row.opened_at or at
        row.save()
        line.about("lessonoffer", row.pk, project=row.project_id, lesson=row.lesson_id, answer=answer, words=said)
    return row
