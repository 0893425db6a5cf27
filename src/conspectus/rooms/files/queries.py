"""What is asked of documents; the caller has shown the subject to be visible."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.subjects import Reference, Subject
from conspectus.rooms.files.models import Document, Version


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a document; ``link`` is empty where it is a file."""

    number: int
    name: str
    link: str
    size: int
    digest: str
    note: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its versions, newest first."""

    document_id: int
    title: str
    kind: str
    kind_words: str
    owner_id: int | None
    owner: str
    review_on: date | None
    versions: tuple[VersionView, ...]
    revision: int

    @property
    def newest(self) -> VersionView:
        """The version that counts."""
        return self.versions[0]


def documents_of(subject: Subject) -> tuple[DocumentView, ...]:
    """Return the documents of a subject with all their versions, two questions however many there are."""
    rows = list(_standing().filter(subject_kind=subject.kind, subject_id=subject.id))
    return tuple(_views(rows))


def document_view(row: Document) -> DocumentView:
    """Return one document of a subject that may be seen."""
    return _views([row])[0]


def stored_document(document_id: object) -> Document:
    """Return a document that was not withdrawn, whatever it belongs to: the caller checks that this may be seen."""
    row = _standing().filter(pk=row_id(document_id)).first()
    if row is None:
        raise NotFound
    return row


def version_file(row: Document, number: object) -> tuple[str, bytes]:
    """Return name and bytes of a version; one that is a link has none."""
    version = row.versions.select_related("blob").filter(number=row_id(number)).first()
    if version is None or version.blob is None:
        raise NotFound
    return version.name, bytes(version.blob.data)


def documents_due(owners: Collection[int], on: date) -> list[Document]:
    """Return the documents of these people whose day of review has come, the longest due first."""
    return list(_standing().filter(owner__in=owners, review_on__lte=on).order_by("review_on", "pk"))


def documents_owned(person: int) -> list[Document]:
    """Return the documents of a person."""
    return list(_standing().filter(owner=person))


def versions_since(references: Iterable[Reference], since: datetime) -> QuerySet[Version]:
    """Return the versions of documents of some subjects added since an instant, newest first."""
    wanted = Q(pk__in=())
    by_kind: dict[str, list[str]] = {}
    for kind, subject in references:
        by_kind.setdefault(kind, []).append(subject)
    for kind, ids in by_kind.items():
        wanted |= Q(document__subject_kind=kind, document__subject_id__in=ids)
    rows = Version.objects.filter(wanted, added_at__gt=since, document__withdrawn_at=None)
    return rows.select_related("document", "added_by").order_by("-added_at", "-pk")


def _standing() -> QuerySet[Document]:
    return Document.objects.filter(withdrawn_at=None).select_related("owner")


def _views(rows: list[Document]) -> list[DocumentView]:
    versions: dict[int, list[VersionView]] = {row.pk: [] for row in rows}
    found = Version.objects.filter(document__in=versions).select_related("added_by").annotate(size=F("blob__size"))
    for one in found:
        versions[one.document_id].append(
            VersionView(
                number=one.number,
                name=one.name,
                link=one.link,
                size=one.__dict__["size"] or 0,  # annotated; none of a link
                digest=one.blob_id or "",
                note=one.note,
                added_by=one.added_by.name,
                added_at=one.added_at,
            )
        )
    return [
        DocumentView(
            document_id=row.pk,
            title=row.title,
            kind=row.kind,
            kind_words=row.get_kind_display(),
            owner_id=row.owner_id,
            owner=row.owner.name if row.owner else "",
            review_on=row.review_on,
            versions=tuple(versions[row.pk]),
            revision=row.revision,
        )
        for row in rows
    ]
