"""What judges a portfolio, programme or project: the limits in force, every one recorded, and the form for others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import may_from_above, require_from_above
from conspectus.rooms.schedule import actions
from conspectus.rooms.schedule.queries.tolerances import tolerance_subject, tolerances_of

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.tolerances import ToleranceForm


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tolerances(request: HttpRequest, scope: str, scope_id: str) -> HttpResponse:
    """Show what judges a thing and since when, and set its tolerance."""
    by, on = asker(request), at(request)
    subject = tolerance_subject(by, scope, scope_id, on.date())
    setting = may_from_above(by, "set_tolerance", subject, on.date())
    if request.method == "POST":
        require_from_above(by, "set_tolerance", subject, actions.OVER_IT, on.date())
    held, own = tolerances_of(subject, on.date()), not isinstance(subject, Portfolio)
    form = ToleranceForm(posted(request) if setting else None, now=held.now, sets=held.sets, own=own)
    if request.method == "POST" and saved(
        form, lambda given: actions.set_tolerance(subject=subject, new=form.new(given), by=by, at=on)
    ):
        done(request, _("The tolerance is recorded, and the newest figures are judged by it."))
        return redirect("tolerances", scope, subject.pk)
    told = {"subject": subject, "own": own, "held": held, "form": form if setting else None, "trail": _trail(subject)}
    return show(request, "portfolio/tolerances.html", told, status=form.status)


def _trail(subject: Portfolio | Programme | Project) -> list[tuple[str, str]]:
    if isinstance(subject, Portfolio):
        return [(_("Organisation"), reverse("portfolios")), (subject.name, reverse("periods", args=[subject.pk]))]
    view = "status" if isinstance(subject, Project) else "programme"
    return [(_("Portfolio"), reverse("portfolio")), (subject.name, reverse(view, args=[subject.pk]))]
