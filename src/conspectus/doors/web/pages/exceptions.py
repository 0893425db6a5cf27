"""One exception: shown, written, decided on, closed, and the promises under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.governance.queries import exception_view, get_exception, get_promise
from conspectus.rooms.governance.rules import (
    may_over,
    require_over,
    require_unclosed,
    require_waiting,
    require_writable,
    wrote_it,
)
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms import exceptions as forms
from ..forms.changing import saved
from .choices import people_choices, picked
from .followup import talk
from .organisation import change_page

SHOWN = 6  # causes before the rest is folded away


@require_safe
@page
def exception(request: HttpRequest, exception_id: str) -> HttpResponse:
    """Show an exception: what asks for it, its options, the decision, and the promises with how they stand."""
    by, on = asker(request), at(request).date()
    row = get_exception(by, exception_id, on)
    view = exception_view(by, row, on)
    open_now, planning = view.state != "closed", may(by, "write_exception", row.subject, on)
    told = {
        "exception": row,
        "view": view,
        "trail": trail_of(row)[:-1],
        "open": open_now,
        "writing": planning and view.state in ("wanted", "written"),
        "promising": planning and open_now,
        "deciding": view.state == "written" and may_over(by, "decide_exception", row.subject, on),
        "own": wrote_it(by, row, on),
        "newest": view.told[::-1][:SHOWN],
        "earlier": view.told[::-1][SHOWN:],
        "closing": open_now and may_over(by, "close_exception", row.subject, on),
    } | talk(request, subject_of(row))
    return show(request, "governance/exception.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write(request: HttpRequest, exception_id: str) -> HttpResponse:
    """Write an exception with its options."""
    by, on = asker(request), at(request)
    row = get_exception(by, exception_id, on.date())
    require(by, "write_exception", row.subject, on.date())
    if request.method != "POST":  # what was typed meanwhile is kept: the deed itself answers
        require_writable(row)

    def stored() -> dict[str, Any]:
        return forms.stored_exception(exception_view(by, get_exception(by, exception_id, on.date()), on.date()))

    def save(given: dict[str, Any]) -> object:
        person = picked(by, {"person": given["wanted_from"]})["person"]
        new = form.given(given | {"wanted_from": person}, row.currency)
        return actions.write_exception(exception=row, new=new, revision=given["revision"], by=by, at=on)

    people = people_choices(row.wanted_from)
    form = forms.ExceptionWriteForm(posted(request), initial=stored(), people=people, count=row.options.count())
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The exception is written and waits for the decision."))
        return redirect("exception", row.pk)
    told = {"form": form, "exception": row, "trail": trail_of(row)}
    return show(request, "governance/write.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: HttpRequest, exception_id: str) -> HttpResponse:
    """Choose an option of an exception."""
    by, on = asker(request), at(request)
    row = get_exception(by, exception_id, on.date())
    require_over(by, "decide_exception", row.subject, on.date())
    if request.method != "POST":  # what was typed meanwhile is kept: the deed itself answers
        require_waiting(row)
    view = exception_view(by, row, on.date())
    form = forms.ExceptionDecideForm(posted(request), view=view, initial={"revision": row.revision, "option": ""})
    told = {"title": _("Decide on the exception of %(name)s"), "here": _("Decide"), "button": _("Decide it")}
    return _deed(
        request, row, form, lambda **given: actions.decide_exception(**given), _("The decision is recorded."), told
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def close(request: HttpRequest, exception_id: str) -> HttpResponse:
    """Close an exception by decision."""
    by, on = asker(request), at(request)
    row = get_exception(by, exception_id, on.date())
    require_over(by, "close_exception", row.subject, on.date())
    if request.method != "POST":  # what was typed meanwhile is kept: the deed itself answers
        require_unclosed(row)
    form = forms.ExceptionCloseForm(posted(request), initial={"revision": row.revision})
    told = {"title": _("Close the exception of %(name)s"), "here": _("Close"), "button": _("Close it")}
    return _deed(
        request, row, form, lambda **given: actions.close_exception(**given), _("The exception is closed."), told
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def promise(request: HttpRequest, exception_id: str) -> HttpResponse:
    """Promise a step back to green."""
    by, on = asker(request), at(request)
    row = get_exception(by, exception_id, on.date())
    require(by, "make_promise", row.subject, on.date())
    form = forms.PromiseForm(posted(request), people=people_choices(row.subject.manager))

    def make(*, exception: ExceptionReport, **given: Any) -> object:
        rest = {"by": given.pop("by"), "at": given.pop("at")}
        return actions.make_promise(exception=exception, new=form.given(picked(by, given)), **rest)

    told = {"title": _("Promise of %(name)s"), "here": _("Promise"), "button": _("Promise it")}
    return _deed(request, row, form, make, _("The promise is on record."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def renew(request: HttpRequest, promise_id: str) -> HttpResponse:
    """Replace a promise by another day."""
    by, on = asker(request), at(request)
    row = get_promise(by, promise_id, on.date())
    require(by, "renew_promise", row.exception.subject, on.date())
    form = forms.PromiseRenewForm(posted(request))

    def do(*, exception: ExceptionReport, **given: Any) -> object:
        return actions.renew_promise(promise=row, **given)

    told = {"title": _("Another day for: %(words)s"), "here": _("Another day"), "button": _("Promise this day")}
    told["title"] %= {"words": row.words}
    return _deed(request, row.exception, form, do, _("The promise is replaced; the first one stays on record."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def promise_done(request: HttpRequest, promise_id: str) -> HttpResponse:
    """Record the day something promised was done."""
    by, on = asker(request), at(request)
    row = get_promise(by, promise_id, on.date())
    require(by, "record_promise_done", row.exception.subject, on.date())
    form = forms.PromiseDoneForm(posted(request), initial={"done_on": on.date()})

    def do(*, exception: ExceptionReport, **given: Any) -> object:
        return actions.record_promise_done(promise=row, **given)

    told = {"title": _("Done: %(words)s") % {"words": row.words}, "here": _("Done"), "button": _("Record it")}
    return _deed(request, row.exception, form, do, _("It is recorded as done."), told)


def _deed(
    request: HttpRequest,
    row: ExceptionReport,
    form: Any,
    do: Callable[..., object],
    words: str,
    told: dict[str, str],
) -> HttpResponse:
    """Do what a form asks of an exception, then lead back to it."""
    by, on = asker(request), at(request)
    if request.method == "POST" and saved(form, lambda given: do(exception=row, **given, by=by, at=on)):
        done(request, words)
        return redirect("exception", row.pk)
    title = told.pop("title")
    title = title % {"name": row.subject.name} if "%(name)s" in title else title
    return change_page(request, form, title=title, trail=trail_of(row), **told)


def trail_of(row: ExceptionReport) -> list[tuple[str, str]]:
    """Return the way to an exception: what it is of, then itself."""
    subject = row.subject
    view = "recovery-of" if isinstance(subject, Project) else "programme-recovery"
    return [
        (_("Recovery"), reverse("recovery")),
        (subject.name, reverse(view, args=[subject.pk])),
        (_("Exception"), reverse("exception", args=[row.pk])),
    ]
