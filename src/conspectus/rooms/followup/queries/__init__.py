"""What is asked of comments and following; the caller has shown the subject to be visible. Actions: ``given``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.subjects import Reference, Subject
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import may_audit
from conspectus.rooms.files.queries import documents_owned
from conspectus.rooms.followup.models import Comment, Follow, Visit
from conspectus.rooms.followup.queries.given import actions_left
from conspectus.rooms.followup.rules import SAME_VISIT, may_change, may_comment, may_withdraw
from conspectus.rooms.portfolio.queries.owned import Owned


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text a comment had, and until when."""

    text: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as it is shown; one withdrawn tells its text to nobody but its author and the auditors."""

    comment_id: int
    author: str
    written_at: datetime
    text: str
    named: tuple[str, ...]
    changed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    earlier: tuple[Earlier, ...]
    changeable: bool
    withdrawable: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Thread:
    """What is said about a thing, oldest first, and whether its reader follows it."""

    subject: Subject
    comments: tuple[CommentView, ...]
    following: bool
    commenting: bool


def left_behind(person: int) -> tuple[list[Owned], int]:
    """Return the documents and open actions of somebody, and how many things they chose to follow."""
    held = [
        Owned("document", str(row.pk), row.title, f"owner of a document of {row.subject_kind} {row.subject_id}")
        for row in documents_owned(person)
    ]
    held += [Owned("action", str(row.pk), row.words, "owner of an action") for row in actions_left(person)]
    return held, Follow.objects.filter(person=person, is_on=True).count()


def thread(by: User, subject: Subject, *, owned: bool = False) -> Thread:
    """Return what is said about a subject; what is ``owned`` is followed unless that was ended."""
    rows = Comment.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    rows = rows.select_related("author", "withdrawn_by").prefetch_related("named", "earlier")
    comments = tuple(comment_view(by, row) for row in rows)
    return Thread(subject, comments, follows(by, subject, owned=owned), may_comment(by))


def comment_view(by: User, row: Comment) -> CommentView:
    """Return a comment on something ``by`` may see."""
    hidden = row.withdrawn_at is not None and row.author_id != by.person_id and not may_audit(by)
    standing = row.withdrawn_at is None
    return CommentView(
        comment_id=row.pk,
        author=row.author.name,
        written_at=row.written_at,
        text="" if hidden else row.text,
        named=() if hidden else tuple(sorted(one.name for one in row.named.all())),
        changed_at=row.changed_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        earlier=() if hidden else tuple(Earlier(one.text, one.until) for one in row.earlier.all()),
        changeable=standing and may_change(by, row),
        withdrawable=standing and may_withdraw(by, row),
        revision=row.revision,
    )


def stored_comment(comment_id: object) -> Comment:
    """Return a comment, whatever it is on: the caller checks that its subject may be seen."""
    row = Comment.objects.select_related("author").filter(pk=row_id(comment_id)).first()
    if row is None:
        raise NotFound
    return row


def follows(by: User, subject: Subject, *, owned: bool) -> bool:
    """Return whether ``by`` follows a subject; what is ``owned`` unless that was ended."""
    row = Follow.objects.filter(person=by.person_id, subject_kind=subject.kind, subject_id=subject.id).first()
    return owned if row is None else row.is_on


def chosen(by: User) -> dict[Reference, bool]:
    """Return what ``by`` chose to follow, and not to follow."""
    rows = Follow.objects.filter(person=by.person_id).values_list("subject_kind", "subject_id", "is_on")
    return {(kind, subject): is_on for kind, subject, is_on in rows}


def choices_about(references: Collection[Reference]) -> dict[Reference, dict[int, bool]]:
    """Return who chose to follow some things, and who not to, by thing and person."""
    wanted = Q(pk__in=())
    for kind in {kind for kind, _ in references}:
        wanted |= Q(subject_kind=kind, subject_id__in=[number for of, number in references if of == kind])
    found: dict[Reference, dict[int, bool]] = {}
    rows = Follow.objects.filter(wanted).values_list("subject_kind", "subject_id", "person", "is_on")
    for kind, number, person, is_on in rows:
        found.setdefault((kind, number), {})[person] = is_on
    return found


def comments_since(
    references: Iterable[Reference], projects: Collection[int], since: datetime, *, but: int
) -> QuerySet[Comment]:
    """Return the standing comments since an instant on subjects and on all that belongs to projects, newest first.

    What one person wrote is left out.
    """
    wanted = Q(project__in=projects)
    by_kind: dict[str, list[str]] = {}
    for kind, subject in references:
        by_kind.setdefault(kind, []).append(subject)
    for kind, ids in by_kind.items():
        wanted |= Q(subject_kind=kind, subject_id__in=ids)
    rows = Comment.objects.filter(wanted, written_at__gt=since, withdrawn_at=None).exclude(author=but)
    return rows.select_related("author").order_by("-written_at", "-pk")


def named_since(persons: Collection[int], since: datetime) -> QuerySet[Comment]:
    """Return the standing comments since an instant in which one of these people is named, newest first."""
    rows = Comment.objects.filter(named__in=persons, written_at__gt=since, withdrawn_at=None).distinct()
    return rows.select_related("author").order_by("-written_at", "-pk")


def looked_before(by: User, at: datetime) -> datetime | None:
    """Return when the visit of their home page began before the one ``by`` makes at an instant; None at the first."""
    row = Visit.objects.filter(person=by.person_id).first()
    if row is None:
        return None
    return row.last_at if at - row.last_at > SAME_VISIT else row.before_at
