"""Addresses of the organisation, its people, accounts, fields and lists."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import accounts, leaving, lists, objectives, organisation, own_fields, roles

organisation_addresses = [
    path("programmes/<str:programme_id>/place/", organisation.place_programme, name="place-programme"),
    path("programmes/<str:programme_id>/change/", organisation.change_programme, name="change-programme"),
    path("portfolios/", organisation.portfolios, name="portfolios"),
    path("portfolios/<str:portfolio_id>/change/", organisation.change_portfolio, name="change-portfolio"),
    path("portfolios/<str:portfolio_id>/new-programme/", organisation.new_programme, name="new-programme"),
    path("portfolios/<str:portfolio_id>/new-objective/", objectives.new_objective, name="new-objective"),
    path("objectives/", objectives.objectives, name="objectives"),
    path("objectives/<str:objective_id>/", objectives.objective, name="objective"),
    path("objectives/<str:objective_id>/change/", objectives.change_objective, name="change-objective"),
    path("objectives/<str:objective_id>/retirement/", objectives.retire_objective, name="retire-objective"),
    path("divisions/", organisation.divisions, name="divisions"),
    path("divisions/<str:division_id>/change/", organisation.change_division, name="change-division"),
    path("fields/", own_fields.fields, name="fields"),
    path("fields/<str:field_id>/change/", own_fields.change_field, name="change-field"),
    path("fields/<str:field_id>/retire/", own_fields.retire_field, name="retire-field"),
    path("field-values/<str:subject_kind>/<str:subject_id>/", own_fields.field_values, name="field-values"),
    path("persons/", organisation.persons, name="persons"),
    path("persons/<str:person_id>/leaving/", leaving.leaving, name="leaving"),
    path("persons/<str:person_id>/change/", organisation.change_person, name="change-person"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<str:user_id>/", accounts.account, name="account"),
    path("accounts/<str:user_id>/link/", accounts.account_link, name="account-link"),
    path("accounts/<str:user_id>/close/", accounts.close_account, name="close-account"),
    path("accounts/<str:user_id>/reopen/", accounts.reopen_account, name="reopen-account"),
    path("roles/<str:grant_id>/end/", roles.end_role, name="end-role"),
    path("roles/<str:scope>/<str:scope_id>/", roles.roles, name="roles"),
    path("master-list/", lists.master_list, name="master-list"),
    path("master-list/<str:digest>/", lists.list_preview, name="list-preview"),
    path("list-mappings/<str:mapping_id>/remove/", lists.remove_mapping, name="remove-mapping"),
    path("names/<str:alias_id>/remove/", lists.remove_name, name="remove-name"),
    path("projects/<str:project_id>/contributions/", objectives.contributions, name="contributions"),
    path("projects/<str:project_id>/names/", lists.names, name="names"),
]
