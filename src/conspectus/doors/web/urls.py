"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.health import health
from conspectus.doors.web.pages import (
    audit,
    gallery,
    packs,
    people,
    plans,
    portfolio,
    profile,
    project,
    review,
    signin,
    tokens,
    upload,
)

urlpatterns = [
    path("", portfolio.home, name="home"),
    path("healthz", health, name="health"),
    path("sign-in/", signin.sign_in, name="sign-in"),
    path("sign-in/<str:secret>/", signin.sign_in_link, name="sign-in-link"),
    path("sign-out/", signin.sign_out, name="sign-out"),
    path("board-pack.<str:kind>", packs.pack, name="board-pack"),
    path("programmes/<str:programme_id>/", portfolio.programme, name="programme"),
    path("projects/<str:project_id>/", project.overview, name="project"),
    path("projects/<str:project_id>/tasks/", project.tasks, name="tasks"),
    path("projects/<str:project_id>/quality/", project.quality, name="quality"),
    path("projects/<str:project_id>/earned-value/", project.earned_value, name="earned-value"),
    path("projects/<str:project_id>/revisions/", plans.revisions, name="revisions"),
    path("projects/<str:project_id>/comparison/", plans.compare, name="compare"),
    path("projects/<str:project_id>/baselines/", plans.baselines, name="baselines"),
    path("projects/<str:project_id>/people/", people.people, name="people"),
    path("projects/<str:project_id>/people/<str:role_id>/end/", people.take_role, name="take-role"),
    path("projects/<str:project_id>/grants/<str:grant_id>/end/", people.end_grant, name="end-grant"),
    path("projects/<str:project_id>/upload/", upload.upload, name="upload-to"),
    path("upload/", upload.upload, name="upload"),
    path("upload/<str:key>/", upload.preview, name="preview"),
    path("review/", review.review, name="review"),
    path("review/<str:key>/", review.reviewed, name="reviewed"),
    path("review/<str:key>/board-pack.<str:kind>", review.review_pack, name="review-pack"),
    path("profile/", profile.profile, name="profile"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<str:token_id>/revoke/", tokens.revoke_token, name="revoke-token"),
    path("audit/", audit.audit, name="audit"),
    path("ui/", gallery.gallery, name="gallery"),
]
