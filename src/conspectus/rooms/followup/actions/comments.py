"""Comments written, changed and withdrawn; things followed and no longer followed; visits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, NotAllowed
from conspectus.kit.subjects import Subject
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.followup.models import Comment, EarlierText, Follow, Visit
from conspectus.rooms.followup.rules import SAME_VISIT, may_change, may_withdraw, require_may_comment


@deed("add_comment", "commented")
def add_comment(*, subject: Subject, text: str, named: Iterable[Person], by: User, at: datetime) -> Comment:
    """Say something about a subject ``by`` may see, naming people who may see it too; its author follows it."""
    require_may_comment(by)
    text = clean_text(text, "text", required=True)
    with audited("add_comment", by=by, at=at) as line:
        row = Comment.objects.create(
            subject_kind=subject.kind,
            subject_id=subject.id,
            project_id=subject.project_id,
            author=by.person,
            written_at=at,
            text=text,
        )
        row.named.set(named)
        where = {"person": by.person, "subject_kind": subject.kind, "subject_id": subject.id}
        Follow.objects.get_or_create(**where, defaults={"changed_at": at})
        line.about("comment", row.pk, subject=subject.reference)
    return row


@deed("change_comment", "changed a comment")
def change_comment(
    *, comment: Comment, text: str, named: Iterable[Person], revision: int, by: User, at: datetime
) -> Comment:
    """Change what one said; the text before stays to be read."""
    require_may_comment(by)
    if not may_change(by, comment):
        raise NotAllowed("Only who wrote a comment may change it.")
    text = clean_text(text, "text", required=True)
    with audited("change_comment", by=by, at=at) as line:
        row = _standing(comment, revision)
        if row.text == text:
            line.nothing_changed()
            return comment
        EarlierText.objects.create(comment=row, text=row.text, until=at)
        row.text, row.changed_at = text, at
        row.save()
        row.named.set(named)
        line.about("comment", row.pk, subject=(row.subject_kind, row.subject_id))
    return row


@deed("withdraw_comment", "withdrew a comment")
def withdraw_comment(*, comment: Comment, revision: int, by: User, at: datetime) -> Comment:
    """Take back what was said; that it was said stays, its text to its author and the auditors."""
    refuse_reading_only(by)
    if not may_withdraw(by, comment):
        raise NotAllowed("Only who wrote a comment, or an administrator, may withdraw it.")
    with audited("withdraw_comment", by=by, at=at) as line:
        row = _standing(comment, revision)
        row.withdrawn_at, row.withdrawn_by = at, by.person
        row.save()
        line.about("comment", row.pk, subject=(row.subject_kind, row.subject_id))
    return row


@deed("follow_subject", "followed something")
def follow_subject(*, subject: Subject, by: User, at: datetime) -> None:
    """Follow a subject ``by`` may see: what changes about it stands on the home page."""
    _choose("follow_subject", subject, is_on=True, by=by, at=at)


@deed("unfollow_subject", "no longer followed something")
def unfollow_subject(*, subject: Subject, by: User, at: datetime) -> None:
    """Follow a subject no more, also one that is ``by``'s own."""
    _choose("unfollow_subject", subject, is_on=False, by=by, at=at)


def visit_home(*, by: User, at: datetime) -> None:
    """Note that ``by`` looks at their home page; what is new to them is new since the visit before."""
    row, made = Visit.objects.get_or_create(person=by.person, defaults={"last_at": at})
    if not made and at - row.last_at > SAME_VISIT:
        Visit.objects.filter(pk=row.pk, last_at=row.last_at).update(before_at=row.last_at, last_at=at)


def _choose(name: str, subject: Subject, *, is_on: bool, by: User, at: datetime) -> None:
    refuse_reading_only(by)
    with audited(name, by=by, at=at) as line:
        where: dict[str, Any] = {"person": by.person, "subject_kind": subject.kind, "subject_id": subject.id}
        there = Follow.objects.filter(**where).first()
        if there is not None and there.is_on == is_on:
            line.nothing_changed()
            return
        Follow.objects.update_or_create(**where, defaults={"is_on": is_on, "changed_at": at})
        line.about(subject.kind, subject.id)


def _standing(comment: Comment, revision: int) -> Comment:
    """Return the comment locked for a change; refuses one that was withdrawn."""
    row = lock_row(comment, revision)
    if row.withdrawn_at is not None:
        raise Conflict("withdrawn", "This comment was withdrawn; it changes no more.")
    return row
