"""Addresses of the API, its description, and one answer for all others."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.schema import NinjaGenerateJsonSchema

from conspectus.doors.api.access import Session, Token
from conspectus.doors.api.archives import XML, ZIP
from conspectus.doors.api.errors import KIND, REFUSALS, Problem, install, problem, refused
from conspectus.doors.api.once import WRITES, answered_once
from conspectus.doors.api.strict import StrictParser
from conspectus.doors.api.v1 import (
    action_lists,
    actions,
    assurance,
    backlogs,
    changes,
    closures,
    compliance,
    contract_files,
    cycles,
    deputies,
    documents,
    earned_periods,
    editing,
    exceptions,
    facts,
    fields,
    findings,
    followup,
    gates,
    home,
    knowledge,
    ledgers,
    lessons,
    life,
    link_lists,
    links,
    lists,
    many,
    method_rules,
    money,
    nonconformities,
    notices,
    objectives,
    organisation,
    packs,
    parties,
    people,
    periods,
    placements,
    plans,
    portfolio,
    programme_reports,
    quality,
    rates,
    register_lists,
    registers,
    report_sheets,
    reports,
    reviews,
    roadmap,
    roles,
    runs,
    scope,
    search,
    shares,
    stakeholders,
    standards,
    streams,
    tolerances,
    updates,
    views,
    waivers,
)
from conspectus.kit.errors import NotFound
from conspectus.rooms.accounts.actions.answers import FIELD

LOCAL_TIMES = ("DraftRow", "Gantt", "GanttRow")
LOCAL_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"

api = NinjaAPI(
    title="Conspectus",
    version="1",
    description="The system a project management office runs on. Guide: docs/guides/api.md.",
    auth=[Token(), Session()],
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api-1",
)
install(api)
api.add_router("", people.router)
api.add_router("", organisation.router)
api.add_router("", many.router)
api.add_router("", roles.router)
api.add_router("", portfolio.router)
api.add_router("", life.router)
api.add_router("", closures.router)
api.add_router("", roadmap.router)
api.add_router("", links.router)
api.add_router("", link_lists.router)
api.add_router("", deputies.router)
api.add_router("", notices.router)
api.add_router("", search.router)
api.add_router("", views.router)
api.add_router("", lists.router)
api.add_router("", fields.router)
api.add_router("", exceptions.router)
api.add_router("", assurance.router)
api.add_router("", gates.router)
api.add_router("", periods.router)
api.add_router("", cycles.router)
api.add_router("", objectives.router)
api.add_router("", parties.router)
api.add_router("", contract_files.router)
api.add_router("", report_sheets.router)
api.add_router("", earned_periods.router)
api.add_router("", rates.router)
api.add_router("", shares.router)
api.add_router("", tolerances.router)
api.add_router("", scope.router)
api.add_router("", quality.router)
api.add_router("", nonconformities.router)
api.add_router("", stakeholders.router)
api.add_router("", changes.router)
api.add_router("", documents.router)
api.add_router("", actions.router)
api.add_router("", action_lists.router)
api.add_router("", followup.router)
api.add_router("", registers.router)
api.add_router("", register_lists.router)
api.add_router("", home.router)
api.add_router("", knowledge.router)
api.add_router("", lessons.router)
api.add_router("", packs.router)
api.add_router("", placements.router)
api.add_router("", facts.router)
api.add_router("/projects", plans.router)
api.add_router("/projects", backlogs.router)
api.add_router("/projects", editing.router)
api.add_router("/projects", reports.router)
api.add_router("/projects", updates.router)
api.add_router("/programmes", programme_reports.router)
api.add_router("/programmes", money.programmes)
api.add_router("/projects", streams.router)
api.add_router("/projects", money.router)
api.add_router("", ledgers.router)
api.add_router("", reviews.router)
api.add_router("", runs.router)
api.add_router("", standards.router)
api.add_router("", method_rules.router)
api.add_router("", compliance.router)
api.add_router("", findings.router)
api.add_router("", waivers.router)

BYTES = "application/octet-stream"
# Operations that hand a file over, and what it is.
FILES = {
    "reviews_post_pack": ZIP,
    "reviews_get_pack": ZIP,
    "run_pack": ZIP,
    "plan_file": XML,
    "method_pack": BYTES,
    "pack_file": BYTES,
    "document_file": BYTES,
    "article_file": BYTES,
    "action_table": BYTES,
    "lessons_table": BYTES,
    "glossary_table": BYTES,
    "version_templates": ZIP,
    "reports_one_page": BYTES,
    "report_sheet_book": BYTES,
}
KEY_HEADER = {
    "in": "header",
    "name": FIELD,
    "required": False,
    "description": "Asked again with the same key within 24 hours, the request is answered again and not done again.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"},
}


@cache
def schema() -> dict[str, Any]:
    """Return the description of the API, made once: each operation with its refusals, files as what they are."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    parts = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}", schema_generator=NinjaGenerateJsonSchema, mode="serialization"
    )
    told["components"]["schemas"] |= {**parts.pop("$defs"), "Problem": parts}
    for place in told["paths"].values():
        for method, operation in place.items():
            _retype(operation)
            if method.upper() in WRITES:
                operation.setdefault("parameters", []).append(KEY_HEADER)
            operation["responses"] |= {status: _refusal(status) for status in sorted(REFUSALS)}
    for name in LOCAL_TIMES:
        _make_local(told["components"]["schemas"][name])
    return told


def _refusal(status: int) -> dict[str, Any]:
    content = {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _make_local(part: Any) -> None:
    """Describe times of a plan as what they are: the project's own local time, without a zone."""
    if isinstance(part, dict):
        if part.pop("format", "") == "date-time":
            part["pattern"] = LOCAL_TIME
        for inner in part.values():
            _make_local(inner)
    elif isinstance(part, list):
        for inner in part:
            _make_local(inner)


def _retype(operation: dict[str, Any]) -> None:
    """Describe a file that is handed over as what it is."""
    kind = next((kind for part, kind in FILES.items() if part in operation.get("operationId", "")), "")
    content = operation.get("responses", {}).get(200, {}).get("content", {})
    if kind and content.pop("application/json", None):
        content[kind] = {"schema": {"type": "string", "format": "binary"}}


def describe(request: HttpRequest) -> HttpResponse:
    """Describe the API in OpenAPI, to those who may come in."""
    if not any(way(request) for way in (Token(), Session())):
        return problem(request, 401, "not_signed_in", "Sign in, or send a token that is valid.")
    return JsonResponse(schema())


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer every other address alike."""
    return refused(request, NotFound())


def _translated(view: Any) -> Any:
    """Give a wrong method the shape of every other refusal."""

    @csrf_exempt
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = answered_once(request, lambda: view(request, *args, **kwargs))
        if response.status_code != 405:
            return response
        told = problem(request, 405, "method", "This address does not take that method.")
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told

    return answer


def _addresses() -> list[URLPattern | URLResolver]:
    found = api.urls[0]
    for pattern in found:
        pattern.callback = _translated(pattern.callback)
    return list(found)


urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/openapi.json", describe, name="openapi"),
    path("v1/", (_addresses(), "api", "api-1")),
    re_path(r"^(?P<rest>.*)$", nothing_here),
]
