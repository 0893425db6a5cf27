"""Methods, their drafts and versions; everybody who is signed in reads the standards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, OuterRef, QuerySet, Subquery

from conspectus.engine.findings import Finding
from conspectus.formats.methods import Reading
from conspectus.formats.methods.method import Review
from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.standards.bridge.differences import Difference, compare_methods
from conspectus.rooms.standards.bridge.packs import method_of, read_pack, sorted_findings
from conspectus.rooms.standards.models import Draft, Method, Version
from conspectus.rooms.standards.rules import may_shape


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method with its newest version; None before the first."""

    key: str
    name: str
    version_id: int | None
    number: str | None
    published_at: datetime | None
    versions: int
    drafted: bool


def methods_for(by: User) -> list[MethodRow]:
    """Return the methods there are, by name; those without a version only for who shapes standards."""
    newest = Version.objects.filter(method=OuterRef("pk")).order_by("-pk")
    rows = Method.objects.annotate(
        newest=Subquery(newest.values("pk")[:1]),
        number=Subquery(newest.values("number")[:1]),
        published_at=Subquery(newest.values("published_at")[:1]),
        count=Count("versions", distinct=True),
    )
    shaping = may_shape(by)
    rows = rows if shaping else rows.exclude(newest=None)
    told = rows.values_list("key", "name", "newest", "number", "published_at", "count", "draft")
    return [MethodRow(*row[:-1], shaping and row[-1] is not None) for row in told]


def _key(given: object) -> str:
    """Return what may be a method's key; PostgreSQL is asked for no text with a NUL in it."""
    text = str(given)
    return "" if "\0" in text else text[:40]


def get_method(by: User, key: object) -> Method:
    """Return a method by its key; one without a version only for who shapes standards."""
    row = Method.objects.filter(key=_key(key)).select_related("draft").first()
    if row is None or not (may_shape(by) or row.versions.exists()):
        raise NotFound
    return row


def versions_of(method: Method) -> QuerySet[Version]:
    """Return the published versions of a method, the newest first, with how many adoptions there were."""
    rows = method.versions.select_related("published_by", "method").order_by("-pk")
    return rows.defer("text").annotate(adopted=Count("adoptions__project", distinct=True))


def news_of(held: Version | None, wanted: Version) -> list[Version]:
    """Return the versions whose news one reads who moves from what is held to another version, the newest first."""
    rows = Version.objects.select_related("method").defer("text").order_by("-pk")
    if held is None or held.method_id != wanted.method_id or held.pk >= wanted.pk:
        return list(rows.filter(pk=wanted.pk))
    return list(rows.filter(method=wanted.method_id, pk__gt=held.pk, pk__lte=wanted.pk))


def newest_version(method: Method) -> Version | None:
    """Return the version published last."""
    return method.versions.select_related("method", "published_by").order_by("-pk").first()


def newest_versions() -> list[Version]:
    """Return the newest version of each method, by name."""
    newest = Version.objects.filter(method=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    found = Method.objects.annotate(newest=Subquery(newest)).exclude(newest=None).values("newest")
    return list(Version.objects.filter(pk__in=found).select_related("method").defer("text").order_by("name", "pk"))


def review_of(version: Version) -> Review | None:
    """Return when a version itself is to be looked at again; its text is read once in a process."""
    return _reviews(version.digest)


@lru_cache(maxsize=256)
def _reviews(digest: str) -> Review | None:
    version = Version.objects.filter(digest=digest).first()
    return method_of(version).review if version is not None else None


def get_version(version_id: object) -> Version:
    """Return a published version; everybody may read it."""
    row = Version.objects.select_related("method", "published_by").filter(pk=row_id(version_id)).first()
    if row is None:
        raise NotFound
    return row


def get_draft(by: User, key: object) -> Draft:
    """Return the draft of a method, for who shapes standards."""
    row = Draft.objects.select_related("method", "begun_by", "changed_by").filter(method__key=_key(key)).first()
    if row is None or not may_shape(by):
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with what is noticed in it, and what it changes against the last version."""

    draft: Draft
    reading: Reading
    findings: tuple[Finding, ...]
    difference: Difference | None
    against: Version | None


def view_draft(draft: Draft) -> DraftView:
    """Return a draft as it stands."""
    reading = read_pack(draft.text.encode("utf-8"))
    against = newest_version(draft.method)
    difference = None
    if against is not None and reading.method is not None:
        difference = compare_methods(method_of(against), reading.method)
    return DraftView(draft, reading, sorted_findings(reading.findings), difference, against)


def compare_versions(before: Version, after: Version) -> Difference:
    """Return what one version says otherwise than another."""
    return compare_methods(method_of(before), method_of(after))
