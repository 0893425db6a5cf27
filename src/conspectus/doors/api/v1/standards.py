"""Methods: their versions and drafts; checked, tried, compared, published, imported, exported."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import ZIP, handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.knowledge_files import templates_archive
from conspectus.kit.errors import NotFound
from conspectus.review.show import finding_row
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.bridge.differences import Difference
from conspectus.rooms.standards.models import Draft, Version

router = Router(tags=["standards"])


class MethodOut(Schema):
    """A method with its newest version; null before the first."""

    key: str
    name: str
    version: int | None
    number: str | None
    versions: int


class VersionOut(Schema):
    """A published version; ``digest`` is that of its pack."""

    id: int
    method: str
    number: str
    name: str
    digest: str
    words: str
    published_by: Named | None
    published_at: datetime


class MethodDraftOut(Schema):
    """A draft with its text and what is noticed in it; ``sound`` where it can be published."""

    method: str
    text: str
    revision: int
    sound: bool
    findings: list[dict[str, Any]]
    changed_by: Named | None
    changed_at: datetime


class TriedOut(Schema):
    """How a project would stand."""

    project: int
    code: str
    standing: str
    missing: list[str]


class TrialOut(Schema):
    """A policy of a draft tried on the projects one sees."""

    key: str
    title: str
    words: str
    counts: dict[str, int]
    projects: list[TriedOut]


class CheckedOut(Schema):
    """What an expression asks, in words, the facts it uses, and the kind of its answer."""

    words: str
    uses: list[str]
    kind: str


class MethodTextIn(Body):
    """The text of a pack."""

    text: str


class PublishIn(Body):
    """What is new in a version."""

    words: str


def draft_out(row: Draft) -> MethodDraftOut:
    """Return a draft as the API tells it."""
    view = queries.view_draft(row)
    return MethodDraftOut(
        method=row.method.key,
        text=row.text,
        revision=row.revision,
        sound=view.reading.sound,
        findings=[finding_row(one) for one in view.findings],
        changed_by=named(row.changed_by),
        changed_at=row.changed_at,
    )


def version_out(row: Version) -> VersionOut:
    """Return a version as the API tells it."""
    names = ("number", "name", "digest", "words", "published_at")
    told = {name: getattr(row, name) for name in names}
    return VersionOut(id=row.pk, method=row.method.key, published_by=named(row.published_by), **told)


@router.get("/standards", response={200: Page[MethodOut]}, summary="Methods")
def list_methods(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[MethodOut]:
    """Return the methods, by name; those never published only to who shapes standards."""
    known_only(request, "cursor", "limit")
    rows, following = page(queries.methods_for(asker(request)), cursor, limit, "key")
    names = ("key", "name", "number", "versions")
    told = [MethodOut(version=row.version_id, **{name: getattr(row, name) for name in names}) for row in rows]
    return Page(items=told, next=following)


@router.post("/standards", response={201: MethodDraftOut}, summary="Import a method pack as a draft")
def post_method(request: HttpRequest, response: HttpResponse, file: File[UploadedFile]) -> Status[MethodDraftOut]:
    """Keep a YAML pack as the draft of its method, in place of one there was."""
    by = asker(request)
    require(by, "import_method", None)
    row = actions.import_method(data=contents(file), by=by, at=now())
    tag(response, row.revision)
    return Status(201, draft_out(row))


@router.get("/standards/expression", response={200: CheckedOut}, summary="Check an expression")
def get_expression(request: HttpRequest, expression: str = "", limits: str = "") -> CheckedOut:
    """Say what an expression asks, or refuse it in words; ``limits`` names those it may use, parted by commas."""
    known_only(request, "expression", "limits")
    asker(request)
    names = [one for one in limits.replace(",", " ").split() if one.isidentifier()]
    found = queries.check_expression(expression, names)
    return CheckedOut(words=found.words, uses=list(found.uses), kind=str(found.kind))


@router.get("/standards/versions/{version_id}", response={200: VersionOut}, summary="A version")
def get_version(request: HttpRequest, version_id: str) -> VersionOut:
    """Return a published version."""
    asker(request)
    return version_out(queries.get_version(version_id))


@router.get("/standards/versions/{version_id}/pack", response={200: bytes}, summary="A version as a pack")
def method_pack(request: HttpRequest, version_id: str) -> HttpResponse:
    """Hand over a version as YAML; imported elsewhere it is the same."""
    asker(request)
    row = queries.get_version(version_id)
    return handed_over(row.text.encode(), f"{row.method.key}-{row.number}.yaml", "application/octet-stream")


@router.get("/standards/versions/{version_id}/templates", response={200: bytes}, summary="Its templates to fill in")
def version_templates(request: HttpRequest, version_id: str) -> HttpResponse:
    """Return the templates a version names in an archive, each as docx and its tables as xlsx."""
    row = queries.get_version(version_id)
    data = templates_archive(version=row, by=asker(request))
    return handed_over(data, f"{row.method.key}-{row.number}-templates.zip", ZIP)


@router.get("/standards/versions/{version_id}/changes", response={200: Difference}, summary="What changed")
def get_changes(request: HttpRequest, version_id: str, since: str = "") -> Difference:
    """Return what a version says otherwise than another of its method, the one before unless ``since`` names one."""
    known_only(request, "since")
    asker(request)
    row = queries.get_version(version_id)
    earlier = (one for one in queries.versions_of(row.method) if one.pk < row.pk)
    other = queries.get_version(since) if since else next(earlier, None)
    if other is None or other.method_id != row.method_id:
        raise NotFound
    return queries.compare_versions(other, row)


@router.get("/standards/{method_key}/versions", response={200: Page[VersionOut]}, summary="Versions of a method")
def list_versions(request: HttpRequest, method_key: str, cursor: str = "", limit: int = USUAL) -> Page[VersionOut]:
    """Return the published versions of a method, newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(queries.versions_of(queries.get_method(asker(request), method_key)), cursor, limit)
    return Page(items=[version_out(row) for row in rows], next=following)


