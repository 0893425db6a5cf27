"""Knowledge as it is kept: articles begun, drafted with a look at the page, published, changed, retired."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.rooms.knowledge import actions
from conspectus.rooms.knowledge.models import Article
from conspectus.rooms.knowledge.queries import article_view, get_article, version_of
from conspectus.rooms.knowledge.rules import require_knowledge_keeper

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms import knowledge as forms
from ..forms.changing import saved
from .choices import people_choices, picked
from .knowledge import trail
from .organisation import change_page
from .periods import pressed_at


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_article(request: HttpRequest) -> HttpResponse:
    """Begin an article with a draft."""
    by, on = asker(request), at(request)
    require_knowledge_keeper(by)
    begun: list[Article] = []
    form = forms.NewArticleForm(posted(request), initial={"owner": by.person_id}, people=people_choices(by.person))

    def save(given: dict[str, Any]) -> None:
        new = form.given(picked(by, given))
        begun.append(
            actions.create_article(kind=given["kind"], key=given["key"], text=form.text(), new=new, by=by, at=on)
        )
        done(request, _("The draft is kept. Nobody else reads it before it is published."))

    looking = _looking(request)
    if request.method == "POST" and not looking and saved(form, save):
        return redirect("article", begun[0].key)
    told = {"form": form, "trail": trail(), "title": _("New article"), "look": looking and _looked(form)}
    return show(request, "knowledge/draft.html", told, status=200 if looking else form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def draft(request: HttpRequest, article_id: str) -> HttpResponse:
    """Write what an article is to say next; a look at it stores nothing."""
    by, on = asker(request), at(request)
    row = get_article(by, article_id)
    require_knowledge_keeper(by)

    def stored() -> dict[str, Any]:
        view = article_view(by, get_article(by, article_id), on.date())
        if view.drafted_at:
            told = {"title": view.draft_title, "summary": view.draft_summary, "body": view.draft_body}
        else:
            read = version_of(view)
            told = {"title": read.title, "summary": read.summary, "body": read.body}
        return told | {"revision": view.revision}

    def save(given: dict[str, Any]) -> None:
        actions.draft_article(article=row, text=form.text(), revision=given["revision"], by=by, at=on)
        done(request, _("The draft is kept. Nobody else reads it before it is published."))

    form, looking = forms.DraftForm(posted(request), initial=stored()), _looking(request)
    if request.method == "POST" and not looking and saved(form, save, stored):
        return redirect("article", row.key)
    way = [*trail(), (row.key, reverse("article", args=[row.key]))]
    told = {"form": form, "trail": way, "title": _("Write a draft"), "look": looking and _looked(form)}
    return show(request, "knowledge/draft.html", told, status=200 if looking else form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def particulars(request: HttpRequest, article_id: str) -> HttpResponse:
    """Change owner, audience, stages, methods and day of review."""
    by, on = asker(request), at(request)
    row = get_article(by, article_id)
    require_knowledge_keeper(by)

    def stored() -> dict[str, Any]:
        there = get_article(by, article_id)
        told = {"owner": there.owner_id, "audience": there.audience, "review_on": there.review_on}
        told |= {name: ", ".join(getattr(there, name)) for name in ("stages", "methods")}
        return told | {"revision": there.revision}

    def save(given: dict[str, Any]) -> None:
        new = form.given(picked(by, given))
        actions.change_article(article=row, new=new, revision=given["revision"], by=by, at=on)
        done(request, _("The article is changed."))

    form = forms.ArticleForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        return redirect("article", row.key)
    way = [*trail(), (row.key, reverse("article", args=[row.key]))]
    return change_page(request, form, title=_("Change %(title)s") % {"title": row.key}, here=_("Change"), trail=way)


@require_POST
@page
def publish(request: HttpRequest, article_id: str) -> HttpResponse:
    """Make the draft the version everybody reads."""
    by = asker(request)
    row, note = get_article(by, article_id), request.POST.get("note", "")
    require_knowledge_keeper(by)
    actions.publish_article(article=row, note=note, revision=pressed_at(request), by=by, at=at(request))
    done(request, _("The article is published; the version before stays."))
    return redirect("article", row.key)


@require_POST
@page
def drop(request: HttpRequest, article_id: str) -> HttpResponse:
    """Throw the draft away."""
    by = asker(request)
    row = get_article(by, article_id)
    require_knowledge_keeper(by)
    row = actions.drop_draft(article=row, revision=pressed_at(request), by=by, at=at(request))
    done(request, _("The draft is dropped."))
    return redirect("article", row.key) if row.current else redirect("knowledge")


@require_POST
@page
def answer_offer(request: HttpRequest, article_id: str) -> HttpResponse:
    """Take the newer version that ships, or stay with one's own."""
    by, take = asker(request), request.POST.get("take") == "yes"
    row = get_article(by, article_id)
    require_knowledge_keeper(by)
    revision = pressed_at(request)
    actions.answer_shipped_version(article=row, take=take, revision=revision, by=by, at=at(request))
    done(request, _("The newer version is taken.") if take else _("Your own version stays."))
    return redirect("article", row.key)


@require_POST
@page
def retire(request: HttpRequest, article_id: str) -> HttpResponse:
    """Take an article off the lists."""
    by = asker(request)
    row = get_article(by, article_id)
    require_knowledge_keeper(by)
    actions.retire_article(article=row, revision=pressed_at(request), by=by, at=at(request))
    done(request, _("The article is retired."))
    return redirect("knowledge")


def _looking(request: HttpRequest) -> bool:
    return request.method == "POST" and "look" in request.POST


def _looked(form: Any) -> str:
    """Return the text to look at; an empty one where none was written."""
    form.is_valid()
    return str(form.cleaned_data.get("body", ""))
