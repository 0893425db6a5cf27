"""What ships with Conspectus brought into the house; an organisation's own words are never written over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict
from conspectus.kit.locks import one_at_a_time
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.actions.articles import Text, publish
from conspectus.rooms.knowledge.bridge import Shipped, shipped_articles
from conspectus.rooms.knowledge.choices import Source
from conspectus.rooms.knowledge.models import Article, Version
from conspectus.rooms.knowledge.rules import require_knowledge_keeper

LINKS = ("audience", "stages", "methods", "forms")


@deed("load_shipped_articles", "loaded the articles that ship", needs=Ability.STEER)
def load_shipped_articles(*, by: User, at: datetime) -> int:
    """Bring articles that ship into the house and return how many are new or newer; no line where none is.

    An article the organisation never wrote itself gets the newer version as
    the one that is read; beside one's own words it is only offered.
    """
    require_knowledge_keeper(by)
    if not _newer():
        return 0
    with audited("load_shipped_articles", by=by, at=at) as line:
        one_at_a_time("knowledge")
        newer = _newer()  # another start of the house may have been faster
        if not newer:
            line.nothing_changed()
            return 0
        there = {row.key: row for row in Article.objects.select_for_update()}
        _create([one for one in newer if one.key not in there], at)
        changed = [one for one in newer if one.key in there]
        for one in changed:
            _renew(there[one.key], one, at)
        line.about("articles", len(newer), new=len(newer) - len(changed), newer=[one.key for one in changed])
    return len(newer)


def _newer() -> list[Shipped]:
    """Return what ships and was never taken in as it is now."""
    known = set(Version.objects.filter(source=Source.SHIPPED).values_list("article__key", "digest"))
    return [one for key, one in shipped_articles().items() if (key, one.digest) not in known]


def _create(articles: Collection[Shipped], at: datetime) -> None:
    rows = [
        Article(key=one.key, kind=one.kind, current=1, **{name: list(getattr(one, name)) for name in LINKS})
        for one in articles
    ]
    Article.objects.bulk_create(rows)
    stored = dict(Article.objects.filter(key__in=[one.key for one in articles]).values_list("key", "pk"))
    Version.objects.bulk_create(_version(stored[one.key], 1, one, at) for one in articles)


def _renew(row: Article, one: Shipped, at: datetime) -> None:
    """Let a newer version be read where nobody wrote another, else offer it."""
    newest = row.versions.first()
    read = row.versions.filter(number=row.current).first() if row.current else None
    version = _version(row.pk, newest.number + 1 if newest else 1, one, at)
    version.save()
    if read is None or read.source == Source.OWN:
        row.offered = version.number
    else:
        row.current = version.number
    row.forms = list(one.forms)
    row.revision += 1
    row.save()


def _version(article: int, number: int, one: Shipped, at: datetime) -> Version:
    return Version(
        article_id=article, number=number, title=one.title, summary=one.summary, body=one.body, source=Source.SHIPPED,
        digest=one.digest, written_at=at,
    )  # fmt: skip


@deed("answer_shipped_version", "answered an offered version of an article", needs=Ability.STEER)
def answer_shipped_version(*, article: Article, take: bool, revision: int, by: User, at: datetime) -> Article:
    """Take an offered version as the one that is read, or stay with one's own; both stay readable."""
    require_knowledge_keeper(by)
    with audited("answer_shipped_version", by=by, at=at) as line:
        row = lock_row(article, revision)
        offered = row.versions.filter(number=row.offered).first() if row.offered else None
        if offered is None:
            raise Conflict("no_offer", "No newer version is offered.")
        if take:
            text = Text(offered.title, offered.body, offered.summary)
            publish(row, text, Source.SHIPPED, "", by, at)
        row.offered = None
        row.save()
        line.about("article", row.pk, key=row.key, version=offered.number, taken=take)
    return row
