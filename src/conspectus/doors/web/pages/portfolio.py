"""The portfolio and its programmes: where everything stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.engine.apportion import WHOLE
from conspectus.journeys.portfolio_rows import full_rows
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.accounts.queries import divisions, get_division
from conspectus.rooms.accounts.rules import may_administer
from conspectus.rooms.changes.queries import growth_sums
from conspectus.rooms.portfolio.choices import FieldSubject, ViewOf
from conspectus.rooms.portfolio.models import Programme, Project, SavedView
from conspectus.rooms.portfolio.queries import (
    get_programme,
    visible_divisions,
    visible_portfolios,
    visible_views,
)
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, FieldShown
from conspectus.rooms.portfolio.queries.fields import readable_fields
from conspectus.rooms.portfolio.rules import may, may_somewhere
from conspectus.rooms.schedule.queries import (
    GridFilter,
    PortfolioTotals,
    for_rows,
    portfolio_projects,
    portfolio_totals,
)
from conspectus.rooms.schedule.queries.fields import project_fields
from conspectus.rooms.schedule.queries.shares import any_shared, shared_projects, shared_sums
from conspectus.rooms.status.queries import division_trend, group_status, newest_programme_status

from ..answers import done, page, show
from ..asking import asker, at, query
from ..tables import portfolio as table
from ..tables.columns import Column, chosen, offered
from ..words import address
from .controls import controls
from .followup import talk
from .frame import programme_frame
from .narrowing import asked_of, choices_offered
from .organisation import trail_to
from .own_fields import own_panel

EVERYTHING = "all"  # in the address: all projects, whatever view the table opens with
MOST_SUMMED = 200  # projects whose group is judged while a page waits; the board pack judges any number


@require_safe
@page
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show every project the reader may see, with totals from sums; a saved view opens where its choices stand."""
    by, asked = asker(request), query(request)
    views = list(visible_views(by, at(request).date(), ViewOf.PORTFOLIO))
    view = _opened(asked.get("view", ""), views, bare=not asked)
    if view is not None and table.chosen_of(view.choices) and not table.chosen_of(asked):
        return redirect(_address_of(view))
    try:
        told = projects_table(request, table.read_grid(asked))
    except Invalid as refusal:
        if view is None:
            raise
        words = _("The view “%(name)s” asks for what is not there any more.") % {"name": view.name}
        done(request, f"{words} {refusal.words}")
        return redirect(address(request.path, {}, view=EVERYTHING))
    told |= {
        "opening": may_somewhere(by, "create_project", at(request).date()),
        "portfolios": list(visible_portfolios(by, at(request).date())),
    }
    told["offered"] = choices_offered(request, told["portfolios"])
    told["field_controls"] = controls(told["fields"], told["asked"], at(request).date())
    told |= _views(told["asked"], view, views)
    told["fields_narrow"] = any(one.is_set for one in told["field_controls"])
    told["carried"] = table.carried(told["asked"], ("sort", "columns", "group", "view"))
    return show(request, "portfolio/portfolio.html", told)


def _opened(number: str, views: Sequence[SavedView], *, bare: bool) -> SavedView | None:
    """Return the view the address names, or the one the table opens with where it says nothing."""
    return next((one for one in views if (one.is_first if bare else str(one.pk) == number)), None)  # type: ignore[attr-defined]  # annotated


def _address_of(view: SavedView) -> str:
    return address(reverse("portfolio"), dict(sorted(view.choices.items())), view=view.pk)


def _views(asked: dict[str, str], view: SavedView | None, views: Sequence[SavedView]) -> dict[str, Any]:
    """Return the links to views, and to keep what the table shows now where no view has it."""
    shown = table.chosen_of(asked)
    kept = view is not None and view.choices == shown
    return {
        "views": [(one.name, _address_of(one), one == view) for one in views],
        "everything": address(reverse("portfolio"), {}, view=EVERYTHING),
        "save_view": "" if kept or not shown else address(reverse("new-view"), shown),
        "keep_view": address(reverse("change-view", args=[view.pk]), shown) if view and shown and not kept else "",
        "view": view,
    }


@require_safe
@page
def division(request: HttpRequest, division_id: str) -> HttpResponse:
    """Show the projects of a division and all below it: status, distribution, sums, what serves it in parts."""
    by, found = asker(request), get_division(division_id)
    wanted = replace(table.read_grid(query(request)), division=found.pk)
    told = projects_table(request, wanted, pack={"division": found.pk}) | shared(request, found)
    above = [int(part) for part in found.path.strip("/").split("/")[:-1]]
    every = {one.pk: one for one in divisions()}
    told |= {"division": found, "below": [one for one in every.values() if one.parent_id == found.pk]}
    told["trail"] = [*trail_to("Divisions"), *((every[one].name, reverse("division", args=[one])) for one in above)]
    tree = query(request).get("tree", "then")
    told |= {"trend": division_trend(by, found, tree=tree, at=at(request)), "tree": tree}
    told |= {"changing": may_administer(by), "giving": may(by, "grant_role", found, at(request).date())}
    if visible_divisions(by, at(request).date()).filter(pk=found.pk).exists():  # its name alone is open to all
        told |= talk(request, subject_of(found)) | own_panel(by, found, at(request).date())
    return show(request, "portfolio/division.html", told)


