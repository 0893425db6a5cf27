"""All addresses: pages by the web door, programs by the API door, commands by the command line's own."""

from __future__ import annotations

from django.urls import include, path

from conspectus.doors.cli.remote.door import answer_command

urlpatterns = [
    path("api/command", answer_command),
    path("api/", include("conspectus.doors.api.urls")),
    path("", include("conspectus.doors.web.urls")),
]

handler400 = "conspectus.doors.web.errors.bad_request"
handler403 = "conspectus.doors.web.errors.forbidden"
handler404 = "conspectus.doors.web.errors.not_found"
handler500 = "conspectus.config.faults.failed"
