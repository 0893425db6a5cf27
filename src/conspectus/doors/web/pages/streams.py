"""The work streams of a project: each with its dates, progress and earned value, and the form that cuts them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.queries import get_period, periods_of
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project, streams_of
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.queries.streams import work_streams
from conspectus.rooms.status.queries import project_status

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.streams import StreamsForm, initial
from .choices import people_choices
from .frame import frame


@require_http_methods(["GET", "HEAD", "POST"])
@page
def streams(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the work streams of a project, and cut it into others."""
    project, told = frame(request, project_id, "Streams")
    by, on = asker(request), at(request)
    cutting = may(by, "cut_project", project, on.date())
    if request.method == "POST":
        require(by, "cut_project", project, on.date())

    def stored() -> dict[str, Any]:
        row = get_project(by, project_id, on.date())
        return initial(list(streams_of(row))) | {"revision": row.revision}

    def save(given: dict[str, Any]) -> None:
        rows = [one | {"lead": get_person(one["lead"]) if one["lead"] else None} for one in form.given(given)]
        new = [actions.NewStream(**one) for one in rows]
        actions.cut_project(project=project, streams=new, revision=given["revision"], by=by, at=on)

    rows = len(posted(request) or ()) // 5 if request.method == "POST" else streams_of(project).count()
    form = StreamsForm(posted(request) if cutting else None, initial=stored(), rows=rows, people=people_choices())
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The work streams are kept."))
        return redirect("streams", project.pk)
    told |= _standing(request, project)
    told["form"] = form if cutting and told["period"] is None else None
    return show(request, "streams/streams.html", told, status=form.status)


def _standing(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Return the work streams of the period asked for, else of today, and the periods that keep them."""
    by, on, wanted = asker(request), at(request), query(request).get("period")
    period = get_period(by, wanted, on.date()) if wanted else None
    found = (
        work_streams(project, by=by, on=on.date())
        if period is None
        else project_status(by, project, period, at=on).streams
    )
    frozen = periods_of(project.portfolio).filter(state=PeriodState.FROZEN).order_by("-starts_on")
    return {"streams": found, "period": period, "periods": frozen}
