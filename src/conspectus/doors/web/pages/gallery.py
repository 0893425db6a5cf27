"""The gallery: every component with its props and examples."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ..answers import page, show
from ..components import LIBRARY, Component
from ..panels.specimen import specimen_chart, specimen_curve
from ..templatetags.ui import draw

INKS = ("paper", "sheet", "wash", "ink", "ink-2", "ink-3", "hair", "accent", "green", "amber", "red")
BARS = ("bar", "bar-critical", "bar-base")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A component on show."""

    component: Component
    drawn: tuple[SafeString, ...]


@require_safe
@page
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each component."""
    told = {
        "specimens": [_specimen(component) for component in LIBRARY.values()],
        "inks": INKS + BARS,
        "chart": specimen_chart(),
        "curve": specimen_curve(),
    }
    return show(request, "gallery/gallery.html", told)


def _specimen(component: Component) -> Specimen:
    examples = component.examples or ({},)
    body = "What the component wraps stands here." if component.slot else ""
    return Specimen(component, tuple(draw(component.name, dict(props), body=body) for props in examples))
