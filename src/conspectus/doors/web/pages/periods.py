"""Reporting periods: the calendar they are cut by, where projects stood, freezing and opening again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.queries.standing import exceptions_noted
from conspectus.rooms.periods import actions
from conspectus.rooms.periods.choices import CalendarKind, PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import fiscal_calendar, freezes, get_period, periods_of, reopenings
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.status.queries import (
    ProjectStatus,
    TrendPoint,
    gaps,
    period_standing,
    trend,
)
from conspectus.rooms.status.queries.cycles import not_accepted

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.periods import CalendarForm, FreezeForm, LayForm, ListedForm, MoveForm, ReopenForm
from ..panels.gaps import gap_figures
from ..words import eve, spoken
from .organisation import change_page


@require_http_methods(["GET", "HEAD", "POST"])
@page
def periods(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """List the periods of a portfolio, and lay or add others."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    calendar = fiscal_calendar(place)
    laying = may(by, "lay_periods", place, on.date())
    if request.method == "POST":
        require(by, "lay_periods", place, on.date())
    form, lay = _laying(request, place, calendar.kind)
    if request.method == "POST" and saved(form, lay):
        done(request, _("The periods are laid; open each when its reports are wanted."))
        return redirect("periods", place.pk)
    told = {"trail": _trail(place)[:1], "place": place, "calendar": calendar, "form": form if laying else None}
    told |= {"rows": list(periods_of(place).order_by("-starts_on")), "listed": calendar.kind == CalendarKind.LISTED}
    return show(request, "periods/periods.html", told, status=form.status)


def _laying(
    request: HttpRequest, place: Portfolio, kind: str
) -> tuple[LayForm | ListedForm, Callable[[dict[str, Any]], object]]:
    """Return the form that lays periods as the calendar has them, and its deed."""
    by, on = asker(request), at(request)
    if kind == CalendarKind.LISTED:
        return ListedForm(posted(request)), lambda given: actions.add_period(portfolio=place, **given, by=by, at=on)
    return LayForm(posted(request)), lambda given: actions.lay_periods(portfolio=place, **given, by=by, at=on)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def calendar(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Say how a portfolio's years are cut."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "set_fiscal_calendar", place, on.date())

    def stored() -> dict[str, Any]:
        row = fiscal_calendar(place)
        return {name: getattr(row, name) for name in ("kind", "first_month", "zone", "revision")}

    form = CalendarForm(posted(request), initial=stored())
    if request.method == "POST" and saved(
        form, lambda given: actions.set_fiscal_calendar(portfolio=place, **given, by=by, at=on), stored
    ):
        done(request, _("The calendar is set; periods already laid stay as they are."))
        return redirect("periods", place.pk)
    return change_page(
        request,
        form,
        title=_("Fiscal calendar of %(name)s") % {"name": place.name},
        here=_("Calendar"),
        trail=_trail(place),
    )


@require_safe
@page
def period(request: HttpRequest, period_id: str) -> HttpResponse:
    """Show where every project stood in a period: declared beside computed, and where they differ."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    wanted = query(request).get("version")
    found, programmes = period_standing(by, row, wanted, at=on)
    view = gaps(found, programmes)
    trends = trend(by, [one.project_id for one in found], before=row, at=on)
    noted, ordered = exceptions_noted(row), sorted(found, key=_widest_first)
    told: dict[str, Any] = {
        "period": row,
        "place": row.portfolio,
        "rows": [(one, strip(trends.get(one.project_id, ())), noted.get(one.project_id)) for one in ordered],
        "gaps": view,
        "figures": gap_figures(view, eve(row.ends_on)),
        "trail": _trail(row.portfolio),
        "freezes": freezes(row),
        "reopenings": reopenings(row),
        "version": wanted or row.version,
        "old": bool(wanted) and wanted != str(row.version),
        "before": periods_of(row.portfolio).filter(starts_on__lt=row.starts_on).last(),
        "after": periods_of(row.portfolio).filter(starts_on__gt=row.starts_on).first(),
    }
    moves = _moves(by, row)
    told["asks"] = moves["may_move"] and row.state == PeriodState.OPEN and bool(not_accepted(by, row, at=on))
    return show(request, "periods/period.html", told | moves)


def _widest_first(row: ProjectStatus) -> tuple[float, str]:
    return -(row.overall.gap or 0.0), row.code


@require_POST
@page
def open_period(request: HttpRequest, period_id: str) -> HttpResponse:
    """Open a planned period."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    require(by, "open_period", row.portfolio, on.date())
    row = actions.open_period(period=row, revision=pressed_at(request), by=by, at=on)
    done(request, _("%(name)s is open: reports can be written for it.") % {"name": row.name})
    return redirect("period", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def freeze(request: HttpRequest, period_id: str) -> HttpResponse:
    """Freeze an open period as everything stands; where reports are not accepted, ask first, and why."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    require(by, "freeze_period", row.portfolio, on.date())
    waiting = not_accepted(by, row, at=on) if row.state == PeriodState.OPEN else ()
    if request.method == "POST" and not waiting:
        pressed_at(request)
    form = (FreezeForm if waiting else MoveForm)(posted(request), initial={"revision": row.revision})

    def keep(given: dict[str, Any]) -> object:
        given.pop("all_the_same", None)
        return freeze_period(period=row, **given, by=by, at=on)

    if request.method == "POST" and saved(form, keep):
        row.refresh_from_db()
        done(
            request,
            _("%(name)s is frozen as version %(version)s; nothing changes it any more.")
            % {"name": row.name, "version": row.version},
        )
        return redirect("period", row.pk)
    trail = [*_trail(row.portfolio), (row.name, reverse("period", args=[row.pk]))]
    told = {"period": row, "form": form, "waiting": waiting, "trail": trail, "back": trail[-1][1]}
    return show(request, "periods/freeze.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def reopen(request: HttpRequest, period_id: str) -> HttpResponse:
    """Open a frozen period again, for a reason."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    require(by, "reopen_period", row.portfolio, on.date())
    form = ReopenForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and saved(form, lambda given: actions.reopen_period(period=row, **given, by=by, at=on)):
        done(
            request,
            _("%(name)s is open again; version %(version)s stays readable.")
            % {"name": row.name, "version": row.version},
        )
        return redirect("period", row.pk)
    trail = [*_trail(row.portfolio), (row.name, reverse("period", args=[row.pk]))]
    return change_page(
        request, form, title=_("Open %(name)s again") % {"name": row.name}, trail=trail, button=_("Open it again")
    )


def strip(points: Sequence[TrendPoint]) -> list[tuple[str, str, str]]:
    """Return the trend as the strip takes it."""
    return [(one.period, one.colour, spoken(one.declared_label)) for one in points]


def _trail(place: Portfolio) -> list[tuple[str, str]]:
    return [
        (_("Organisation"), reverse("portfolios")),
        (_("Periods of %(name)s") % {"name": place.name}, reverse("periods", args=[place.pk])),
    ]


def _moves(by: User, row: Period) -> dict[str, Any]:
    deeds = {"planned": "open_period", "open": "freeze_period", "frozen": "reopen_period"}
    return {"may_move": may(by, deeds[row.state], row.portfolio)}


def pressed_at(request: HttpRequest) -> int:
    """Return the revision a button was pressed at."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid("revision", _("This button carries no revision. Go back, look again, and press it there."))
    found: int = form.cleaned_data["revision"]
    return found
