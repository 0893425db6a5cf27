"""Comments on things of any kind, and what one follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.shapes import Page
from conspectus.journeys.comment import get_comment, rewrite_comment, write_comment
from conspectus.journeys.following import followed, owns
from conspectus.journeys.subjects import find_subject
from conspectus.kit.subjects import Subject
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import follow_subject, unfollow_subject, withdraw_comment
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.followup.queries import CommentView, Thread, comment_view, thread

router = Router(tags=["comments"])


class CommentIn(Body):
    """What to say; a name or an e-mail after an @ names somebody who may see the thing."""

    text: str


class CommentOut(Schema):
    """A comment as it is kept; ``unknown`` are names after an @ that mean nobody who may see the thing, or several."""

    comment: CommentView
    unknown: tuple[str, ...] = ()


class FollowingIn(Body):
    """Whether to follow the thing."""

    following: bool


class FollowingOut(Schema):
    """Whether one follows a thing."""

    following: bool


class ThreadOut(Schema):
    """What is said about a thing, oldest first; ``following`` and ``commenting`` are about who asks."""

    subject: Subject
    following: bool
    commenting: bool
    comments: tuple[CommentView, ...]


@router.get("/following", response={200: Page[Subject]}, summary="What you follow")
def list_following(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[Subject]:
    """Return what you follow and may see: what you chose, and what is yours unless you chose not to."""
    known_only(request, "cursor", "limit")
    rows, following = page(followed(asker(request), now().date()), cursor, limit, "address")
    return Page(items=rows, next=following)


@router.get(
    "/subjects/{subject_kind}/{path:subject_id}/comments",
    response={200: ThreadOut},
    summary="What is said about a thing",
)
def list_comments(request: HttpRequest, subject_kind: str, subject_id: str) -> Thread:
    """Return the comments on a thing: project, programme, portfolio, division, milestone, contract, party, and so on.

    The id of a milestone is its project's number, a hyphen and the task's uid.
    """
    known_only(request)
    by = asker(request)
    return _thread(by, find_subject(by, subject_kind, subject_id, now().date()))


@router.post(
    "/subjects/{subject_kind}/{path:subject_id}/comments",
    response={201: CommentOut},
    summary="Say something",
)
def post_comment(request: HttpRequest, subject_kind: str, subject_id: str, body: CommentIn) -> Status[CommentOut]:
    """Comment on a thing you may see; you follow it from then on."""
    by, at = asker(request), now()
    subject = find_subject(by, subject_kind, subject_id, at.date())
    said = write_comment(subject=subject, text=body.text, by=by, at=at)
    return Status(201, CommentOut(comment=comment_view(by, said.comment), unknown=said.unknown))


@router.put(
    "/subjects/{subject_kind}/{path:subject_id}/following",
    response={200: FollowingOut},
    summary="Follow it or not",
)
def put_following(request: HttpRequest, subject_kind: str, subject_id: str, body: FollowingIn) -> FollowingOut:
    """Follow a thing, or no more."""
    by, at = asker(request), now()
    subject = find_subject(by, subject_kind, subject_id, at.date())
    if body.following:
        follow_subject(subject=subject, by=by, at=at)
    else:
        unfollow_subject(subject=subject, by=by, at=at)
    return FollowingOut(following=body.following)


@router.get("/comments/{comment_id}", response={200: CommentView}, summary="One comment")
def one_comment(request: HttpRequest, response: HttpResponse, comment_id: str) -> CommentView:
    """Return one comment with its earlier texts."""
    by = asker(request)
    row, _ = get_comment(by, comment_id, now().date())
    return _tagged(response, by, row)


@router.patch("/comments/{comment_id}", response={200: CommentOut}, summary="Change it")
def patch_comment(request: HttpRequest, response: HttpResponse, comment_id: str, body: CommentIn) -> CommentOut:
    """Change what you said; the text before stays to be read. Takes If-Match."""
    by, at = asker(request), now()
    row, _ = get_comment(by, comment_id, at.date())
    said = rewrite_comment(comment=row, text=body.text, revision=wanted_revision(request), by=by, at=at)
    return CommentOut(comment=_tagged(response, by, said.comment), unknown=said.unknown)


@router.delete("/comments/{comment_id}", response={200: CommentView}, summary="Withdraw it")
def delete_comment(request: HttpRequest, response: HttpResponse, comment_id: str) -> CommentView:
    """Withdraw a comment; that it was written stays to be seen. Takes If-Match."""
    by, at = asker(request), now()
    row, _ = get_comment(by, comment_id, at.date())
    return _tagged(response, by, withdraw_comment(comment=row, revision=wanted_revision(request), by=by, at=at))


def _thread(by: User, subject: Subject) -> Thread:
    return thread(by, subject, owned=owns(by, subject))


def _tagged(response: HttpResponse, by: User, row: Comment) -> CommentView:
    tag(response, row.revision)
    return comment_view(by, row)
