"""Tokens for programs: issued, shown once, revoked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts import actions, queries
from conspectus.rooms.accounts.actions.tokens import LONGEST_DAYS
from conspectus.rooms.accounts.choices import FEEDS, Scope

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.accounts import TokenForm


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens and issue new ones; the text of a new one is on this answer only."""
    by = asker(request)
    form = TokenForm(posted(request), initial=_for_a_calendar(request))
    issued = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.issue_token(user=by, **form.cleaned_data, by=by, at=at(request))
            form = TokenForm()
        except Invalid as refusal:
            form.take(refusal)
    told: dict[str, Any] = {"form": form, "issued": issued, "tokens": queries.visible_tokens(by), "at": at(request)}
    if issued is not None and issued.token.scope in FEEDS:
        told["feed"], told["due"] = _feed(request, issued.token.scope, issued.text), issued.token.scope == Scope.DUE
    told["trail"] = [(by.name, reverse("profile"))]
    return show(request, "tokens/tokens.html", told, status=form.status)


def _for_a_calendar(request: HttpRequest) -> dict[str, Any]:
    """Return what a form begins with that is opened from the calendar of milestones, or of what is due."""
    asked = query(request)
    scope = Scope.DUE if "due" in asked else Scope.CALENDAR if "feed" in asked else None
    return {"scope": scope, "days": LONGEST_DAYS} if scope else {}


def _feed(request: HttpRequest, scope: str, secret: str) -> str:
    """Return the address a calendar program reads: of what is due, or of the milestones as they were narrowed."""
    if scope == Scope.DUE:
        return request.build_absolute_uri(reverse("due-feed", args=[secret]))
    feed = reverse("milestone-feed", args=[secret])
    return request.build_absolute_uri(f"{feed}?{query(request).get('feed', '')}".rstrip("?"))


@require_POST
@page
def revoke_token(request: HttpRequest, token_id: str) -> HttpResponse:
    """End a token."""
    by = asker(request)
    token = queries.get_token(by, token_id)
    actions.revoke_token(token=token, by=by, at=at(request))
    done(
        request,
        _("The token “%(name)s” is revoked. Programs that used it are refused from now on.") % {"name": token.name},
    )
    return redirect("tokens")
