"""The status of a project or programme in a period: declared beside computed, the report, colours set aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.journeys.told import links_told_now
from conspectus.kit.errors import NotFound
from conspectus.kit.manner import inside
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.queries import growth_of, growth_sums, growths
from conspectus.rooms.governance.queries import third_opinion
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period, periods_of, told_of
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, get_programme
from conspectus.rooms.portfolio.rules import may, projects_with_cost, require
from conspectus.rooms.status import actions
from conspectus.rooms.status.choices import RAG, WRITABLE, ReportState
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries import (
    ProgrammeStatus,
    ProjectStatus,
    get_report,
    programme_status,
    programme_trend,
    project_status,
    report_for,
    trend,
)
from conspectus.rooms.status.rules import may_report, require_reporting

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.periods import ReportForm, ReturnForm
from .followup import talk
from .frame import frame, programme_frame
from .organisation import change_page
from .periods import pressed_at, strip


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show a project's status in a period, and write its report while the period is open."""
    project, told = frame(request, project_id, "Status")
    by, on = asker(request), at(request)
    period = period_asked(request, project)
    if period is None:
        told |= {"portfolio": project.portfolio, "may_lay": may(by, "lay_periods", project.portfolio, on.date())}
        return show(request, "periods/no_period.html", told)
    row = report_for(project, period)
    form, stored = _form(request, project, period)
    if request.method == "POST":
        require_reporting(by, "declare_status", project, period, on.date())
        if saved(form, _writing(request, project, period, form.scale), stored):
            return _written(request, project, period)
    status = project_status(by, project, period, at=on)
    told |= _standing(request, project, period, row) | {"status": status}
    told["strip"] = strip(trend(by, [project.pk], before=period, at=on).get(project.pk, ()))
    told["assurance"] = third_opinion(project, period)
    told["links"] = links_told_now(by, project, period, at=on)
    told["growth"] = growth_of(by, project, on.date(), then=_told_on(period, on.date()))
    writing = told["may_submit"]
    told |= {"form": form if writing else None, "asked": _beside(form, status) if writing else ()}
    told |= talk(request, subject_of(row)) if row is not None else {}
    return show(request, "periods/report.html", told, status=form.status)


