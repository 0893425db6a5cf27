"""Addresses of what a project is to deliver: its backlog, its needs and requirements, its deliverables."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import backlogs, deliverables, scope, traces

scope_addresses = (
    path("projects/<str:project_id>/backlog/", backlogs.backlog, name="backlog"),
    path("projects/<str:project_id>/backlog/upload/", backlogs.upload, name="upload-backlog"),
    path("projects/<str:project_id>/backlog/counting/", backlogs.counting, name="choose-delivery"),
    path("projects/<str:project_id>/scope/", scope.scope, name="scope"),
    path("projects/<str:project_id>/scope/paste/", scope.paste, name="paste-scope"),
    path("projects/<str:project_id>/needs/", traces.needs, name="trace"),
    path("projects/<str:project_id>/needs.<str:kind>", traces.needs_to_keep, name="trace-file"),
    path("projects/<str:project_id>/new-requirement/", scope.new_requirement, name="new-requirement"),
    path("projects/<str:project_id>/new-deliverable/", deliverables.new_deliverable, name="new-deliverable"),
    path("requirements/<str:requirement_id>/change/", scope.change_requirement, name="change-requirement"),
    path("deliverables/", deliverables.deliverables, name="deliverables"),
    path("deliverables.<str:kind>", deliverables.deliverables_to_keep, name="deliverables-file"),
    path("deliverables/<str:deliverable_id>/", deliverables.deliverable, name="deliverable"),
    path("deliverables/<str:deliverable_id>/change/", deliverables.change_deliverable, name="change-deliverable"),
    path("deliverables/<str:deliverable_id>/submission/", deliverables.submit_deliverable, name="submit-deliverable"),
    path("deliverables/<str:deliverable_id>/judgement/", deliverables.judge_deliverable, name="judge-deliverable"),
    path("deliverables/<str:deliverable_id>/drop/", deliverables.drop_deliverable, name="drop-deliverable"),
)
