"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.health import health

urlpatterns = [path("healthz", health, name="health")]
