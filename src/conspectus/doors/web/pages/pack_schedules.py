"""Packs made by themselves: when, as which files, and who is told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.packs.actions import Scheduled, schedule_packs
from conspectus.rooms.packs.models import PackSchedule
from conspectus.rooms.packs.queries import pack_schedule, scheduled_packs
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import require

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.packs import ScheduleForm
from .choices import people_choices
from .period_packs import trail_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def schedule(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Say when a portfolio's packs are made by themselves, and list those that were."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "schedule_packs", place, on.date())
    row = pack_schedule(place)
    form = ScheduleForm(posted(request), initial=_values(row), people=people_choices())

    def save(given: dict[str, Any]) -> object:
        revision, readers = given.pop("revision"), [get_person(one) for one in given.pop("readers")]
        wanted = Scheduled(**given, readers=readers)
        return schedule_packs(portfolio=place, schedule=wanted, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save, lambda: _values(pack_schedule(place))):
        done(request, _("It is kept. Packs of periods frozen from now on are made so."))
        return redirect("pack-schedule", place.pk)
    trail = [*trail_of(place), (_("Template of board packs"), reverse("pack-template", args=[place.pk]))]
    told = {"form": form, "place": place, "row": row, "packs": scheduled_packs(place), "trail": trail}
    return show(request, "packs/schedule.html", told, status=form.status)


def _values(row: PackSchedule) -> dict[str, Any]:
    readers = [str(pk) for pk in row.readers.values_list("pk", flat=True)] if row.pk else []
    names = ("is_on", "kinds", "working_days", "revision")
    return {name: getattr(row, name) for name in names} | {"readers": readers}
