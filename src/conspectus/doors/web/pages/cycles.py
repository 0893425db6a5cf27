"""The reporting cycle: its calendar and rule, the desk where reports are gathered, who is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.collection_file import collection_file
from conspectus.journeys.report_sheets.desk import writes_any
from conspectus.journeys.reporting_cycle import begin_cycle, decide_reports
from conspectus.kit.errors import Conflict, Invalid, http_status
from conspectus.kit.together import RowsRefused
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.status import actions
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries import get_report
from conspectus.rooms.status.queries.cycles import (
    REQUEST_FILTERS,
    collected,
    cycle_of,
    get_request,
    local_day,
    narrowed,
    next_cycles,
    reporting_rule,
    requests_of,
    the_cycle,
)
from conspectus.rooms.status.queries.timeliness import timeliness_trend

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import cycles as forms
from ..forms.changing import saved
from ..panels.cycles import cycle_figures
from ..tables.portfolio import window
from ..words import day, several
from .choices import people_choices
from .organisation import change_page
from .packs import TABLES
from .periods import pressed_at


@require_http_methods(["GET", "HEAD", "POST"])
@page
def cycles(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Show the next twelve cycles of a portfolio, and say how it gathers reports."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    row, setting = reporting_rule(place), may(by, "set_reporting_rule", place, on.date())
    if request.method == "POST":
        require(by, "set_reporting_rule", place, on.date())
    people = people_choices(row.escalate_to) if setting else []
    form = forms.RuleForm(posted(request), initial=forms.rule_values(row), people=people)

    def keep(given: dict[str, Any]) -> object:
        revision, to = given.pop("revision"), given.pop("escalate_to")
        new = actions.Gathering(**given, escalate_to=get_person(to) if to else None)
        return actions.set_reporting_rule(portfolio=place, new=new, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, keep, lambda: forms.rule_values(reporting_rule(place))):
        done(request, _("It is kept; cycles opened from now on have these days."))
        return redirect("cycles", place.pk)
    rows, timely = next_cycles(place, local_day(place, on)), timeliness_trend(by, place, at=on)
    told: dict[str, Any] = {"place": place, "rows": rows, "rule": row, "timely": timely}
    told["form"] = form if setting else None
    told |= {"trail": _trail(place)[:2], "may_open": may(by, "open_cycle", place, on.date())}
    return show(request, "cycles/cycles.html", told, status=form.status)


@require_safe
@page
def collection(request: HttpRequest, period_id: str) -> HttpResponse:
    """Show who is asked for reports of a period and what came, to accept, return and chase many at once."""
    return _the_desk(request, get_period(asker(request), period_id, at(request).date()))


def _the_desk(request: HttpRequest, row: Period, refused: Sequence[str] = (), status: int = 200) -> HttpResponse:
    """Show the desk; where a deed was refused, why, with what was ticked and typed."""
    by, on, asked = asker(request), at(request), query(request)
    every = requests_of(by, row, at=on)
    shown, stand = narrowed(every, asked.get("state", ""), asked.get("q", "")), collected(every)
    told: dict[str, Any] = window(shown, reverse("collection", args=[row.pk]), asked)
    told |= {"refused": refused, "words": request.POST.get("words", "")}
    told |= {"ticked": forms.ticked(request.POST, "report"), "chased": forms.ticked(request.POST, "request")}
    told |= {"period": row, "cycle": cycle_of(row), "stand": stand, "asked": asked, "any": bool(every)}
    told |= {
        "filters": REQUEST_FILTERS,
        "trail": [*_trail(row.portfolio), (row.name, reverse("period", args=[row.pk]))],
    }
    deciding = row.state == "open" and may(by, "open_cycle", row.portfolio, on.date())
    told["filling"] = row.state == "open" and writes_any(row, by, on)
    told |= {"deciding": deciding, "may_open": may(by, "open_cycle", row.portfolio, on.date())}
    told["figures"] = cycle_figures(stand, day(on)) if every else ()
    told["may_freeze"] = may(by, "freeze_period", row.portfolio, on.date())
    return show(request, "cycles/collection.html", told, status=status)


@require_safe
@page
def collection_table(request: HttpRequest, period_id: str, kind: str) -> HttpResponse:
    """Hand over who is asked and what came, as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    by, on, asked = asker(request), at(request), query(request)
    row = get_period(by, period_id, on.date())
    rows = narrowed(requests_of(by, row, at=on), asked.get("state", ""), asked.get("q", ""))
    return hand_over(collection_file(row, rows, kind=kind, at=on), f"collection.{kind}", TABLES[kind])


