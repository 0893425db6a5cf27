"""Roles over a portfolio, programme, project or division and all below it: given and ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import NotFound
from conspectus.kit.manner import inside
from conspectus.rooms.accounts.models import Division
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import ScopeKind
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import get_grant, get_scope, grants_over
from conspectus.rooms.portfolio.rules import roles_to_give

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.organisation import GrantForm
from .choices import people_choices, picked, role_meanings
from .organisation import trail_to


@require_http_methods(["GET", "HEAD", "POST"])
@page
def roles(request: HttpRequest, scope: str, scope_id: str) -> HttpResponse:
    """List the roles given over something, and give another."""
    by, on = asker(request), at(request)
    if scope not in ScopeKind.values:
        raise NotFound
    subject = get_scope(by, scope, scope_id, on.date())
    grants = grants_over(by, subject, on.date())
    offered = roles_to_give(by, subject, on.date())
    form = GrantForm(posted(request), people=people_choices(), roles=offered)

    def save(given: dict[str, Any]) -> None:
        grant = actions.grant_role(scope=subject, **picked(by, given), by=by, at=on)
        words = _("%(name)s has the role %(role)s; it holds here and in all below.") % {
            "name": grant.person.name,
            "role": grant.get_role_display(),
        }
        done(request, words)

    if request.method == "POST" and saved(form, save):
        return redirect("roles", scope, subject.pk)
    told: dict[str, Any] = {"scope": subject, "grants": grants, "form": form, "today": on.date()}
    told["kind"] = inside(ScopeKind(scope).label)
    told |= {"trail": _trail(subject), "meanings": role_meanings(offered)}
    return show(request, "organisation/roles.html", told, status=form.status)


@require_POST
@page
def end_role(request: HttpRequest, grant_id: str) -> HttpResponse:
    """End a role as of now; it stays on record."""
    by = asker(request)
    grant = actions.end_grant(grant=get_grant(by, grant_id, at(request).date()), by=by, at=at(request))
    done(request, _("The role of %(name)s is ended; it stays on record.") % {"name": grant.person.name})
    return redirect("roles", grant.scope_kind, grant.scope_id)


def _trail(subject: Portfolio | Programme | Project | Division) -> list[tuple[str, str]]:
    """Return the way to the thing that the roles are over."""
    if isinstance(subject, Portfolio):
        return trail_to("Portfolios")
    if isinstance(subject, Division):
        return trail_to("Divisions")
    view = "programme" if isinstance(subject, Programme) else "project"
    return [(_("Portfolio"), reverse("portfolio")), (subject.name, reverse(view, args=[subject.pk]))]
