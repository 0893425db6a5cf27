"""Talk: what is said about a thing, said anew, changed and withdrawn; following it or not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.journeys.comment import get_comment, rewrite_comment, write_comment
from conspectus.journeys.documents import may_keep
from conspectus.journeys.following import owns
from conspectus.journeys.subjects import find_subject
from conspectus.kit.errors import NotAllowed
from conspectus.kit.subjects import Subject
from conspectus.rooms.files.queries import documents_of
from conspectus.rooms.followup import actions
from conspectus.rooms.followup.queries import comment_view, thread
from conspectus.rooms.followup.rules import require_may_comment

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.followup import ChangeCommentForm, CommentForm
from ..places import place, talk_address
from .actions import subject_actions
from .organisation import change_page
from .periods import pressed_at


def talk(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """Return what the panels of actions, documents and comments take; the page has shown its subject to be visible."""
    by = asker(request)
    found = thread(by, subject, owned=owns(by, subject))
    told = {"documents": documents_of(subject), "keeping": may_keep(by, subject, at(request).date())}
    form = CommentForm(auto_id="comment_%s") if found.commenting else None
    return (
        told | subject_actions(request, subject) | {"thread": found, "comment_form": form, "today": at(request).date()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def comments(request: HttpRequest, subject_kind: str, subject_id: str) -> HttpResponse:
    """Show what is said about a thing on a page of its own, and say something."""
    by, on = asker(request), at(request)
    subject = find_subject(by, subject_kind, subject_id, on.date())
    form = CommentForm(posted(request), auto_id="comment_%s")
    if request.method == "POST":
        require_may_comment(by)

    def save(given: dict[str, Any]) -> None:
        said = write_comment(subject=subject, text=given["text"], by=by, at=on)
        done(request, _("Your comment is kept.") + (f" {said.words}" if said.words else ""))

    if request.method == "POST" and saved(form, save):
        return redirect(f"{_back(request, subject)}#comments")
    told = talk(request, subject) | {"subject": subject, "place": place(subject)}
    told |= {"comment_form": form if told["thread"].commenting else None}
    return show(request, "followup/comments.html", told, status=form.status)


@require_POST
@page
def following(request: HttpRequest, subject_kind: str, subject_id: str) -> HttpResponse:
    """Follow a thing, or no more."""
    by, on = asker(request), at(request)
    subject = find_subject(by, subject_kind, subject_id, on.date())
    if request.POST.get("follow") == "no":
        actions.unfollow_subject(subject=subject, by=by, at=on)
        done(request, _("You no longer follow %(name)s.") % {"name": subject.name})
    else:
        actions.follow_subject(subject=subject, by=by, at=on)
        done(
            request, _("You follow %(name)s: what changes about it stands on your home page.") % {"name": subject.name}
        )
    return redirect(f"{_back(request, subject)}#comments")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_comment(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Change what one said."""
    by, on = asker(request), at(request)
    row, subject = get_comment(by, comment_id, on.date())
    if not comment_view(by, row).changeable:
        raise NotAllowed(_("Only who wrote a comment may change it, until it is withdrawn."))

    def stored() -> dict[str, Any]:
        there, _ = get_comment(by, comment_id, on.date())
        return {"text": there.text, "revision": there.revision}

    def save(given: dict[str, Any]) -> None:
        said = rewrite_comment(comment=row, **given, by=by, at=on)
        done(
            request,
            _("Your comment is changed; the text before can be read below it.") + (said.words and " " + said.words),
        )

    form = ChangeCommentForm(posted(request), initial=stored())
    if request.method == "POST" and saved(form, save, stored):
        return redirect(talk_address(*subject.reference) + "#comments")
    trail = [(subject.name, talk_address(*subject.reference))]
    return change_page(
        request, form, title=_("Change your comment"), here=_("Change"), trail=trail, button=_("Change it")
    )


@require_POST
@page
def withdraw_comment(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Take back what was said."""
    by, on = asker(request), at(request)
    row, subject = get_comment(by, comment_id, on.date())
    if not comment_view(by, row).withdrawable:
        raise NotAllowed(_("Only who wrote a comment, or an administrator, may withdraw it."))
    actions.withdraw_comment(comment=row, revision=pressed_at(request), by=by, at=on)
    done(request, _("The comment is withdrawn; that it was written stays to be seen."))
    return redirect(f"{_back(request, subject)}#comments")


def _back(request: HttpRequest, subject: Subject) -> str:
    """Return the page of the thing, where the panel stood on it; else the page of its talk."""
    return place(subject) if request.POST.get("on") == "page" else talk_address(*subject.reference)