@require_POST
@page
def open_cycle(request: HttpRequest, period_id: str) -> HttpResponse:
    """Ask for the reports of a period."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    require(by, "open_cycle", row.portfolio, on.date())
    begin_cycle(period=row, revision=pressed_at(request), by=by, at=on)
    count = collected(requests_of(by, row, at=on)).requested
    done(
        request, _("%(reports)s are asked for; people hear of it in a moment.") % {"reports": several(count, "report")}
    )
    return redirect("collection", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_cycle(request: HttpRequest, period_id: str) -> HttpResponse:
    """Change the days of a cycle."""
    by, on = asker(request), at(request)
    period = get_period(by, period_id, on.date())
    require(by, "change_cycle", period.portfolio, on.date())
    row = the_cycle(period)
    form = forms.CycleForm(posted(request), initial=forms.cycle_values(row), people=people_choices(row.escalate_to))

    def keep(given: dict[str, Any]) -> object:
        revision, to = given.pop("revision"), given.pop("escalate_to")
        new = actions.CycleDates(**given, escalate_to=get_person(to) if to else None)
        return actions.change_cycle(cycle=row, new=new, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, keep, lambda: forms.cycle_values(the_cycle(period))):
        done(request, _("The days of this cycle are changed."))
        return redirect("collection", period.pk)
    title = _("Days of the cycle for %(name)s") % {"name": period.name}
    return change_page(request, form, title=title, here=_("Days"), trail=_desk(period), button=_("Change them"))


@require_POST
@page
def decide(request: HttpRequest, period_id: str) -> HttpResponse:
    """Accept or return the reports ticked, all or none, or remind who owes those ticked."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    require(by, "chase_reports", row.portfolio, on.date())
    chosen = [(get_report(by, number, on.date()), revision) for number, revision in forms.chosen_reports(request.POST)]
    try:
        _decide(request, row, chosen)
    except RowsRefused as refusal:
        return _the_desk(request, row, [*refusal.reasons, _("Nothing was changed.")], http_status(refusal))
    except (Invalid, Conflict) as refusal:
        return _the_desk(request, row, [refusal.words], http_status(refusal))
    return redirect("collection", row.pk)


def _decide(request: HttpRequest, row: Period, chosen: Sequence[tuple[Report, int]]) -> None:
    by, on, deed = asker(request), at(request), request.POST.get("deed", "")
    if deed == "chase":
        named = [get_request(by, one, on.date()) for one in request.POST.getlist("request")[:1000]]
        found = actions.chase_reports(cycle=the_cycle(row), requests=named or None, by=by, at=on)
        count = len(found)
        done(
            request,
            ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", count) % {"count": count},
        )
        return
    if not chosen:
        raise Invalid("reports", forms.nothing_chosen(), "reports")
    words = request.POST.get("words", "")
    if deed != "accept" and not words.strip():
        raise Invalid("words", forms.no_words(), "words")
    decide_reports(period=row, chosen=chosen, accept=deed == "accept", words=words, by=by, at=on)
    state = _("accepted") if deed == "accept" else _("returned")
    done(request, _("%(reports)s: %(state)s.") % {"reports": several(len(chosen), "report"), "state": state})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def delegate(request: HttpRequest, request_id: str) -> HttpResponse:
    """Let somebody else write a report this time."""
    by, on = asker(request), at(request)
    row = get_request(by, request_id, on.date())
    require(by, "delegate_report", row.subject, on.date())

    def values() -> dict[str, Any]:
        now = get_request(by, request_id, on.date())
        return {"person": str(now.delegate_id or ""), "until": now.delegate_until, "revision": now.revision}

    form = forms.DelegateForm(posted(request), initial=values(), people=people_choices(row.delegate))

    def keep(given: dict[str, Any]) -> object:
        person = get_person(given["person"]) if given["person"] else None
        more = {"until": given["until"], "revision": given["revision"]}
        return actions.delegate_report(request=row, person=person, **more, by=by, at=on)

    if request.method == "POST" and saved(form, keep, values):
        done(request, _("It is kept; they hear of it in a moment."))
        return redirect("collection", row.cycle.period_id)
    title = _("Who writes the report of %(subject)s") % {"subject": row.subject}
    trail = _desk(row.cycle.period)
    return change_page(request, form, title=title, here=_("Written by"), trail=trail, button=_("Keep it"))


def _trail(place: Any) -> list[tuple[str, str]]:
    return [
        (_("Organisation"), reverse("portfolios")),
        (_("Periods of %(name)s") % {"name": place.name}, reverse("periods", args=[place.pk])),
        (_("Reporting cycles"), reverse("cycles", args=[place.pk])),
    ]


def _desk(period: Period) -> list[tuple[str, str]]:
    return [
        *_trail(period.portfolio),
        (_("Reports of %(name)s") % {"name": period.name}, reverse("collection", args=[period.pk])),
    ]
