"""What boards read, on a screen: the portfolio on a page, and the status report of a project on one page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.journeys.told import status_page_now, status_report_now, told_pages_now
from conspectus.kit.errors import NotFound
from conspectus.rooms.governance.queries import recovery_counts
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.queries import PAPER
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period, periods_of, told_of
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import get_portfolio, get_project
from conspectus.rooms.portfolio.rules import may

from ..answers import hand_over, page, show
from ..asking import asker, at, query
from ..panels.pack_pages import shown
from .frame import frame
from .review import KINDS

TABS = (
    (PackPage.PORTFOLIO, (PackPage.PORTFOLIO, PackPage.DECISIONS, PackPage.CHANGES)),
    *((name, (name,)) for name in PackPage if name not in (PackPage.PORTFOLIO, PackPage.PROJECTS, PackPage.APPENDIX)),
)


@require_safe
@page
def on_a_page(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Show a portfolio on a page, and each page of its board pack: of a frozen period, or as everything stands."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    asked = query(request)
    period = _period(request, place)
    told: dict[str, Any] = {"place": place, "trail": [(_("Portfolio"), reverse("portfolio"))]}
    if period is None:
        told["may_lay"] = may(by, "lay_periods", place, on.date())
        return show(request, "packs/no_period.html", told)
    wanted = next((one for one in TABS if one[0] == asked.get("page")), TABS[0])
    book, pages = told_pages_now(by, period, wanted[1], at=on)
    here, chosen = reverse("on-a-page", args=[place.pk]), f"period={period.pk}"
    told |= {
        "period": period,
        "periods": _told_periods(place),
        "draft": not book.period.version,
        "hidden": book.hidden,
        "without_cost": len(book.without_cost),
        "pages": shown(pages),
        "recovery": recovery_counts(by, place.pk, on.date()),
        "tab": wanted[0],
        "tabs": [(str(name.label), f"{here}?{chosen}&page={name}") for name, _names in TABS],
        "here": str(wanted[0].label),
    }
    return show(request, "packs/on_a_page.html", told)


@require_safe
@page
def one_page(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the status report of a project for a period, on one page to print."""
    project, told = frame(request, project_id, "Status")
    period = _period(request, project.portfolio)
    if period is None:
        raise NotFound
    pack = status_report_now(asker(request), project, period, at=at(request))
    told |= {
        "period": period,
        "periods": _told_periods(project.portfolio),
        "pages": shown(pack.pages),
        "organisation": pack.brand.organisation,
        "kinds": PAPER,
    }
    return show(request, "packs/one_page.html", told)


@require_safe
@page
def one_page_file(request: HttpRequest, project_id: str, paper: str) -> HttpResponse:
    """Hand over the status report of a project as slides or paper."""
    if paper not in PAPER:
        raise Http404
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    period = _period(request, project.portfolio)
    if period is None:
        raise NotFound
    data = status_page_now(project, period, paper, by=by, at=on)
    return hand_over(data, f"{project.code}-{period.name}.{paper}".lower(), KINDS[paper])


def _period(request: HttpRequest, place: Portfolio) -> Period | None:
    wanted = query(request).get("period")
    if not wanted:
        return told_of(place)
    period = get_period(asker(request), wanted, at(request).date())
    if period.portfolio_id != place.pk or period.state == PeriodState.PLANNED:
        raise NotFound
    return period


def _told_periods(place: Portfolio) -> list[Period]:
    """Return the periods there is something to tell of, newest first."""
    return list(periods_of(place).exclude(state=PeriodState.PLANNED).order_by("-starts_on"))
