"""Links between projects: those of all, of one project, one by itself; proposed and spoken about by both sides."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.links import link_now, links_csv, links_now
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.links import actions
from conspectus.rooms.links.choices import OPEN, Side
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries import LinkFilter, link_view, link_views, steps_of, stored_circle
from conspectus.rooms.links.rules import heirs_of, may_move, may_speak_for, require_either, require_for, require_movable
from conspectus.rooms.portfolio.queries import PartyFilter, find_parties, get_project, visible_portfolios
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import links as forms
from ..forms.changing import saved
from ..paging import window
from ..tables import links as table
from .choices import people_choices
from .followup import talk
from .frame import frame
from .narrowing import narrowing_choices
from .organisation import change_page
from .periods import pressed_at


@require_safe
@page
def links(request: HttpRequest) -> HttpResponse:
    """List all links one may see, the worst first."""
    by, asked = asker(request), query(request)
    rows = links_now(by, table.read_link_filter(asked), at=at(request))
    told = narrowing_choices(request, table.NARROWING) | window(rows, request.path, asked)
    told |= {
        "rows": link_views(by, told["rows"], at(request).date()),
        "circle": stored_circle(by, at(request).date()),
        "standings": table.STANDINGS,
        "states": table.STATES,
        "sorted": table.SORTED,
        "meanings": table.MEANINGS,
        "query": urlencode({name: value for name, value in asked.items() if name != "from"}),
        "places": [one for one in visible_portfolios(by) if may(by, "import_links", one, at(request).date())],
        "trail": [(_("Roadmap"), reverse("roadmap"))],
    }
    return show(request, "links/links.html", told)


@require_safe
@page
def link_file(request: HttpRequest) -> HttpResponse:
    """Hand over the links as narrowed, as CSV."""
    data = links_csv(by=asker(request), wanted=table.read_link_filter(query(request)), at=at(request))
    return hand_over(data, "links.csv", "text/csv; charset=utf-8")


@require_safe
@page
def project_links(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show what a project gives and what it takes."""
    project, told = frame(request, project_id, "Links")
    by, asked = asker(request), query(request)
    wanted = LinkFilter(project=project.pk, state="all" if asked.get("state") == "all" else "")
    rows = link_views(by, links_now(by, wanted, at=at(request)), at(request).date())
    gives, takes = table.by_direction(rows, project.pk)
    told |= {
        "gives": gives,
        "takes": takes,
        "every": wanted.state == "all",
        "meanings": table.MEANINGS,
        "proposing": may(by, "propose_link", project, at(request).date()),
    }
    return show(request, "links/project.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_link(request: HttpRequest, project_id: str) -> HttpResponse:
    """Propose a link from or to a project."""
    by, on = asker(request), at(request)
    project, told = frame(request, project_id, "Links")
    require(by, "propose_link", project, on.date())
    parties = find_parties(by, PartyFilter(portfolio=project.portfolio_id), on.date())
    form = forms.NewLinkForm(posted(request), parties=[(str(one.pk), one.name) for one in parties])
    made: list[Link] = []

    def save(given: dict[str, Any]) -> None:
        made.append(actions.propose_link(**form.given(given, project, by), by=by, at=on))

    if request.method == "POST" and saved(form, save):
        done(request, _("The link is proposed. It is agreed once both owners said yes."))
        return redirect("link", made[0].pk)
    trail = [*told["trail"], (project.name, reverse("project-links", args=[project.pk]))]
    title, button = _("Propose a link"), _("Propose it")
    return change_page(request, form, title=title, trail=trail, button=button)


@require_safe
@page
def link(request: HttpRequest, link_id: str) -> HttpResponse:
    """Show one link: both sides, its dates, what was said and what happened."""
    by, on = asker(request), at(request).date()
    row = link_now(by, link_id, at=at(request))
    view, open_ = link_view(by, row, on), row.state in OPEN
    speaking = [side for side in Side.values if open_ and may_speak_for(by, "agree_link", row, side, on)]
    told = {
        "link": view,
        "row": row,
        "trail": [(_("Links"), reverse("links"))],
        "steps": steps_of(row),
        "meanings": table.MEANINGS,
        "sides": [(side, getattr(view, side), side in speaking) for side in Side.values],
        "movable": [side for side in Side.values if open_ and may_move(by, row, side, on)],
        "waiting": [side for side in speaking if row.asked_on and not getattr(row, f"{side}_said")],
        "changing": bool(speaking),
    } | talk(request, subject_of(row))
    return show(request, "links/link.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_link(request: HttpRequest, link_id: str) -> HttpResponse:
    """Ask for other terms of a link."""
    by, on = asker(request), at(request)
    row = link_now(by, link_id, at=on)
    require_either(by, "change_link", row, on.date())

    def stored() -> dict[str, Any]:
        now = link_now(by, link_id, at=on)
        names = ("words", "kind", "lag_days", "event_on", "revision")
        return {name: getattr(now, name) for name in names} | {"by_on": now.due_on}

    def save(given: dict[str, Any]) -> None:
        more = {"event_on": given.get("event_on"), "revision": given["revision"]}
        actions.change_link(link=row, terms=forms.terms_of(given), **more, by=by, at=on)

    form = forms.TermsForm(posted(request), initial=stored(), outside=bool(row.event_name))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("What you ask for is kept. The agreed date stays in force until both owners said yes."))
        return redirect("link", row.pk)
    title = _("Ask for other terms")
    return change_page(request, form, title=title, trail=_trail(row), button=_("Ask for this"))


@require_POST
@page
def agree_link(request: HttpRequest, link_id: str, side: str) -> HttpResponse:
    """Say yes for a side."""
    by, on = asker(request), at(request)
    row = link_now(by, link_id, at=on)
    require_for(by, "agree_link", row, side, on.date())
    actions.agree_link(link=row, side=side, revision=pressed_at(request), by=by, at=on)
    done(request, _("You agreed to the link."))
    return redirect("link", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decline_link(request: HttpRequest, link_id: str, side: str) -> HttpResponse:
    """Say no for a side, with the reason."""
    by, on = asker(request), at(request)
    row = link_now(by, link_id, at=on)
    require_for(by, "decline_link", row, side, on.date())
    form = forms.ReasonForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and saved(
        form, lambda given: actions.decline_link(link=row, side=side, **given, by=by, at=on)
    ):
        done(request, _("You declined it; the other side is told why."))
        return redirect("link", row.pk)
    return change_page(request, form, title=_("Decline"), trail=_trail(row), button=_("Decline it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def withdraw_link(request: HttpRequest, link_id: str) -> HttpResponse:
    """End a link, with the reason."""
    by, on = asker(request), at(request)
    row = link_now(by, link_id, at=on)
    require_either(by, "withdraw_link", row, on.date())
    form = forms.ReasonForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and saved(form, lambda given: actions.withdraw_link(link=row, **given, by=by, at=on)):
        done(request, _("The link is withdrawn."))
        return redirect("link", row.pk)
    return change_page(request, form, title=_("Withdraw the link"), trail=_trail(row), button=_("Withdraw it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def link_owner(request: HttpRequest, link_id: str, side: str) -> HttpResponse:
    """Name who answers for a side."""
    by, on = asker(request), at(request)
    row = link_now(by, link_id, at=on)
    require_for(by, "set_link_owner", row, side, on.date())
    owner = row.giver_owner if side == Side.GIVER else row.taker_owner
    initial = {"revision": row.revision, "owner": str(owner.pk) if owner else ""}
    form = forms.OwnerForm(posted(request), initial=initial, people=people_choices(owner))

    def save(given: dict[str, Any]) -> None:
        person = get_person(given["owner"]) if given["owner"] else None
        revision = given["revision"]
        actions.set_link_owner(link=row, side=side, owner=person, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The owner is named."))
        return redirect("link", row.pk)
    return change_page(request, form, title=_("Who answers for this side"), trail=_trail(row), button=_("Keep it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def move_link_end(request: HttpRequest, link_id: str, side: str) -> HttpResponse:
    """Hang a side on another task."""
    by, on = asker(request), at(request)
    row = link_now(by, link_id, at=on)
    require_movable(by, row, side, on.date())
    heirs = [(str(one.pk), str(one)) for one in heirs_of(by, row, side, on.date())]
    form = forms.LinkEndForm(posted(request), initial={"revision": row.revision}, heirs=heirs)

    def save(given: dict[str, Any]) -> None:
        project = get_project(by, given["project"], on.date()) if given["project"] else None
        task, revision = given["task"], given["revision"]
        actions.move_link_end(link=row, side=side, task=task, project=project, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("It hangs on another task; the other side is told."))
        return redirect("link", row.pk)
    title = _("Hang it on another task")
    return change_page(request, form, title=title, trail=_trail(row), button=_("Keep it"))


def _trail(row: Link) -> list[tuple[str, str]]:
    return [(_("Links"), reverse("links")), (str(row), reverse("link", args=[row.pk]))]
