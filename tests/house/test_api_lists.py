"""Every list of the API goes a page at a time, or says why it is short by nature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conspectus.doors.api.urls import schema

SHORT = {
    "/api/v1/status/growth": "one a currency",
    "/api/v1/projects/{project_id}/people": "who plays a part in one project",
    "/api/v1/projects/{project_id}/aliases": "other names of one project",
    "/api/v1/projects/{project_id}/baseline": "approvals of one project's plan",
    "/api/v1/projects/{project_id}/streams": "parts its work was cut into by hand",
    "/api/v1/projects/{project_id}/budgets": "approvals of one project's money",
    "/api/v1/programmes/{programme_id}/budgets": "approvals of one programme's money",
    "/api/v1/projects/{project_id}/backlog-counting": "choices of one project",
    "/api/v1/projects/{project_id}/life": "the steps of one project's life",
    "/api/v1/portfolios/{portfolio_id}/cycles": "the next twelve",
    "/api/v1/projects/{project_id}/reports/{period_id}/findings": "what does not fit in one report",
    "/api/v1/projects/{project_id}/change-authority": "roles and their limits",
    "/api/v1/portfolios/{portfolio_id}/change-authority": "roles and their limits",
    "/api/v1/portfolios/{portfolio_id}/rates/in-force": "one of each currency and kind",
    "/api/v1/divisions/{division_id}/trend": "its newest frozen periods",
    "/api/v1/projects/{project_id}/earned-periods": "the newest 24",
    "/api/v1/programmes/{programme_id}/earned-periods": "the newest 24",
    "/api/v1/portfolios/{portfolio_id}/earned-periods": "the newest 24",
}


def _answers() -> Iterator[tuple[str, set[str], dict[str, Any]]]:
    """Yield each address that is read, what may be asked of it, and the shape of its answer."""
    told = schema()
    parts = told["components"]["schemas"]
    for address, place in told["paths"].items():
        operation = place.get("get")
        shape = (operation or {}).get("responses", {}).get(200, {}).get("content", {}).get("application/json")
        if shape:
            named = shape["schema"].get("$ref", "").rpartition("/")[2]
            names = {one["name"] for one in operation.get("parameters", [])}
            yield address, names, parts.get(named, shape["schema"])


def test_every_list_goes_a_page_at_a_time_or_is_short_by_nature() -> None:
    answers = list(_answers())
    assert len(answers) > 60
    whole = {address for address, _, shape in answers if shape.get("type") == "array"}
    assert whole == set(SHORT)
    for address, names, shape in answers:
        paged = {"items", "next"} <= shape.get("properties", {}).keys()
        assert not paged or {"cursor", "limit"} <= names, address
