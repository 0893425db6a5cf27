"""Documents of things: kept, listed, taken along, changed and withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.journeys import documents
from conspectus.journeys.documents import get_document
from conspectus.journeys.subjects import find_subject
from conspectus.rooms.accounts.models import User
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.files.models import Document
from conspectus.rooms.files.queries import DocumentView, document_view, documents_of, version_file

router = Router(tags=["documents"])


class KeptIn(Schema):
    """A file is sent as ``file``; else ``link`` is the address of one kept elsewhere."""

    link: str = ""
    note: str = ""


class NewDocumentIn(KeptIn):
    """A document to keep: charter, business_case, plan, contract, specification, minutes, report, decision, other."""

    title: str = ""
    kind: str = "other"
    owner: int | None = None
    review_on: Day | None = None


class DocumentIn(Body):
    """Particulars of a document, all at once."""

    title: str
    kind: str = "other"
    owner: int | None = None
    review_on: Day | None = None


@router.get(
    "/subjects/{subject_kind}/{path:subject_id}/documents",
    response={200: Page[DocumentView]},
    summary="Documents of a thing",
)
def list_documents(
    request: HttpRequest, subject_kind: str, subject_id: str, cursor: str = "", limit: int = USUAL
) -> Page[DocumentView]:
    """Return the documents of a thing with all their versions, by title."""
    known_only(request, "cursor", "limit")
    found = documents_of(find_subject(asker(request), subject_kind, subject_id, now().date()))
    rows, following = page(found, cursor, limit, "document_id")
    return Page(items=rows, next=following)


@router.post(
    "/subjects/{subject_kind}/{path:subject_id}/documents", response={201: DocumentView}, summary="Keep a document"
)
def post_document(
    request: HttpRequest,
    subject_kind: str,
    subject_id: str,
    given: Form[NewDocumentIn],
    file: File[UploadedFile | None] = None,
) -> Status[DocumentView]:
    """Keep a file or a link of a thing; files that a browser or a machine would run are refused."""
    by, at = asker(request), now()
    subject = find_subject(by, subject_kind, subject_id, at.date())
    documents.require_keeper(by, subject, at.date())
    new, content = _particulars(by, given), _content(given, file)
    row = documents.add_document(subject=subject, new=new, content=content, by=by, at=at)
    return Status(201, document_view(row))


@router.get("/documents/{document_id}", response={200: DocumentView}, summary="One document")
def one_document(request: HttpRequest, response: HttpResponse, document_id: str) -> DocumentView:
    """Return a document with its versions."""
    row, _ = get_document(asker(request), document_id, now().date())
    return _tagged(response, row)


@router.put("/documents/{document_id}", response={200: DocumentView}, summary="Change it")
def put_document(request: HttpRequest, response: HttpResponse, document_id: str, body: DocumentIn) -> DocumentView:
    """Change title, kind, owner and day of review, all at once; takes If-Match."""
    by, at = asker(request), now()
    row, subject = get_document(by, document_id, at.date())
    documents.require_keeper(by, subject, at.date())
    new, revision = _particulars(by, body), wanted_revision(request)
    return _tagged(response, documents.change_document(document=row, new=new, revision=revision, by=by, at=at))


@router.delete("/documents/{document_id}", response={204: None}, summary="Withdraw it")
def delete_document(request: HttpRequest, document_id: str) -> Status[None]:
    """Take a document off its thing; takes If-Match."""
    by, at = asker(request), now()
    row, subject = get_document(by, document_id, at.date())
    documents.require_keeper(by, subject, at.date())
    documents.withdraw_document(document=row, revision=wanted_revision(request), by=by, at=at)
    return Status(204, None)


@router.post("/documents/{document_id}/versions", response={201: DocumentView}, summary="Another version")
def post_version(
    request: HttpRequest,
    document_id: str,
    given: Form[KeptIn],
    file: File[UploadedFile | None] = None,
) -> Status[DocumentView]:
    """Keep another version of a document; the ones before stay, and the same once more changes nothing."""
    by, at = asker(request), now()
    row, subject = get_document(by, document_id, at.date())
    documents.require_keeper(by, subject, at.date())
    row = documents.add_document_version(document=row, content=_content(given, file), by=by, at=at)
    return Status(201, document_view(row))


@router.get("/documents/{document_id}/versions/{number}", response={200: bytes}, summary="Its bytes")
def document_file(request: HttpRequest, document_id: str, number: str) -> HttpResponse:
    """Return the bytes of a version; a link has none."""
    row, _ = get_document(asker(request), document_id, now().date())
    name, data = version_file(row, number)
    ending = name.rpartition(".")[2].lower()  # one of those that are taken
    return handed_over(data, f"document-{row.pk}-{number}.{ending}", "application/octet-stream")


def _content(given: KeptIn, file: UploadedFile | None) -> Content:
    if file is None:
        return Content(link=given.link, note=given.note)
    return Content(name=file.name or "", data=contents(file), link=given.link, note=given.note)


def _particulars(by: User, body: DocumentIn | NewDocumentIn) -> Particulars:
    return Particulars(body.title, body.kind, referred(by, "owner", body.owner), body.review_on)


def _tagged(response: HttpResponse, row: Document) -> DocumentView:
    tag(response, row.revision)
    return document_view(row)
