"""The main menu, as far as the reader may go."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conspectus.kit.manner import manner
from conspectus.rooms.outbox.queries import unread

from ..asking import asker

register = template.Library()

MENU = (
    (gettext_noop("Home"), "home"),
    (gettext_noop("Portfolio"), "portfolio"),
    (gettext_noop("Roadmap"), "roadmap"),
    (gettext_noop("Registers"), "registers"),
    (gettext_noop("Money"), "all-money"),
    (gettext_noop("Upload"), "upload"),
    (gettext_noop("Review"), "review"),
    (gettext_noop("Knowledge"), "knowledge"),
    (gettext_noop("Organisation"), "portfolios"),
)
# Pages that lie below an entry though their address begins otherwise.
BELOW = {
    "Portfolio": ("/projects/", "/programmes/", "/views/", "/new-project/", "/deliverables/", "/requirements/"),
    "Roadmap": ("/milestones/", "/links/"),
    "Registers": ("/actions/",),
    "Knowledge": ("/lessons/", "/lesson-offers/"),
    "Organisation": (
        "/periods/",
        "/parties/",
        "/suppliers/",
        "/contracts/",
        "/objectives/",
        "/divisions/",
        "/fields/",
        "/persons/",
        "/accounts/",
        "/roles/",
        "/tolerances/portfolio/",
        "/outbox/",
        "/master-list/",
    ),
}
BELOW["Portfolio"] += ("/recovery/", "/exceptions/", "/promises/", "/assurance/")
BELOW["Organisation"] += ("/standards/", "/findings/", "/compliance/", "/waivers/")
BELOW["Portfolio"] += ("/changes/", "/change-requests/")
BELOW["Portfolio"] += ("/changes/", "/change-requests/", "/gates/", "/gate-reviews/", "/gate-conditions/")
BELOW["Portfolio"] += ("/changes/", "/change-requests/", "/closures/")
BELOW["Portfolio"] += ("/recovery/", "/exceptions/", "/promises/")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; ``here`` is ``page`` on the page itself and ``true`` below it."""

    name: str
    href: str
    here: str


@register.filter
def unread_notices(request: HttpRequest) -> int:
    """Return how many notices the reader has not read."""
    return unread(asker(request))


@register.filter
def main_menu(request: HttpRequest) -> list[Item]:
    """Return the entries of the main menu with the present one marked."""
    return [_item(name, reverse(view), request.path) for name, view in MENU]


@register.filter
def zone(request: HttpRequest) -> str:
    """Return the time zone in which the page tells times of day."""
    return manner().zone.replace("_", " ")


def _item(name: str, href: str, path: str) -> Item:
    below = href != "/" and path.startswith((href, *BELOW.get(name, ())))
    return Item(_(name), href, "page" if path == href else "true" if below else "")
