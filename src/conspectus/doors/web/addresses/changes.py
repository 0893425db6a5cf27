"""Addresses of change requests."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import change_requests, change_steps

changes_addresses = [
    path("projects/<str:project_id>/changes/", change_requests.changes, name="changes"),
    path("projects/<str:project_id>/new-change/", change_requests.new_change, name="new-change"),
    path("changes/", change_requests.all_changes, name="all-changes"),
    path("changes.<str:kind>", change_requests.changes_to_keep, name="changes-file"),
    path("change-requests/<str:change_id>/", change_requests.change_request, name="change-request"),
    path("change-requests/<str:change_id>/change/", change_requests.revise, name="revise-change"),
    path("change-requests/<str:change_id>/submission/", change_steps.submit, name="submit-change"),
    path("change-requests/<str:change_id>/withdrawal/", change_steps.withdraw, name="withdraw-change"),
    path("change-requests/<str:change_id>/decision/", change_steps.decide, name="decide-change"),
    path("change-requests/<str:change_id>/implementation/", change_steps.implement, name="implement-change"),
    path("portfolios/<str:portfolio_id>/change-authority/", change_steps.portfolio_authority, name="change-authority"),
    path("projects/<str:project_id>/change-authority/", change_steps.project_authority, name="own-change-authority"),
]