@router.get("/standards/{method_key}/draft", response={200: MethodDraftOut}, summary="The draft of a method")
def get_draft(request: HttpRequest, response: HttpResponse, method_key: str) -> MethodDraftOut:
    """Return the draft with what is noticed in it; for who shapes standards."""
    row = queries.get_draft(asker(request), method_key)
    tag(response, row.revision)
    return draft_out(row)


@router.post("/standards/{method_key}/draft", response={201: MethodDraftOut}, summary="Begin a draft")
def post_draft(request: HttpRequest, response: HttpResponse, method_key: str) -> Status[MethodDraftOut]:
    """Begin the next version with the text of the last."""
    by = asker(request)
    row = actions.start_method_draft(method=queries.get_method(by, method_key), by=by, at=now())
    tag(response, row.revision)
    return Status(201, draft_out(row))


@router.put("/standards/{method_key}/draft", response={200: MethodDraftOut}, summary="Write a draft")
def put_draft(request: HttpRequest, response: HttpResponse, method_key: str, body: MethodTextIn) -> MethodDraftOut:
    """Keep the text of a draft, on the revision named by If-Match."""
    by = asker(request)
    require(by, "change_method_draft", None)
    there, revision = queries.get_draft(by, method_key), wanted_revision(request)
    row = actions.change_method_draft(draft=there, text=body.text, revision=revision, by=by, at=now())
    tag(response, row.revision)
    return draft_out(row)


@router.delete("/standards/{method_key}/draft", response={204: None}, summary="Throw a draft away")
def delete_draft(request: HttpRequest, method_key: str) -> Status[None]:
    """Throw a draft away, on the revision named by If-Match."""
    by = asker(request)
    require(by, "drop_method_draft", None)
    row = queries.get_draft(by, method_key)
    actions.drop_method_draft(draft=row, revision=wanted_revision(request), by=by, at=now())
    return Status(204, None)


@router.post("/standards/{method_key}/draft/publication", response={201: VersionOut}, summary="Publish a draft")
def post_publication(request: HttpRequest, method_key: str, body: PublishIn) -> Status[VersionOut]:
    """Make a draft the next version, on the revision named by If-Match; it never changes after."""
    by = asker(request)
    require(by, "publish_method", None)
    there, revision = queries.get_draft(by, method_key), wanted_revision(request)
    row = actions.publish_method(draft=there, words=body.words, revision=revision, by=by, at=now())
    return Status(201, version_out(row))


@router.get("/standards/{method_key}/draft/trial/{policy}", response={200: TrialOut}, summary="Try a policy")
def get_trial(request: HttpRequest, method_key: str, policy: str) -> TrialOut:
    """Return how the projects one sees would stand to a policy of a draft today."""
    by, at = asker(request), now()
    reading = queries.view_draft(queries.get_draft(by, method_key)).reading
    if reading.method is None:
        raise NotFound
    found = queries.try_policy(by, reading.method, policy, at.date())
    rows = [
        TriedOut(project=one.project.pk, code=one.project.code, standing=one.standing, missing=list(one.missing))
        for one in found.rows
    ]
    return TrialOut(key=found.key, title=found.title, words=found.words, counts=found.counts, projects=rows)
