"""Colours set aside for a while, of a project or a programme: listed, set aside, ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import get_programme
from conspectus.rooms.portfolio.rules import may, may_from_above
from conspectus.rooms.status import actions
from conspectus.rooms.status.queries import get_override, overrides, programme_status, project_status

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.periods import OverrideForm
from .frame import frame, programme_frame
from .reports import period_asked


@require_http_methods(["GET", "HEAD", "POST"])
@page
def set_aside(request: HttpRequest, project_id: str) -> HttpResponse:
    """List what was set aside of a project's computed status, and set a colour aside."""
    project, told = frame(request, project_id, "Status")
    return _set_aside(request, project, told | {"frame": "project/frame.html"})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def programme_set_aside(request: HttpRequest, programme_id: str) -> HttpResponse:
    """List what was set aside of a programme's computed status, and set a colour aside."""
    programme = get_programme(asker(request), programme_id, at(request).date())
    told = {"programme": programme, "frame": "programmes/frame.html"}
    return _set_aside(request, programme, told | programme_frame(asker(request), programme, "Status"))


@require_POST
@page
def end_override(request: HttpRequest, override_id: str) -> HttpResponse:
    """Let a computed colour count again."""
    by, on = asker(request), at(request)
    row = actions.end_override(override=get_override(by, override_id, on.date()), by=by, at=on)
    words = _("%(dimension)s counts as computed again; the override stays on record.")
    done(request, words % {"dimension": row.get_dimension_display()})
    return redirect(_address(row.subject))


def _set_aside(request: HttpRequest, subject: Project | Programme, told: dict[str, Any]) -> HttpResponse:
    by, on = asker(request), at(request)
    period = period_asked(request, subject)
    steering = may if isinstance(subject, Project) else may_from_above
    overriding = period is not None and steering(by, "override_status", subject, on.date())
    form = OverrideForm(posted(request) if overriding else None)
    if request.method == "POST":
        actions.require_steering(by, "override_status", subject, on.date())
    if period is not None and request.method == "POST" and form.is_valid():
        status = (
            project_status(by, subject, period, at=on)
            if isinstance(subject, Project)
            else programme_status(by, subject, period, at=on)
        )
        dimension = form.cleaned_data["dimension"]
        computed = status.dimension(dimension).computed.colour if status else "not_assessed"
        if saved(
            form,
            lambda given: actions.override_status(subject=subject, computed=computed, **given, by=by, at=on),
        ):
            done(request, _("The colour is set aside; the computed one stays beside it."))
            return redirect(_address(subject))
    told |= {"overrides": overrides(subject), "form": form if overriding else None, "today": on.date()}
    return show(request, "periods/overrides.html", told, status=form.status)


def _address(subject: Project | Programme) -> str:
    view = "set-aside" if isinstance(subject, Project) else "programme-set-aside"
    return reverse(view, args=[subject.pk])
