"""Documents kept: added, given another version, changed and withdrawn.

Who may is asked by ``journeys/documents.py``, which knows the thing a document belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.subjects import Subject
from conspectus.kit.texts import clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.files.bridge import checked_link, checked_name, digest_of
from conspectus.rooms.files.choices import DocumentKind
from conspectus.rooms.files.models import Blob, Document, Version


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds: a file, or the address of something kept elsewhere, with a note on it."""

    name: str = ""
    data: bytes | None = None
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is kept of a document; from ``review_on`` its owner is asked to look at it again."""

    title: str
    kind: str = DocumentKind.OTHER
    owner: Person | None = None
    review_on: date | None = None


@deed("add_document", "added a document", needs=Ability.CONTRIBUTE)
def add_document(*, subject: Subject, new: Particulars, content: Content, by: User, at: datetime) -> Document:
    """Keep a file or a link of a subject as its first version."""
    refuse_reading_only(by)
    row = _filled(Document(subject_kind=subject.kind, subject_id=subject.id), new)
    version = _checked(content)
    with audited("add_document", by=by, at=at) as line:
        row.save()
        _keep(row, 1, version, content, by, at)
        line.about("document", row.pk, subject=subject.reference, title=row.title, digest=version.blob_id or "")
    return row


@deed("add_document_version", "added a version of a document", needs=Ability.CONTRIBUTE)
def add_document_version(*, document: Document, content: Content, by: User, at: datetime) -> Document:
    """Keep another version of a document; the ones before stay. The same bytes or link again change nothing."""
    refuse_reading_only(by)
    version = _checked(content)
    with audited("add_document_version", by=by, at=at) as line:
        row = Document.objects.select_for_update().get(pk=document.pk)
        _refuse_withdrawn(row)
        last = row.versions.first()
        if last is not None and (last.blob_id, last.link) == (version.blob_id, version.link):
            line.nothing_changed()
            return row
        _keep(row, last.number + 1 if last else 1, version, content, by, at)
        line.about("document", row.pk, version=version.number, digest=version.blob_id or "")
    return row


@deed("change_document", "changed a document's particulars", needs=Ability.CONTRIBUTE)
def change_document(*, document: Document, new: Particulars, revision: int, by: User, at: datetime) -> Document:
    """Change title, kind, owner or day of review; the versions stay."""
    refuse_reading_only(by)
    with audited("change_document", by=by, at=at) as line:
        row = _filled(lock_row(document, revision), new)
        _refuse_withdrawn(row)
        row.save()
        line.about("document", row.pk, title=row.title, sort=row.kind, owner=row.owner_id, review_on=row.review_on)
    return row


@deed("withdraw_document", "withdrew a document", needs=Ability.CONTRIBUTE)
def withdraw_document(*, document: Document, revision: int, by: User, at: datetime) -> Document:
    """Take a document off its subject; its bytes stay in the house."""
    refuse_reading_only(by)
    with audited("withdraw_document", by=by, at=at) as line:
        row = lock_row(document, revision)
        _refuse_withdrawn(row)
        row.withdrawn_at = at
        row.save()
        line.about("document", row.pk, title=row.title)
    return row


def pass_documents_on(person: Person, heir: Person) -> None:
    """Give the documents of one who leaves to another, within the deed that hands everything over."""
    for row in Document.objects.select_for_update().filter(owner=person, withdrawn_at=None):
        row.owner, row.revision = heir, row.revision + 1
        row.save()


def _filled(row: Document, new: Particulars) -> Document:
    """Put checked values into the row."""
    if new.kind not in DocumentKind.values:
        raise Invalid("kind", "There is no such kind of document.", "kind")
    row.title, row.kind, row.owner, row.review_on = clean_name(new.title, "title"), new.kind, new.owner, new.review_on
    return row


def _checked(content: Content) -> Version:
    """Return a version of what was sent, not kept yet; a file or a link, not both."""
    note = clean_text(content.note, "note", most=2000)
    if (content.data is None) == (content.link == ""):
        raise Invalid("content", "Choose a file, or enter the address of one kept elsewhere.", "file")
    if content.data is None:
        return Version(link=checked_link(content.link), note=note)
    return Version(blob_id=digest_of(content.data), name=checked_name(content.name, content.data), note=note)


def _keep(row: Document, number: int, version: Version, content: Content, by: User, at: datetime) -> None:
    if content.data is not None:
        size = {"data": content.data, "size": len(content.data)}
        Blob.objects.get_or_create(digest=version.blob_id, defaults=size)
    version.document, version.number, version.added_by, version.added_at = row, number, by.person, at
    version.save()


def _refuse_withdrawn(row: Document) -> None:
    if row.withdrawn_at is not None:
        raise Conflict("withdrawn", "This document was withdrawn.")
