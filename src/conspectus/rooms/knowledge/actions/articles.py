"""Articles written, published and retired; what was published stays as it was."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_line, clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability, Role
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.knowledge.bridge import digest_of
from conspectus.rooms.knowledge.choices import MOST_LETTERS, MOST_NAMED, ArticleKind, Source
from conspectus.rooms.knowledge.models import Article, Version
from conspectus.rooms.knowledge.rules import require_knowledge_keeper

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Text:
    """What an article is to say, in Markdown."""

    title: str
    body: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is kept of an article beside its text; from ``review_on`` its owner is asked to look at it again."""

    owner: Person | None = None
    audience: Collection[str] = ()
    stages: Collection[str] = ()
    methods: Collection[str] = ()
    review_on: date | None = None


@deed("create_article", "began an article", needs=Ability.STEER)
def create_article(*, kind: str, key: str, text: Text, new: Particulars, by: User, at: datetime) -> Article:
    """Begin an article with a draft; nobody else reads it before it is published. Refuses a key that is taken."""
    require_knowledge_keeper(by)
    if kind not in ArticleKind.values:
        raise Invalid("kind", "There is no such kind of article.", "kind")
    row = Article(kind=kind, key=_key(kind, key))
    _fill(row, new)
    _draft(row, text, by, at)
    try:
        with audited("create_article", by=by, at=at) as line:
            row.save()
            line.about("article", row.pk, key=row.key, title=row.draft_title)
    except IntegrityError:
        raise Invalid("taken", "An article with this key exists. Choose another key.", "key") from None
    return row


@deed("draft_article", "wrote a draft of an article", needs=Ability.STEER)
def draft_article(*, article: Article, text: Text, revision: int, by: User, at: datetime) -> Article:
    """Keep what an article is to say next; what is published stays."""
    require_knowledge_keeper(by)
    with audited("draft_article", by=by, at=at) as line:
        row = lock_row(article, revision)
        _refuse_retired(row)
        _draft(row, text, by, at)
        row.save()
        line.about("article", row.pk, key=row.key, title=row.draft_title)
    return row


@deed("drop_draft", "dropped the draft of an article", needs=Ability.STEER)
def drop_draft(*, article: Article, revision: int, by: User, at: datetime) -> Article:
    """Throw a draft away; an article that was never published is retired with it."""
    require_knowledge_keeper(by)
    with audited("drop_draft", by=by, at=at) as line:
        row = lock_row(article, revision)
        _refuse_without_draft(row)
        title = row.draft_title
        if row.current is None:
            row.retired_at = at
        else:
            forget_draft(row)
        row.save()
        line.about("article", row.pk, key=row.key, title=title)
    return row


@deed("publish_article", "published an article", needs=Ability.STEER)
def publish_article(*, article: Article, note: str, revision: int, by: User, at: datetime) -> Article:
    """Make the draft the version everybody reads; the one before stays. Refuses where nothing differs from it."""
    require_knowledge_keeper(by)
    said = clean_line(note, "note", most=300, required=False)
    with audited("publish_article", by=by, at=at) as line:
        row = lock_row(article, revision)
        _refuse_retired(row)
        _refuse_without_draft(row)
        text = Text(row.draft_title, row.draft_body, row.draft_summary)
        version = publish(row, text, Source.OWN, said, by, at)
        forget_draft(row)
        row.save()
        line.about("article", row.pk, key=row.key, version=version.number, digest=version.digest, note=said)
    return row


@deed("change_article", "changed an article's particulars", needs=Ability.STEER)
def change_article(*, article: Article, new: Particulars, revision: int, by: User, at: datetime) -> Article:
    """Change owner, audience, stages, methods and day of review; the text stays."""
    require_knowledge_keeper(by)
    with audited("change_article", by=by, at=at) as line:
        row = lock_row(article, revision)
        _refuse_retired(row)
        _fill(row, new)
        row.save()
        line.about("article", row.pk, key=row.key, owner=row.owner_id, audience=row.audience, review_on=row.review_on)
    return row


@deed("retire_article", "retired an article", needs=Ability.STEER)
def retire_article(*, article: Article, revision: int, by: User, at: datetime) -> Article:
    """Take an article off the lists; its versions stay in the house."""
    require_knowledge_keeper(by)
    with audited("retire_article", by=by, at=at) as line:
        row = lock_row(article, revision)
        _refuse_retired(row)
        row.retired_at = at
        row.save()
        line.about("article", row.pk, key=row.key)
    return row


def publish(row: Article, text: Text, source: Source, note: str, by: User | None, at: datetime) -> Version:
    """Write the next version of a locked article and let people read it; the caller saves the article."""
    digest = digest_of(text.title, text.summary, text.body)
    last = row.versions.first()
    read = row.versions.filter(number=row.current).first() if row.current else None
    if read is not None and read.digest == digest:
        raise Conflict("same", "Nothing differs from what is published.")
    number = last.number + 1 if last else 1
    version = Version.objects.create(
        article=row, number=number, title=text.title, summary=text.summary, body=text.body, source=source,
        digest=digest, note=note, written_by=by.person if by else None, written_at=at,
    )  # fmt: skip
    row.current = number
    return version


def forget_draft(row: Article) -> None:
    """Empty the draft of an article that the caller saves."""
    row.draft_title = row.draft_summary = row.draft_body = ""
    row.drafted_by = row.drafted_at = None


def _draft(row: Article, text: Text, by: User, at: datetime) -> None:
    row.draft_title = clean_name(text.title, "title")
    row.draft_summary = clean_line(text.summary, "summary", most=400, required=False)
    row.draft_body = clean_text(text.body, "body", most=MOST_LETTERS, required=True).replace("\r\n", "\n") + "\n"
    row.drafted_by, row.drafted_at = by.person, at


def _fill(row: Article, new: Particulars) -> None:
    """Put checked particulars into the row."""
    strange = [one for one in new.audience if one not in Role.values]
    if strange:
        raise Invalid("audience", "There is no role '%(role)s'.", "audience", role=str(strange[0])[:40])
    row.audience = list(dict.fromkeys(new.audience))
    row.stages, row.methods = _named(new.stages, "stages"), _named(new.methods, "methods")
    row.owner, row.review_on = new.owner, new.review_on


def _named(given: Collection[str], field: str) -> list[str]:
    if len(given) > MOST_NAMED:
        raise Invalid("too_many", "Name %(most)s at most.", field, most=MOST_NAMED)
    return list(dict.fromkeys(clean_line(one, field, most=80) for one in given))


def _key(kind: str, key: str) -> str:
    text = clean_line(key, "key", most=60).casefold()
    if not _KEY.fullmatch(text):
        raise Invalid("key", "A key holds small letters, digits and hyphens, such as risk-workshop.", "key")
    return text if text.startswith(f"{kind}-") else f"{kind}-{text}"


def _refuse_retired(row: Article) -> None:
    if row.retired_at is not None:
        raise Conflict("retired", "This article is retired.")


def _refuse_without_draft(row: Article) -> None:
    if row.drafted_at is None:
        raise Conflict("no_draft", "There is no draft. Write one first.")
