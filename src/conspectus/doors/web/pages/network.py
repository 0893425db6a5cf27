"""All links at a glance: as a picture of givers and takers, and as a matrix for hundreds of projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.journeys.links import matrix_now
from conspectus.rooms.links.queries import GROUPS, Matrix, MatrixCell

from ..answers import page, show
from ..asking import asker, at, query
from ..panels.network import MOST_DRAWN, called, cell_address, cell_words, draw_network
from ..tables import links as table
from ..words import address
from .narrowing import narrowing_choices

ZOOMS = ("100", "150", "70")


@require_safe
@page
def link_network(request: HttpRequest) -> HttpResponse:
    """Draw who gives to whom; late ones are told by colour, word and shape."""
    found, told = _found(request, "link-network")
    asked = query(request)
    zoom = asked.get("zoom", "") if asked.get("zoom", "") in ZOOMS else ZOOMS[0]
    drawn = draw_network(found, asked) if 0 < len(found.names) <= MOST_DRAWN else None
    scale = {"wide": drawn.width * int(zoom) // 100, "high": drawn.height * int(zoom) // 100} if drawn else {}
    zooms = [(one, address(request.path, asked, zoom=one), one == zoom) for one in ZOOMS]
    told |= {"drawn": drawn, "zooms": zooms, "scale": scale, "many": len(found.names) > MOST_DRAWN}
    return show(request, "links/network.html", told)


@require_safe
@page
def link_matrix(request: HttpRequest) -> HttpResponse:
    """Show givers as rows and takers as columns, with the links and the worst standing of each pair."""
    found, told = _found(request, "link-matrix")
    asked, cells = query(request), {(cell.giver, cell.taker): cell for cell in found.cells}
    giving, taking = {cell.giver for cell in found.cells}, {cell.taker for cell in found.cells}
    takers = [one for one in found.names if one.key in taking]
    place = {one.key: number for number, one in enumerate(found.names)}
    rows = []
    for giver in found.names:
        if giver.key in giving:
            pairs = [(cells.get((giver.key, taker.key)), place[taker.key] - place[giver.key]) for taker in takers]
            line = [(_matrix_cell(cell, found, asked) if cell else None, ahead) for cell, ahead in pairs]
            rows.append((called(giver), giver.code, line))
    told |= {"takers": [(called(one), one.code) for one in takers], "rows": rows}
    return show(request, "links/matrix.html", told)


def _matrix_cell(cell: MatrixCell, found: Matrix, asked: dict[str, str]) -> tuple[MatrixCell, str, str]:
    return cell, cell_words(cell, found), cell_address(cell, found.grouped, asked)


def _found(request: HttpRequest, view: str) -> tuple[Matrix, dict[str, Any]]:
    asked = query(request)
    grouped = asked.get("by", "") if asked.get("by", "") in GROUPS else GROUPS[0]
    found = matrix_now(asker(request), table.read_link_filter(asked), grouped=grouped, at=at(request))
    told = narrowing_choices(request, table.NARROWING)
    names = {"project": _("projects"), "programme": _("programmes"), "division": _("divisions")}
    told |= {
        "found": found,
        "total": sum(cell.links for cell in found.cells),
        "grouped": [(names[one], address(request.path, asked, by=one), one == grouped) for one in GROUPS],
        "tabs": [
            (_("List"), reverse("links")),
            (_("Network"), reverse("link-network")),
            (_("Matrix"), reverse("link-matrix")),
        ],
        "tab": _("Network") if view == "link-network" else _("Matrix"),
        "standings": table.STANDINGS,
        "states": table.STATES,
        "sorted": table.SORTED,
        "pairs": [(cell, cell_words(cell, found), cell_address(cell, grouped, asked)) for cell in found.cells],
        "trail": [(_("Roadmap"), reverse("roadmap")), (_("Links"), reverse("links"))],
        "carried": [(name, asked[name]) for name in ("by", "zoom") if asked.get(name)],
    }
    return found, told
