"""Addresses of links between projects."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import link_lists, links, network, slips

links_addresses = [
    path("projects/<str:project_id>/links/", links.project_links, name="project-links"),
    path("projects/<str:project_id>/links/new/", links.new_link, name="new-link"),
    path("projects/<str:project_id>/slip/", slips.slip, name="slip"),
    path("projects/<str:project_id>/import-links/", link_lists.import_project_links, name="import-project-links"),
    path("portfolios/<str:portfolio_id>/import-links/", link_lists.import_links, name="import-links"),
    path("links/", links.links, name="links"),
    path("links/links.csv", links.link_file, name="link-file"),
    path("links/network/", network.link_network, name="link-network"),
    path("links/matrix/", network.link_matrix, name="link-matrix"),
    path("links/<str:link_id>/", links.link, name="link"),
    path("links/<str:link_id>/change/", links.change_link, name="change-link"),
    path("links/<str:link_id>/agreement/<str:side>/", links.agree_link, name="agree-link"),
    path("links/<str:link_id>/refusal/<str:side>/", links.decline_link, name="decline-link"),
    path("links/<str:link_id>/withdrawal/", links.withdraw_link, name="withdraw-link"),
    path("links/<str:link_id>/end/<str:side>/", links.move_link_end, name="move-link-end"),
    path("links/<str:link_id>/owner/<str:side>/", links.link_owner, name="link-owner"),
]
