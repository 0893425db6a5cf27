"""Say on every page that a demo is a demo."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conspectus.journeys.demo.folder import CREDIT, PUBLISHED


def banner(request: HttpRequest) -> dict[str, str]:
    """Return the banner's words for the templates: empty outside the demo."""
    words = _("This is the demo: an invented enterprise. None of its people, projects and figures are real.")
    if settings.DEMO == PUBLISHED:
        words = _("This is the demo of a published list. %(credit)s") % {"credit": CREDIT}
    return {"demo_words": words if settings.DEMO else ""}
