"""Addresses of gates."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import gate_board, gate_conditions, gate_evidence, gates

gates_addresses = [
    path("gates/", gate_board.ahead, name="gates"),
    path("gates.<str:kind>", gate_board.ahead_file, name="gates-file"),
    path("gates/conditions/", gate_board.conditions, name="gate-conditions"),
    path("gates/conditions.<str:kind>", gate_board.conditions_file_page, name="gate-conditions-file"),
    path("gates/decisions/", gate_board.decisions, name="gate-decisions"),
    path("gates/decisions.<str:kind>", gate_board.decisions_file_page, name="gate-decisions-file"),
    path("projects/<str:project_id>/gates/", gates.of_project, name="project-gates"),
    path("projects/<str:project_id>/gates/new/", gates.plan, name="plan-gate-review"),
    path("projects/<str:project_id>/gates/evidence/", gate_evidence.choose, name="gate-evidence"),
    path("gate-reviews/<str:gate_review_id>/", gates.review, name="gate-review"),
    path("gate-reviews/<str:gate_review_id>/change/", gates.change, name="change-gate-review"),
    path("gate-reviews/<str:gate_review_id>/withdrawal/", gates.withdraw, name="withdraw-gate-review"),
    path("gate-reviews/<str:gate_review_id>/held/", gates.hold, name="hold-gate-review"),
    path("gate-reviews/<str:gate_review_id>/decision/", gates.decide, name="decide-gate"),
    path("gate-conditions/<str:gate_condition_id>/met/", gate_conditions.meet, name="meet-gate-condition"),
    path("gate-conditions/<str:gate_condition_id>/judgement/", gate_conditions.judge, name="judge-gate-condition"),
]
