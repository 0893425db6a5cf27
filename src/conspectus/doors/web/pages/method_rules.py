"""Which method new projects of portfolios and programmes follow."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, visible_portfolios, visible_programmes
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.standards import queries
from conspectus.rooms.standards.actions import set_method_rule

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.standards import MethodRuleForm
from .organisation import change_page
from .standards import trail


@require_safe
@page
def method_rules(request: HttpRequest) -> HttpResponse:
    """List what new projects of each portfolio and programme follow."""
    by, on = asker(request), at(request).date()
    rules = {(one.portfolio_id, one.programme_id): queries.rule_row(one) for one in queries.find_rules(by, on)}
    rows = []
    places: list[Portfolio | Programme] = [*visible_portfolios(by, on), *visible_programmes(by, on)]
    for place in places:
        is_programme = isinstance(place, Programme)
        rule = rules.get((None, place.pk) if is_programme else (place.pk, None))
        href = reverse(_address(place), args=[place.pk]) if may(by, "set_method_rule", place, on) else ""
        rows.append((place, is_programme, rule, href))
    return show(request, "standards/rules.html", {"rows": rows, "trail": trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def of_portfolio(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Say which method new projects of a portfolio follow."""
    return _set(request, get_portfolio(asker(request), portfolio_id, at(request).date()))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def of_programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Say which method new projects of a programme follow."""
    return _set(request, get_programme(asker(request), programme_id, at(request).date()))


def _set(request: HttpRequest, place: Portfolio | Programme) -> HttpResponse:
    by, on = asker(request), at(request)
    require(by, "set_method_rule", place, on.date())
    held = queries.rule_of(place)
    now = {"revision": held.pk if held else 0, "method": held.method.key if held and held.method else ""}
    methods = [(row.key, row.name) for row in queries.methods_for(by) if row.version_id is not None]
    form = MethodRuleForm(posted(request), initial=now, methods=methods)

    def save(given: dict[str, Any]) -> object:
        method = queries.get_method(by, given["method"]) if given["method"] else None
        told = {"reason": given["reason"], "revision": given["revision"]}
        return set_method_rule(place=place, method=method, **told, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The rule is set; it holds for projects opened from now on."))
        return redirect("method-rules")
    way = [*trail(), (_("Methods of new projects"), reverse("method-rules"))]
    title = _("Method of new projects in %(place)s") % {"place": place.name}
    return change_page(request, form, title=title, here=place.name, trail=way, button=_("Set the rule"))


def _address(place: Portfolio | Programme) -> str:
    return "programme-method-rule" if isinstance(place, Programme) else "portfolio-method-rule"
