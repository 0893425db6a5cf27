"""Addresses of stakeholders and of the communication plan."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import communications, stakeholders

ONE, LINE = "stakeholders/<str:stakeholder_id>/", "communications/<str:communication_id>/"
stakeholders_addresses = [
    path("projects/<str:project_id>/stakeholders/", stakeholders.stakeholders, name="project-stakeholders"),
    path("projects/<str:project_id>/new-stakeholder/", stakeholders.new_stakeholder, name="new-stakeholder"),
    path("projects/<str:project_id>/paste-stakeholders/", stakeholders.paste, name="paste-stakeholders"),
    path("projects/<str:project_id>/new-communication/", communications.new_communication, name="new-communication"),
    path(ONE, stakeholders.stakeholder, name="stakeholder"),
    path(f"{ONE}change/", stakeholders.change_stakeholder, name="change-stakeholder"),
    path(f"{ONE}assessment/", stakeholders.assess, name="assess-stakeholder"),
    path("communications/", communications.communications, name="communications"),
    path("communications.<str:kind>", communications.communications_to_keep, name="communications-file"),
    path(LINE, communications.communication, name="communication"),
    path(f"{LINE}change/", communications.change_communication, name="change-communication"),
    path(f"{LINE}sending/", communications.send, name="record-sending"),
]
