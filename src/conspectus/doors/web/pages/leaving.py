"""Somebody leaves: all they have, looked at first, then handed over at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from conspectus.journeys.leave import belongings, hand_over
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.accounts.rules import require_people_keeper
from conspectus.rooms.portfolio.queries.owned import Owned

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.leaving import HandOverForm
from ..places import page_of
from ..words import several
from .choices import people_choices
from .organisation import trail_to

_PARTS = {
    "manager": gettext_lazy("Manager"),
    "sponsor": gettext_lazy("Sponsor"),
    "owner": gettext_lazy("Owner"),
    "checker": gettext_lazy("Checks it"),
    "giver": gettext_lazy("Gives"),
    "taker": gettext_lazy("Takes"),
    "reviewer": gettext_lazy("Reviewer"),
    "condition": gettext_lazy("Owner of a condition"),
    "wanted_from": gettext_lazy("To decide on it"),
}
_OTHERS = {  # what nobody comments on: how it is called, and where it stands
    "requirement": (gettext_lazy("Requirement"), "change-requirement"),
    "qualitycheck": (gettext_lazy("Quality check"), "change-quality-check"),
    "communication": (gettext_lazy("Communication"), "communication"),
    "article": (gettext_lazy("Article"), "article"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def leaving(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show all a person has to answer for, and hand it over to another."""
    by, on = asker(request), at(request)
    require_people_keeper(by)
    row = get_person(person_id)
    found = belongings(row, on.date())
    others = [one for one in people_choices() if one[0] != str(row.pk)]
    form = HandOverForm(posted(request), initial={"shown": found.digest}, people=others)

    def save(given: dict[str, Any]) -> None:
        heir = get_person(given["heir"])
        passed = hand_over(person=row, heir=heir, shown=given["shown"], by=by, at=on)
        done(
            request,
            _("%(things)s of %(name)s passed to %(heir)s.")
            % {"things": several(len(passed.held), "thing"), "name": row.name, "heir": heir.name},
        )

    if request.method == "POST" and saved(form, save):
        return redirect("leaving", row.pk)
    told = {"person": row, "found": found, "rows": [_told(one) for one in found.held], "form": form}
    return show(request, "organisation/leaving.html", told | {"trail": trail_to("People")}, status=form.status)


def _told(one: Owned) -> tuple[str, str, str]:
    """Return name, address and part of one thing."""
    if one.kind == "document":
        return one.name, f"/documents/{one.id}/", _("Owner of the document")
    if one.kind == "action":
        return one.name, reverse("action", args=[one.id]), _("Owner of the action")
    if one.kind in _OTHERS:
        called, address_name = _OTHERS[one.kind]
        return f"{called} {one.name}", reverse(address_name, args=[one.id]), str(_PARTS[one.part])
    word, _blank, role = one.part.partition(" ")
    if word == "stream":
        return (
            _("Project %(name)s") % {"name": one.name},
            page_of(one.kind, one.id),
            _("Lead of the work stream %(name)s") % {"name": role},
        )
    if word == "grant":
        part = _("%(role)s, by grant") % {"role": Role(role).label}
    elif word == "role":
        part = _("%(role)s, by role") % {"role": Role(role).label}
    else:
        part = str(_PARTS[word])
    return f"{SubjectKind(one.kind).label} {one.name}", page_of(one.kind, one.id), part
