"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.health import health
from conspectus.doors.web.pages import audit, gallery, profile, signin, tokens

urlpatterns = [
    path("healthz", health, name="health"),
    path("sign-in/", signin.sign_in, name="sign-in"),
    path("sign-in/<str:secret>/", signin.sign_in_link, name="sign-in-link"),
    path("sign-out/", signin.sign_out, name="sign-out"),
    path("profile/", profile.profile, name="profile"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<str:token_id>/revoke/", tokens.revoke_token, name="revoke-token"),
    path("audit/", audit.audit, name="audit"),
    path("ui/", gallery.gallery, name="gallery"),
]