@require_safe
@page
def one_report(request: HttpRequest, report_id: str) -> HttpResponse:
    """Lead to the page a report stands on."""
    row = get_report(asker(request), report_id, at(request).date())
    return redirect(_address(row.subject, row.period_id))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def programme_report(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show what a programme reports beside what its sums say, and write its report while the period is open."""
    by, on = asker(request), at(request)
    programme = get_programme(by, programme_id, on.date())
    period, told = period_asked(request, programme), {"programme": programme} | programme_frame(by, programme, "Status")
    if period is None:
        told |= {"portfolio": programme.portfolio, "may_lay": may(by, "lay_periods", programme.portfolio, on.date())}
        return show(request, "programmes/no_period.html", told)
    form, stored = _form(request, programme, period)
    if request.method == "POST":
        require_reporting(by, "declare_status", programme, period, on.date())
        if saved(form, _writing(request, programme, period, form.scale), stored):
            return _written(request, programme, period)
    row = report_for(programme, period)
    told |= _standing(request, programme, period, row)
    status = programme_status(by, programme, period, at=on)
    told |= {"status": status, "form": None, "may_place": may(by, "arrange_programme", programme, on.date())}
    if status is not None:
        writing = told["may_submit"]
        told |= {"form": form if writing else None, "asked": _beside(form, status) if writing else ()}
        told["strip"] = strip(programme_trend(by, programme, before=period, at=on))
        told |= _grown(by, programme, status, on.date(), _told_on(period, on.date()))
    told |= talk(request, subject_of(row)) if row is not None else {}
    return show(request, "programmes/status.html", told, status=form.status)


def _told_on(period: Period, today: date) -> date:
    """Return the day a period is told of: its last, or today while it lasts."""
    return min(today, period.ends_on - timedelta(days=1))


def _grown(by: User, programme: Programme, status: ProgrammeStatus, on: date, then: date) -> dict[str, Any]:
    """Return how far the projects of a programme, and the one that holds its own plan, had grown ``then``."""
    inside = find_projects(by, ProjectFilter(programme=programme.pk), on)
    own = status.own_plan
    found = growths([own.project_id], then, with_cost=projects_with_cost(by, on)) if own else {}
    return {"grown": growth_sums(by, inside, on, then=then), "own_growth": found.get(own.project_id) if own else None}


@require_POST
@page
def move_report(request: HttpRequest, report_id: str, deed: str) -> HttpResponse:
    """Submit or accept a report."""
    by, on = asker(request), at(request)
    row = get_report(by, report_id, on.date())
    if deed == "submission":
        require_reporting(by, "submit_report", row.subject, row.period, on.date())
        row = actions.submit_report(report=row, revision=pressed_at(request), by=by, at=on)
    elif deed == "acceptance":
        require(by, "accept_report", actions.decided_over(row), on.date())
        row = actions.accept_report(report=row, revision=pressed_at(request), by=by, at=on)
    else:
        raise NotFound
    done(
        request,
        _("The report for %(name)s is %(state)s.")
        % {"name": row.period.name, "state": inside(row.get_state_display())},
    )
    return redirect(_address(row.subject, row.period_id))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def return_report(request: HttpRequest, report_id: str) -> HttpResponse:
    """Give a report back with words."""
    by, on = asker(request), at(request)
    row = get_report(by, report_id, on.date())
    require(by, "return_report", actions.decided_over(row), on.date())
    form = ReturnForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and saved(form, lambda given: actions.return_report(report=row, **given, by=by, at=on)):
        author = row.subject.manager.name if row.subject.manager else _("its author")
        done(request, _("The report is returned to %(author)s.") % {"author": author})
        return redirect(_address(row.subject, row.period_id))
    title = _("Return the report of %(subject)s for %(name)s") % {"subject": row.subject, "name": row.period.name}
    trail = [(row.subject.name, _address(row.subject, row.period_id))]
    return change_page(request, form, title=title, here=_("Return the report"), trail=trail, button=_("Return it"))


def period_asked(request: HttpRequest, subject: Project | Programme) -> Period | None:
    """Return the period asked for, else the newest open one, else the newest frozen one."""
    wanted = query(request).get("period")
    if wanted:
        found = get_period(asker(request), wanted, at(request).date())
        report_for(subject, found)  # refuses a period of another portfolio
        return found
    return told_of(subject.portfolio)


def _form(
    request: HttpRequest, subject: Project | Programme, period: Period
) -> tuple[ReportForm, Callable[[], dict[str, Any]]]:
    """Return the report's form, and what reads the values stored now."""
    row = report_for(subject, period)

    def stored() -> dict[str, Any]:
        return _stored(report_for(subject, period))

    return ReportForm(posted(request), scale=row.scale if row else RAG, initial=stored()), stored


def _writing(
    request: HttpRequest, subject: Project | Programme, period: Period, scale: str
) -> Callable[[dict[str, Any]], Report]:
    """Return the deed of the report's form."""
    by, on = asker(request), at(request)

    def write(given: dict[str, Any]) -> Report:
        there, revision = report_for(subject, period), given["revision"]
        told = ReportForm.declared(given, there.forecast_minor if there else None)
        return actions.declare_status(
            subject=subject, period=period, **told, scale=scale, revision=revision, by=by, at=on
        )

    return write


def _stored(row: Report | None) -> dict[str, Any]:
    if row is None:
        return {"revision": 0}
    found = {name: getattr(row, name) for name in (*actions.TEXTS, "decide_on", "finish_on", "revision")}
    for one in row.declarations.all():
        found |= {one.dimension: one.level, f"{one.dimension}_words": one.words}
    return found


def _written(request: HttpRequest, subject: Project | Programme, period: Period) -> HttpResponse:
    """Submit what was just written where its other button was pressed."""
    by, on = asker(request), at(request)
    row = report_for(subject, period)
    if row is not None and request.POST.get("deed") == "submit":
        row = actions.submit_report(report=row, revision=row.revision, by=by, at=on)
        done(request, _("The report for %(name)s is submitted.") % {"name": period.name})
    else:
        done(
            request,
            _("The report for %(name)s is kept as a draft; submit it when it is ready.") % {"name": period.name},
        )
    return redirect(_address(subject, period.pk))


def _standing(request: HttpRequest, subject: Project | Programme, period: Period, row: Report | None) -> dict[str, Any]:
    by, on = asker(request), at(request)
    open_now = period.state == PeriodState.OPEN
    state = row.state if row else ""
    deciding = open_now and row is not None and may(by, "accept_report", actions.decided_over(row), on.date())
    return {
        "period": period,
        "periods": periods_of(subject.portfolio).exclude(state=PeriodState.PLANNED).order_by("-starts_on"),
        "report": row,
        "may_submit": open_now and (row is None or state in WRITABLE) and may_report(by, subject, period, on.date()),
        "may_accept": deciding and state == ReportState.SUBMITTED,
        "may_return": deciding and state in (ReportState.SUBMITTED, ReportState.ACCEPTED),
    }


def _beside(form: ReportForm, status: ProjectStatus | ProgrammeStatus) -> list[tuple[Any, Any, Any]]:
    """Return each dimension as computed with its fields."""
    return [(status.dimension(name), level, words) for name, level, words in form.dimensions()]


def _address(subject: Project | Programme, period: int) -> str:
    view = "status" if isinstance(subject, Project) else "programme-status"
    return f"{reverse(view, args=[subject.pk])}?period={period}"
