"""The steps of a non-conformity: corrected, verified, dropped, given to the portfolio; the cost of rework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.formats.currencies import written
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.quality import actions
from conspectus.rooms.quality.choices import ConformityState
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.quality.queries import get_nonconformity

from ..answers import done, page
from ..asking import asker, at, posted
from ..forms import quality as forms
from ..forms.changing import saved
from ..forms.fields import PageForm
from .nonconformities import beyond
from .organisation import change_page


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correct(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Say what was done about a non-conformity."""
    row = _asked(request, nonconformity_id, "correct_nonconformity")
    form = forms.CorrectForm(posted(request), initial={"on": at(request).date(), "revision": row.revision})
    return _step(request, row, form, lambda **given: actions.correct_nonconformity(**given), _("Corrected: %(name)s"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def verify(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Close what was corrected, or open it again."""
    row = _asked(request, nonconformity_id, "verify_nonconformity")
    form = forms.VerifyForm(posted(request), initial={"on": at(request).date(), "revision": row.revision})
    return _step(request, row, form, lambda **given: actions.verify_nonconformity(**given), _("Verify %(name)s"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def drop(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Drop what turned out to be none, or take a dropped one up again."""
    row = _asked(request, nonconformity_id, "drop_nonconformity")
    again = row.state == ConformityState.DROPPED
    form = forms.ConformityReasonForm(posted(request), initial={"revision": row.revision})
    title = _("Take %(name)s up again") if again else _("Drop %(name)s")
    return _step(request, row, form, lambda **given: actions.drop_nonconformity(again=again, **given), title)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def escalate(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Give a non-conformity to the portfolio, as an issue."""
    row = _asked(request, nonconformity_id, "escalate_nonconformity")
    form = forms.ConformityReasonForm(posted(request), initial={"revision": row.revision})

    def put(*, words: str, **given: Any) -> None:
        actions.escalate_nonconformity(reason=words, **given)

    return _step(request, row, form, put, _("Give %(name)s to the portfolio"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def rework(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Say what putting it right is to cost and has cost."""
    row = _asked(request, nonconformity_id, "record_rework")
    by, on, currency = asker(request), at(request), row.project.currency

    def stored() -> dict[str, Any]:
        there = get_nonconformity(by, nonconformity_id, on.date())
        amounts = {"planned": there.planned_minor, "spent": there.spent_minor}
        told = {name: "" if minor is None else written(minor, currency) for name, minor in amounts.items()}
        return told | {"revision": there.revision}

    def save(given: dict[str, Any]) -> None:
        amounts = form.amounts(given, currency)
        actions.record_rework(nonconformity=row, **amounts, revision=given["revision"], by=by, at=on)

    form = forms.ReworkForm(posted(request), initial=stored())
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The cost of rework is recorded."))
        return redirect("nonconformity", row.pk)
    return change_page(
        request, form, title=_("Cost of rework, %(currency)s") % {"currency": currency}, trail=beyond(row)
    )


def _asked(request: HttpRequest, nonconformity_id: str, deed: str) -> NonConformity:
    """Return the one the address names; refuses who may not do the deed."""
    by, on = asker(request), at(request).date()
    row = get_nonconformity(by, nonconformity_id, on)
    require(by, deed, row.project, on)
    return row


def _step(
    request: HttpRequest, row: NonConformity, form: PageForm, put: Callable[..., object], title: str
) -> HttpResponse:
    by, on = asker(request), at(request)
    if request.method == "POST" and saved(form, lambda given: put(nonconformity=row, **given, by=by, at=on)):
        done(request, _("What became of “%(name)s” is recorded.") % {"name": row})
        return redirect("nonconformity", row.pk)
    return change_page(request, form, title=title % {"name": row}, trail=beyond(row), button=_("Record it"))