def shared(request: HttpRequest, target: Programme | Division) -> dict[str, Any]:
    """Return what serves a programme or division in parts; nothing where all serve their home alone."""
    if not any_shared(asker(request), target, at=at(request)):
        return {"shared": ()}
    rows = shared_projects(asker(request), target, at=at(request))
    if all(row.basis_points == WHOLE for row in rows):
        return {"shared": ()}
    return {"shared": rows, "shared_sums": shared_sums(rows)}


@require_safe
@page
def programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show one programme's projects."""
    by = asker(request)
    found = get_programme(by, programme_id, at(request).date())
    wanted = replace(table.read_grid(query(request)), programme=found.pk)
    told = projects_table(request, wanted, without="programme", pack={"programme": found.pk})
    told |= shared(request, found) | talk(request, subject_of(found))
    on = at(request).date()
    told |= {"programme": found, "changing": may(by, "change_programme", found, on)}
    told |= {"opening": may(by, "create_project", found, on)} | programme_frame(by, found, "Projects")
    told["period"], told["status"] = newest_programme_status(by, found, at=at(request))
    told["open_here"] = address(reverse("new-project"), {}, portfolio=found.portfolio_id, programme=found.pk)
    told |= own_panel(asker(request), found, at(request).date())
    return show(request, "portfolio/programme.html", told)


def projects_table(
    request: HttpRequest, wanted: GridFilter, *, without: str = "", pack: dict[str, int] | None = None
) -> dict[str, Any]:
    """Return a table of projects with totals as its template takes it; ``pack`` is what a board pack is of."""
    asked, by, moment = asked_of(request), asker(request), at(request)
    fields = readable_fields(by, FieldSubject.PROJECT, moment.date())
    columns = chosen(asked.get("columns", ""), offered(fields), without=without)
    sums = portfolio_totals(by, wanted, at=moment)
    wide = sums.projects > MOST_SUMMED
    groups = () if wide else group_status(by, wanted, at=moment, whole=_("All of these projects"))
    return (
        _shown(request, wanted, columns, sums)
        | _choices(request, asked, columns, pack)
        | {
            "columns": columns,
            "fields": fields,
            "tools": table.tools(asked, columns, fields, without=without),
            "sums": sums,
            "grown": growth_sums(by, portfolio_projects(by, wanted, at=moment), moment.date()),
            "groups": table.group_rows(groups[:1] if pack else groups),
            "too_many_groups": MOST_SUMMED if wide else 0,
        }
    )


def _shown(
    request: HttpRequest, wanted: GridFilter, columns: Sequence[Column], sums: PortfolioTotals
) -> dict[str, Any]:
    """Return the rows of the page asked for, in their groups, and the links to those before and after."""
    asked, by, moment = asked_of(request), asker(request), at(request)
    span = table.span(sums.projects, request.path, asked)
    projects = list(for_rows(portfolio_projects(by, wanted, at=moment))[span["first"] - 1 : span["last"]])
    rows = full_rows(projects, at=moment, group=wanted.group)
    held = held_by_key(by, projects, columns, moment.date())
    return span | {"rows": rows, "held": held, "blocks": table.blocks(rows, sums, request.path, asked)}


def held_by_key(
    by: User, projects: Sequence[Project], columns: Iterable[Column], on: date
) -> dict[int, dict[str, FieldShown]]:
    """Return what the fields of projects hold, where a column shows one."""
    if not any(one.key.startswith(BY_FIELD) for one in columns):
        return {}
    return {pk: {one.key: one for one in shown} for pk, shown in project_fields(by, projects, on).items()}


def _picking(path: str, asked: dict[str, str]) -> str:
    """Return the link that begins, or ends, choosing projects to change alike."""
    return address(path, asked, pick="" if asked.get("pick") else "yes")


def _choices(
    request: HttpRequest, asked: dict[str, str], columns: Sequence[Column], pack: dict[str, int] | None
) -> dict[str, Any]:
    """Return what the reader chose and may choose, and the links that keep it."""
    narrowing = {name: asked[name] for name in asked if asked[name] and table.narrows(name)}
    shown = {name: asked[name] for name in ("sort", "columns", "group") if asked.get(name)}
    headings = table.headings(request.path, asked, columns)
    return {
        "headings": headings,
        "meanings": table.meanings(headings),
        "asked": asked,
        "picking": bool(asked.get("pick")),
        "pick_href": "" if asker(request).reading_only else _picking(request.path, asked),
        "narrowed": bool(narrowing),
        "pack_query": urlencode(pack or narrowing),
        "table_query": urlencode((pack or narrowing) | shown),
    }
