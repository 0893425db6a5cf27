"""Steps of change requests: submitted, withdrawn, decided, implemented; and who may decide how large a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.formats.currencies import written
from conspectus.rooms.changes import actions
from conspectus.rooms.changes.actions.deciding import OVER_IT
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.changes.queries import get_change
from conspectus.rooms.changes.rules import Limit, limits_for, require_authority
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import get_portfolio, get_project
from conspectus.rooms.portfolio.rules import require, require_from_above

from ..answers import done, page
from ..asking import asker, at, posted
from ..forms import change_requests as forms
from ..forms.changing import saved
from ..forms.fields import PageForm
from .change_requests import beyond, plans_of, trail
from .organisation import change_page


def _step(
    request: HttpRequest, row: ChangeRequest, form: PageForm, save: Callable[[dict[str, Any]], object], **told: Any
) -> HttpResponse:
    """Do a step where its form was sent, else show the form."""
    if request.method == "POST" and saved(form, save):
        done(request, told["said"])
        return redirect("change-request", row.pk)
    return change_page(request, form, title=told["title"], trail=beyond(row), button=told["button"])


def _at_hand(row: ChangeRequest) -> dict[str, Any]:
    return {"revision": row.revision}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit(request: HttpRequest, change_id: str) -> HttpResponse:
    """Ask for the decision."""
    by, on = asker(request), at(request)
    row = get_change(by, change_id, on.date())
    require(by, "submit_change_request", row.project, on.date())
    return _step(
        request,
        row,
        forms.SubmitForm(posted(request), initial=_at_hand(row)),
        lambda given: actions.submit_change_request(request=row, **given, by=by, at=on),
        title=_("Submit %(name)s") % {"name": row},
        button=_("Submit"),
        said=_("The change request waits for its decision."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def withdraw(request: HttpRequest, change_id: str) -> HttpResponse:
    """Take a change request back."""
    by, on = asker(request), at(request)
    row = get_change(by, change_id, on.date())
    require(by, "withdraw_change_request", row.project, on.date())
    return _step(
        request,
        row,
        forms.WithdrawForm(posted(request), initial=_at_hand(row)),
        lambda given: actions.withdraw_change_request(request=row, **given, by=by, at=on),
        title=_("Withdraw %(name)s") % {"name": row},
        button=_("Withdraw"),
        said=_("The change request is withdrawn."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: HttpRequest, change_id: str) -> HttpResponse:
    """Approve or reject a change request."""
    by, on = asker(request), at(request)
    row = get_change(by, change_id, on.date())
    require(by, "decide_change_request", row.project, on.date())
    require_authority(by, row, on.date())
    return _step(
        request,
        row,
        forms.DecideForm(posted(request), initial=_at_hand(row)),
        lambda given: actions.decide_change_request(request=row, **given, by=by, at=on),
        title=_("Decide %(name)s") % {"name": row},
        button=_("Record it"),
        said=_("The decision is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def implement(request: HttpRequest, change_id: str) -> HttpResponse:
    """Carry an approved change into baseline and budget."""
    by, on = asker(request), at(request)
    row = get_change(by, change_id, on.date())
    require(by, "implement_change_request", row.project, on.date())
    initial = _at_hand(row) | {"plan": row.plan_id and str(row.plan_id), "with_budget": True}
    form = forms.ImplementForm(posted(request), initial=initial, plans=plans_of(row.project))
    return _step(
        request,
        row,
        form,
        lambda given: actions.implement_change_request(request=row, **form.given(given), by=by, at=on),
        title=_("Implement %(name)s") % {"name": row},
        button=_("Implement it"),
        said=_("The change is implemented; the old baseline and budget stay."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def portfolio_authority(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Set who may decide changes in a portfolio."""
    place = get_portfolio(asker(request), portfolio_id, at(request).date())
    return _authority(request, place, place.currency, [(_("Organisation"), reverse("portfolios"))])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def project_authority(request: HttpRequest, project_id: str) -> HttpResponse:
    """Set who may decide changes in one project."""
    project = get_project(asker(request), project_id, at(request).date())
    return _authority(request, project, project.currency, trail(project))


def _authority(
    request: HttpRequest, subject: Portfolio | Project, currency: str, way: list[tuple[str, str]]
) -> HttpResponse:
    by, on = asker(request), at(request)
    require_from_above(by, "set_change_authority", subject, OVER_IT, on.date())
    lines = "\n".join(_line(one, currency) for one in limits_for(subject))
    form = forms.AuthorityForm(posted(request), initial={"limits": lines})

    def save(given: dict[str, Any]) -> None:
        limits = form.given(given, currency)
        actions.set_change_authority(subject=subject, limits=limits, reason=given["reason"], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("Who may decide changes is recorded; it holds from now on."))
        return redirect(way[-1][1])
    title = _("Who decides changes of %(name)s") % {"name": subject.name}
    return change_page(request, form, title=title, here=_("Authority"), trail=way, button=_("Record it"))


def _line(limit: Limit, currency: str) -> str:
    cost = "" if limit.most_cost_minor is None else written(limit.most_cost_minor, currency)
    return f"{limit.label}; {cost}; {'' if limit.most_slip_days is None else f'{limit.most_slip_days:g}'}"
