"""Addresses of standards, compliance and its findings."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import adopting, compliance, findings, method_rules, standards

standards_addresses = [
    path("standards/", standards.standards, name="standards"),
    path("standards/expression/", standards.expression, name="expression"),
    path("standards/rules/", method_rules.method_rules, name="method-rules"),
    path("portfolios/<str:portfolio_id>/method/", method_rules.of_portfolio, name="portfolio-method-rule"),
    path("programmes/<str:programme_id>/method/", method_rules.of_programme, name="programme-method-rule"),
    path("standards/versions/<str:version_id>/", standards.version, name="version"),
    path("standards/versions/<str:version_id>/pack.yaml", standards.version_file, name="version-file"),
    path("standards/versions/<str:version_id>/templates.zip", standards.version_templates, name="version-templates"),
    path("standards/versions/<str:version_id>/changes/", standards.compare, name="compare-versions"),
    path("standards/versions/<str:version_id>/adoption/", adopting.adopt_many, name="adopt-many"),
    path("standards/<str:method_key>/", standards.method, name="method"),
    path("standards/<str:method_key>/start/", standards.start_draft, name="start-draft"),
    path("standards/<str:method_key>/draft/", standards.draft, name="draft"),
    path("standards/<str:method_key>/publish/", standards.publish, name="publish-method"),
    path("standards/<str:method_key>/drop/", standards.drop, name="drop-method-draft"),
    path("standards/<str:method_key>/trial/<str:policy>/", standards.trial, name="trial"),
    path("compliance/", compliance.compliance, name="compliance"),
    path("compliance.<str:kind>", compliance.compliance_table, name="compliance-table"),
    path("projects/<str:project_id>/compliance/", compliance.project_compliance, name="project-compliance"),
    path("projects/<str:project_id>/adoption/", compliance.adopt, name="adopt"),
    path("projects/<str:project_id>/clauses/<str:policy>/", compliance.clause, name="clause"),
    path("projects/<str:project_id>/clauses/<str:policy>/tailoring/", compliance.tailor, name="tailor"),
    path("projects/<str:project_id>/clauses/<str:policy>/waiver/", compliance.waive, name="waive"),
    path("findings/", findings.findings, name="findings"),
    path("findings.<str:kind>", findings.findings_table, name="findings-file"),
    path("findings/<str:finding_id>/", findings.finding, name="finding"),
    path("findings/<str:finding_id>/owner/", findings.assign, name="assign-finding"),
    path("findings/<str:finding_id>/answer/", findings.answer, name="answer-finding"),
    path("findings/<str:finding_id>/confirmation/", findings.confirm, name="confirm-answer"),
    path("waivers/<str:waiver_id>/decision/", compliance.decide, name="decide-waiver"),
    path("waivers/<str:waiver_id>/end/", compliance.end, name="end-waiver"),
]
