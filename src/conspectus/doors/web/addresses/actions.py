"""Addresses of the pages of actions."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import action_lists, actions

actions_addresses = [
    path("actions/", actions.action_list, name="actions"),
    path("actions.<str:kind>", actions.action_file, name="action-file"),
    path("actions/<str:action_id>/", actions.action, name="action"),
    path("actions/<str:action_id>/change/", actions.change_action, name="change-action"),
    path("subjects/<str:subject_kind>/<path:subject_id>/new-action/", actions.new_action, name="new-action"),
    path(
        "projects/<str:project_id>/import-actions/", action_lists.import_project_actions, name="import-project-actions"
    ),
    path(
        "programmes/<str:programme_id>/import-actions/",
        action_lists.import_programme_actions,
        name="import-programme-actions",
    ),
    path("portfolios/<str:portfolio_id>/import-actions/", action_lists.import_actions, name="import-actions"),
]
