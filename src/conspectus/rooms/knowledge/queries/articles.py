"""Articles as they are listed and read: what is published shows to everybody, drafts to who keeps them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from conspectus.formats.articles import ArticleDifference, differences
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.choices import ArticleKind, Source
from conspectus.rooms.knowledge.models import Article, Version
from conspectus.rooms.knowledge.rules import keeps_knowledge


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles; ``standing`` is due, draft, offered or empty."""

    kind: str = ""
    audience: str = ""
    stage: str = ""
    text: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the list; ``title`` is the draft's where nothing is published."""

    article_id: int
    key: str
    kind: str
    kind_words: str
    title: str
    summary: str
    owner: str
    source: str
    audience: tuple[str, ...]
    review_on: date | None
    is_due: bool
    version: int | None
    written_at: datetime | None
    has_draft: bool
    has_offer: bool


@dataclass(frozen=True, slots=True)
class ArticleVersionView:
    """One version of an article; ``body`` is Markdown."""

    number: int
    title: str
    summary: str
    body: str
    source: str
    source_words: str
    note: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with the version that is read and the list of all; the draft shows to who keeps articles."""

    article_id: int
    key: str
    kind: str
    kind_words: str
    owner_id: int | None
    owner: str
    audience: tuple[str, ...]
    stages: tuple[str, ...]
    methods: tuple[str, ...]
    forms: tuple[str, ...]
    review_on: date | None
    is_due: bool
    is_retired: bool
    current: int | None
    offered: int | None
    versions: tuple[ArticleVersionView, ...]
    draft_title: str
    draft_summary: str
    draft_body: str
    drafted_by: str
    drafted_at: datetime | None
    revision: int

    @property
    def title(self) -> str:
        """What it is called now; a term or guide not yet published by its draft."""
        return self.read.title if self.read else self.draft_title

    @property
    def read(self) -> ArticleVersionView | None:
        """The version people read."""
        return next((one for one in self.versions if one.number == self.current), None)


def visible_articles(by: User) -> QuerySet[Article]:
    """Return the articles ``by`` may see: those published and not retired, and all for who keeps them."""
    if not by.is_active:
        return Article.objects.none()
    if keeps_knowledge(by):
        return Article.objects.all()
    return Article.objects.filter(current__isnull=False, retired_at=None)


def find_articles(by: User, wanted: ArticleFilter, on: date) -> QuerySet[Article]:
    """Return visible articles not retired, by title, each with what its list line needs; refuses unknown words.

    Terms are left out unless their kind is asked for, or what is to be done.
    """
    if wanted.kind and wanted.kind not in ArticleKind.values:
        raise Invalid("kind", "There is no such kind of article.", "kind")
    if wanted.audience and wanted.audience not in Role.values:
        raise Invalid("audience", "There is no such role.", "audience")
    rows = visible_articles(by).filter(retired_at=None).select_related("owner")
    newest = Version.objects.filter(article=OuterRef("pk"), number=OuterRef("current"))
    for name in ("title", "summary", "source", "written_at"):
        rows = rows.annotate(**{f"read_{name}": Subquery(newest.values(name)[:1])})
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    elif not wanted.standing:
        rows = rows.exclude(kind=ArticleKind.TERM)  # they have a page of their own
    if wanted.text:
        text = wanted.text[:200]
        found = Q(read_title__icontains=text) | Q(read_summary__icontains=text) | Q(key__icontains=text)
        rows = rows.filter(found | Q(draft_title__icontains=text) if keeps_knowledge(by) else found)
    rows = _for(_for(rows, "audience", wanted.audience), "stages", wanted.stage)
    rows = _standing(rows, wanted.standing, keeps_knowledge(by), on)
    return rows.order_by(F("read_title").asc(nulls_first=True), "key")


def _for(rows: QuerySet[Article], column: str, wanted: str) -> QuerySet[Article]:
    """Narrow to what is written for one of a list, or for all; the list is text in both databases."""
    if not wanted:
        return rows
    written = wanted.replace('"', "")
    return rows.filter(Q(**{column: []}) | Q(**{f"{column}__icontains": f'"{written}"'}))


def _standing(rows: QuerySet[Article], standing: str, keeper: bool, on: date) -> QuerySet[Article]:
    if standing == "due":
        return rows.filter(review_on__lte=on)
    if standing == "draft" and keeper:
        return rows.filter(drafted_at__isnull=False)
    if standing == "offered" and keeper:
        return rows.filter(offered__isnull=False)
    if standing:
        raise Invalid("standing", "Ask for due, draft or offered.", "standing")
    return rows


def article_row(row: Article, *, keeper: bool, on: date) -> ArticleRow:
    """Return one found article as its line."""
    told = row.__dict__  # with what ``find_articles`` annotated
    return ArticleRow(
        article_id=row.pk,
        key=row.key,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        title=told["read_title"] or row.draft_title or row.key,
        summary=told["read_summary"] or "",
        owner=row.owner.name if row.owner else "",
        source=told["read_source"] or Source.OWN.value,
        audience=tuple(row.audience),
        review_on=row.review_on,
        is_due=row.review_on is not None and row.review_on <= on,
        version=row.current,
        written_at=told["read_written_at"],
        has_draft=keeper and row.drafted_at is not None,
        has_offer=keeper and row.offered is not None,
    )


def get_article(by: User, key: object) -> Article:
    """Return one article by its key, or its number; what is neither published nor kept by ``by`` is missing."""
    text = str(key)
    wanted = Q(pk=row_id(text)) if text.isdecimal() else Q(key=text[:80])
    row = visible_articles(by).select_related("owner", "drafted_by").filter(wanted).first()
    if row is None:
        raise NotFound
    return row


def article_view(by: User, row: Article, on: date) -> ArticleView:
    """Return a visible article with all its versions; draft and offered version only for who keeps articles."""
    keeper = keeps_knowledge(by)
    versions = row.versions.select_related("written_by")
    shown = [one for one in versions if keeper or one.number != row.offered]
    return ArticleView(
        article_id=row.pk,
        key=row.key,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner else "",
        audience=tuple(row.audience),
        stages=tuple(row.stages),
        methods=tuple(row.methods),
        forms=tuple(row.forms),
        review_on=row.review_on,
        is_due=row.review_on is not None and row.review_on <= on,
        is_retired=row.retired_at is not None,
        current=row.current,
        offered=row.offered if keeper else None,
        versions=tuple(map(_version, shown)),
        draft_title=row.draft_title if keeper else "",
        draft_summary=row.draft_summary if keeper else "",
        draft_body=row.draft_body if keeper else "",
        drafted_by=row.drafted_by.name if keeper and row.drafted_by else "",
        drafted_at=row.drafted_at if keeper else None,
        revision=row.revision,
    )


def _version(row: Version) -> ArticleVersionView:
    return ArticleVersionView(
        number=row.number,
        title=row.title,
        summary=row.summary,
        body=row.body,
        source=row.source,
        source_words=row.get_source_display(),
        note=row.note,
        written_by=row.written_by.name if row.written_by else "",
        written_at=row.written_at,
    )


def version_of(view: ArticleView, number: object = "") -> ArticleVersionView:
    """Return one version of an article that is seen; the one people read where none is named."""
    wanted = row_id(number) if number else view.current
    found = next((one for one in view.versions if one.number == wanted), None)
    if found is None:
        raise NotFound
    return found


def compared(view: ArticleView, old: object, new: object) -> tuple[ArticleDifference, ...]:
    """Return what differs between two versions of an article."""
    before, after = version_of(view, old), version_of(view, new)
    return differences(_whole(before), _whole(after))


def _whole(version: ArticleVersionView) -> str:
    return f"{version.title}\n{version.summary}\n\n{version.body}"


def articles_due(owners: Collection[int], on: date) -> list[Article]:
    """Return the articles of these people whose day of review has come, the longest due first."""
    rows = Article.objects.filter(owner__in=owners, review_on__lte=on, retired_at=None)
    return list(rows.order_by("review_on", "key"))


def articles_to_review(first: date, last: date) -> list[Article]:
    """Return published articles that are owned and to be looked at again between two days, both counted in."""
    rows = Article.objects.filter(owner__isnull=False, current__isnull=False, retired_at=None)
    return list(rows.filter(review_on__range=(first, last)).order_by("review_on", "key"))


def review_days_of(ids: Collection[int]) -> dict[int, date]:
    """Return the day on which each of some articles is to be looked at again, of those that are read."""
    rows = Article.objects.filter(pk__in=ids, current__isnull=False, retired_at=None, review_on__isnull=False)
    return {pk: day for pk, day in rows.values_list("pk", "review_on") if day is not None}


def read_versions(by: User, keys: Collection[str]) -> QuerySet[Version]:
    """Return what people read of some articles, by key."""
    rows = Version.objects.filter(article__in=visible_articles(by).filter(key__in=keys), article__retired_at=None)
    return rows.filter(article__current=F("number")).select_related("article").order_by("article__key")


def titles_of(by: User, keys: Collection[str]) -> dict[str, str]:
    """Return what people read as the titles of some articles, by key."""
    return dict(read_versions(by, keys).values_list("article__key", "title"))


def glossary(by: User) -> list[Version]:
    """Return the terms everybody reads, by title."""
    rows = Version.objects.filter(article__in=visible_articles(by), article__kind=ArticleKind.TERM)
    rows = rows.filter(article__current=F("number"), article__retired_at=None).select_related("article")
    return sorted(rows, key=lambda one: one.title.casefold())
