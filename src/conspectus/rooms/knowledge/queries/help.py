"""The guide that stands beside a form: the organisation's own text, or the one that ships."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import F

from conspectus.formats.articles import fields_of
from conspectus.formats.articles.markdown import without_fields
from conspectus.rooms.knowledge.bridge.shipped import shipped_articles
from conspectus.rooms.knowledge.choices import ArticleKind, Source
from conspectus.rooms.knowledge.models import Version


@dataclass(frozen=True, slots=True)
class Help:
    """A guide for some forms of a page: its Markdown without the section on fields, and what that says of each."""

    key: str
    title: str
    summary: str
    body: str
    fields: Mapping[str, str]
    is_shipped: bool


@cache
def guide_of_forms() -> Mapping[str, str]:
    """Return the key of the shipped guide of each form that has one."""
    guides = (one for one in shipped_articles().values() if one.kind == ArticleKind.GUIDE)
    return {form: one.key for one in guides for form in one.forms}


def name_of(form: type) -> str:
    """Return the name by which guides know a form: its class, with the module before it where two are alike."""
    whole = f"{form.__module__.rpartition('.')[2]}.{form.__name__}"
    return whole if whole in guide_of_forms() else form.__name__


def help_for(forms: Collection[str]) -> tuple[Help, ...]:
    """Return the guides of some forms by their names, one question to the database."""
    keys = tuple(dict.fromkeys(guide_of_forms()[name] for name in forms if name in guide_of_forms()))
    if not keys:
        return ()
    rows = Version.objects.filter(
        article__key__in=keys, article__current=F("number"), article__retired_at=None, source=Source.OWN
    )
    own = {row.article.key: row for row in rows.select_related("article")}
    return tuple(_help(key, own[key]) if key in own else _shipped(key) for key in keys)


def _help(key: str, row: Version) -> Help:
    return Help(key, row.title, row.summary, without_fields(row.body), fields_of(row.body), False)


@cache
def _shipped(key: str) -> Help:
    one = shipped_articles()[key]
    return Help(key, one.title, one.summary, without_fields(one.body), fields_of(one.body), True)
