"""Knowledge as everybody reads it: articles, their versions, the glossary, files to fill in."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from conspectus.formats.articles import has_tables
from conspectus.journeys.knowledge_files import glossary_file
from conspectus.kit.errors import NotFound
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.knowledge import queries
from conspectus.rooms.knowledge.bridge.papers import PAPERS, article_paper
from conspectus.rooms.knowledge.choices import ArticleKind
from conspectus.rooms.knowledge.queries import ArticleFilter, ArticleView
from conspectus.rooms.knowledge.queries.articles import article_row
from conspectus.rooms.knowledge.rules import keeps_knowledge

from ..answers import hand_over, page, show
from ..asking import asker, at, query
from ..paging import window
from .packs import TABLES

TABS = (
    (gettext_noop("Articles"), "knowledge"),
    (gettext_noop("Glossary"), "glossary"),
    (gettext_noop("Lessons"), "lessons"),
)


def knowledge_tabs() -> list[tuple[str, str]]:
    """Return the pages of knowledge."""
    return [(_(name), reverse(view)) for name, view in TABS]


def trail() -> list[tuple[str, str]]:
    """Return the way to an article."""
    return [(_("Knowledge"), reverse("knowledge"))]


@require_safe
@page
def articles(request: HttpRequest) -> HttpResponse:
    """List guides, templates, checklists, examples and terms."""
    by, on, asked = asker(request), at(request).date(), query(request)
    names = ("kind", "audience", "stage", "text", "standing")
    wanted = ArticleFilter(*(asked.get(name, "") for name in names))
    found = window(queries.find_articles(by, wanted, on), request.path, asked)
    keeper = keeps_knowledge(by)
    found["rows"] = [article_row(row, keeper=keeper, on=on) for row in found["rows"]]
    standings = [("due", _("to be looked at again"))]
    standings += [("draft", _("with a draft")), ("offered", _("newer version offered"))] if keeper else []
    told = {
        "tabs": knowledge_tabs(),
        "tab": _("Articles"),
        "wanted": wanted,
        "kinds": ArticleKind.choices,
        "roles": Role.choices,
        "standings": standings,
        "keeper": keeper,
        "narrowed": any(asked.get(name) for name in names),
        **found,
    }
    return show(request, "knowledge/articles.html", told)


@require_safe
@page
def glossary(request: HttpRequest) -> HttpResponse:
    """Show all terms by their first letter."""
    rows = queries.glossary(asker(request))
    letters = [(letter, list(some)) for letter, some in groupby(rows, key=lambda one: one.title[:1].upper())]
    told = {"tabs": knowledge_tabs(), "tab": _("Glossary"), "letters": letters, "count": len(rows)}
    return show(request, "knowledge/glossary.html", told)


@require_safe
@page
def glossary_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the glossary as a workbook or CSV."""
    if kind not in TABLES:
        raise NotFound
    data = glossary_file(by=asker(request), at=at(request), kind=kind)
    return hand_over(data, f"glossary.{kind}", TABLES[kind])


@require_safe
@page
def article(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show an article as people read it, or one of its versions."""
    by, on = asker(request), at(request).date()
    view = queries.article_view(by, queries.get_article(by, article_id), on)
    number = query(request).get("version", "")
    keeper = keeps_knowledge(by)
    version = queries.version_of(view, number) if number or view.current else None
    told: dict[str, Any] = {"article": view, "version": version, "keeper": keeper, "trail": trail()}
    told |= {"papers": _papers(view), "roles": [Role(one).label for one in view.audience]}
    return show(request, "knowledge/article.html", told)


@require_safe
@page
def versions(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show who wrote which version, and what differs between two of them."""
    by, on, asked = asker(request), at(request).date(), query(request)
    view = queries.article_view(by, queries.get_article(by, article_id), on)
    told: dict[str, Any] = {"article": view, "trail": [*trail(), (view.title, reverse("article", args=[view.key]))]}
    if len(view.versions) > 1:
        new = asked.get("after") or str(view.versions[0].number)
        old = asked.get("before") or str(view.versions[1].number)
        told |= {"lines": queries.compared(view, old, new), "before": old, "after": new}
    return show(request, "knowledge/versions.html", told)


@require_safe
@page
def article_file(request: HttpRequest, article_id: str, ending: str) -> HttpResponse:
    """Hand an article over as Markdown, DOCX or, where it holds tables, XLSX."""
    by, on = asker(request), at(request).date()
    view = queries.article_view(by, queries.get_article(by, article_id), on)
    if ending not in _papers(view):
        raise NotFound
    return hand_over(article_paper(queries.version_of(view), ending), f"{view.key}.{ending}")


def _papers(view: ArticleView) -> list[str]:
    """Return the kinds of file an article can be taken along as."""
    if view.read is None:
        return []
    return [ending for ending in PAPERS if ending != "xlsx" or has_tables(view.read.body)]
