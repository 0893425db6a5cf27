"""Addresses of a project's life and its closure."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import closing, life

closing_addresses = [
    path("projects/<str:project_id>/life/", life.life, name="life"),
    path("projects/<str:project_id>/reopening/", life.reopen, name="reopen-project"),
    path("closures/", closing.closures, name="closures"),
    path("closures.<str:kind>", closing.closures_to_keep, name="closures-file"),
    path("closures/benefits/<str:benefit_id>/", closing.answer, name="answer-benefit"),
    path("projects/<str:project_id>/closure/", closing.closure, name="closure"),
    path("projects/<str:project_id>/closure/begin/", closing.begin, name="begin-closure"),
    path("projects/<str:project_id>/closure/left/", closing.leave, name="closure-left"),
    path("projects/<str:project_id>/closure/handover/", closing.hand, name="closure-handover"),
    path("projects/<str:project_id>/closure/cost/", closing.cost, name="closure-cost"),
    path("projects/<str:project_id>/closure/benefit/", closing.benefit, name="closure-benefit"),
    path("projects/<str:project_id>/closure/review/", closing.review, name="closure-review"),
    path("projects/<str:project_id>/closure/release/", closing.release, name="closure-release"),
    path("projects/<str:project_id>/closure/submission/", closing.submit, name="closure-submission"),
    path("projects/<str:project_id>/closure/decision/", closing.decide, name="closure-decision"),
    path("projects/<str:project_id>/closure/withdrawal/", closing.withdraw, name="closure-withdrawal"),
]
