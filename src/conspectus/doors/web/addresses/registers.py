"""Addresses of the registers' pages."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import register_entries, register_lists, registers

registers_addresses = [
    path("registers/", registers.registers, name="registers"),
    path("registers.<str:kind>", registers.register_table, name="register-file"),
    path("registers/changes/", registers.change_entries, name="change-register-entries"),
    path("projects/<str:project_id>/register/", registers.project_register, name="project-register"),
    path("programmes/<str:programme_id>/register/", registers.programme_register, name="programme-register"),
    path("projects/<str:project_id>/new-entry/", register_entries.new_project_entry, name="new-project-entry"),
    path("programmes/<str:programme_id>/new-entry/", register_entries.new_programme_entry, name="new-programme-entry"),
    path("portfolios/<str:portfolio_id>/new-entry/", register_entries.new_portfolio_entry, name="new-portfolio-entry"),
    path(
        "projects/<str:project_id>/paste-entries/", register_lists.paste_project_entries, name="paste-project-entries"
    ),
    path(
        "programmes/<str:programme_id>/paste-entries/",
        register_lists.paste_programme_entries,
        name="paste-programme-entries",
    ),
    path("portfolios/<str:portfolio_id>/paste-entries/", register_lists.paste_portfolio_entries, name="paste-entries"),
    path(
        "projects/<str:project_id>/import-entries/",
        register_lists.import_project_entries,
        name="import-project-entries",
    ),
    path(
        "programmes/<str:programme_id>/import-entries/",
        register_lists.import_programme_entries,
        name="import-programme-entries",
    ),
    path(
        "portfolios/<str:portfolio_id>/import-entries/", register_lists.import_portfolio_entries, name="import-entries"
    ),
    path("registers/<str:register_id>/", register_entries.entry, name="register-entry"),
    path("registers/<str:register_id>/change/", register_entries.change_entry, name="change-register-entry"),
    path("registers/<str:register_id>/conversion/", register_entries.convert_entry, name="convert-register-entry"),
    path("registers/<str:register_id>/escalation/", register_entries.escalate_entry, name="escalate-register-entry"),
]
