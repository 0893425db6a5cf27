"""Board packs of frozen periods: made as a run, kept with the period; the template they follow."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.long_work import start_pack
from conspectus.rooms.packs.actions import set_pack_template
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.models import PackRun
from conspectus.rooms.packs.queries import get_pack, pack_data, pack_template, packs_of
from conspectus.rooms.periods.queries import freezes, get_period
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, hand_over, page, safe_name, show
from ..asking import asker, at, posted, sent
from ..forms.changing import saved
from ..forms.packs import MakePackForm, TemplateForm, template_given, template_values
from .review import KINDS


@require_http_methods(["GET", "HEAD", "POST"])
@page
def period_pack(request: HttpRequest, period_id: str) -> HttpResponse:
    """List the packs kept of a period, and make the pack of one of its freezes."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    form = MakePackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return redirect("run", start_pack(period=row, version=form.cleaned_data["version"] or 0, by=by, at=on).pk)
    template = pack_template(row.portfolio)
    told: dict[str, Any] = {
        "period": row,
        "place": row.portfolio,
        "packs": packs_of(by, row, at=on),
        "freezes": freezes(row),
        "template": template,
        "pages": [PackPage(name).label for name in template.pages],
        "may_set": may(by, "set_pack_template", row.portfolio, on.date()),
        "trail": [*trail_of(row.portfolio), (row.name, reverse("period", args=[row.pk]))],
    }
    return show(request, "packs/period.html", told, status=form.status)


@require_safe
@page
def pack_file(request: HttpRequest, pack_id: str) -> HttpResponse:
    """Hand over a pack that was kept."""
    row = get_pack(asker(request), pack_id, at=at(request))
    return hand_over(pack_data(row), pack_name(row), KINDS[row.kind])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def template(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Say how a portfolio's packs look and which pages they hold."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "set_pack_template", place, on.date())
    row = pack_template(place)
    form = TemplateForm(*sent(request), initial=template_values(row))

    def save(given: dict[str, Any]) -> object:
        revision = given["revision"]
        return set_pack_template(portfolio=place, template=template_given(given), revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save, lambda: template_values(pack_template(place))):
        done(request, _("The template is set; packs already made stay as they are."))
        return redirect("periods", place.pk)
    told = {"form": form, "place": place, "row": row, "trail": trail_of(place)}
    return show(request, "packs/template.html", told, status=form.status)


def pack_name(row: PackRun) -> str:
    """Return the file name of a kept pack."""
    return safe_name(f"board-pack-{row.period.name.lower()}-v{row.version}.{row.kind}")


def trail_of(place: Portfolio) -> list[tuple[str, str]]:
    """Return the way to the pages of a portfolio's periods."""
    return [
        (_("Organisation"), reverse("portfolios")),
        (_("Periods of %(name)s") % {"name": place.name}, reverse("periods", args=[place.pk])),
    ]
