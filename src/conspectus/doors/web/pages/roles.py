"""Roles over a portfolio, programme, project or division and all below it: given and ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import NotFound
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import ScopeKind
from conspectus.rooms.portfolio.queries import get_grant, get_scope, grants_over

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.organisation import GrantForm
from .choices import people_choices, picked


@require_http_methods(["GET", "HEAD", "POST"])
@page
def roles(request: HttpRequest, scope: str, scope_id: str) -> HttpResponse:
    """List the roles given over something, and give another."""
    by, on = asker(request), at(request)
    if scope not in ScopeKind.values:
        raise NotFound
    subject = get_scope(by, scope, scope_id, on.date())
    grants = grants_over(by, subject, on.date())
    form = GrantForm(posted(request), people=people_choices())
    if request.method == "POST" and saved(
        form, lambda given: actions.grant_role(scope=subject, **picked(by, given), by=by, at=on)
    ):
        done(request, "The role is given; it holds here and in all below.")
        return redirect("roles", scope, subject.pk)
    told = {"scope": subject, "kind": scope, "grants": grants, "form": form, "today": on.date()}
    return show(request, "organisation/roles.html", told, status=422 if form.errors else 200)


@require_POST
@page
def end_role(request: HttpRequest, grant_id: str) -> HttpResponse:
    """End a role as of now; it stays on record."""
    by = asker(request)
    grant = actions.end_grant(grant=get_grant(by, grant_id, at(request).date()), by=by, at=at(request))
    done(request, f"The role of {grant.person.name} is ended; it stays on record.")
    return redirect("roles", grant.scope_kind, grant.scope_id)
