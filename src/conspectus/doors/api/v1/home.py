"""One's own home page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import known_only
from conspectus.journeys.home.look import home
from conspectus.journeys.home.views import Home

router = Router(tags=["home"])


@router.get("/home", response={200: Home}, summary="Your home page")
def get_home(request: HttpRequest) -> Home:
    """Return what waits on you and on others, and what changed since your last visit of the page of this name."""
    known_only(request)
    return home(asker(request), at=now())
