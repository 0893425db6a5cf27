"""The web door as a Django application, for its templates and static files only."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files of the pages; it has no rows."""

    name = "conspectus.doors.web"
    label = "web"
