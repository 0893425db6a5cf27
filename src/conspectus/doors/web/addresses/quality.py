"""Addresses of the quality of projects."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import conformity_steps, nonconformities, quality, quality_checks

quality_addresses = [
    path("projects/<str:project_id>/project-quality/", quality.quality, name="project-quality"),
    path("projects/<str:project_id>/paste-quality/", quality.paste, name="paste-quality"),
    path("projects/<str:project_id>/new-quality-check/", quality.new_check, name="new-quality-check"),
    path("projects/<str:project_id>/new-quality-review/", quality.new_review, name="new-quality-review"),
    path("projects/<str:project_id>/new-nonconformity/", nonconformities.new_nonconformity, name="new-nonconformity"),
    path("quality-checks/", quality_checks.quality_checks, name="quality-checks"),
    path("quality-checks.<str:kind>", quality_checks.quality_checks_to_keep, name="quality-checks-file"),
    path("quality-checks/<str:check_id>/change/", quality.change_check, name="change-quality-check"),
    path("nonconformities/", nonconformities.nonconformities, name="nonconformities"),
    path("nonconformities.<str:kind>", nonconformities.nonconformities_to_keep, name="nonconformities-file"),
    path("nonconformities/<str:nonconformity_id>/", nonconformities.nonconformity, name="nonconformity"),
    path(
        "nonconformities/<str:nonconformity_id>/change/",
        nonconformities.change_nonconformity,
        name="change-nonconformity",
    ),
    path("nonconformities/<str:nonconformity_id>/correction/", conformity_steps.correct, name="correct-nonconformity"),
    path("nonconformities/<str:nonconformity_id>/verification/", conformity_steps.verify, name="verify-nonconformity"),
    path("nonconformities/<str:nonconformity_id>/drop/", conformity_steps.drop, name="drop-nonconformity"),
    path(
        "nonconformities/<str:nonconformity_id>/escalation/", conformity_steps.escalate, name="escalate-nonconformity"
    ),
    path("nonconformities/<str:nonconformity_id>/rework/", conformity_steps.rework, name="rework"),
]
