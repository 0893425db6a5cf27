"""Lessons: found by everybody, written down in projects, reviewed, offered and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.knowledge_files import lessons_file
from conspectus.kit.errors import NotFound
from conspectus.rooms.knowledge import actions, queries
from conspectus.rooms.knowledge.choices import LONGEST_STAGE, LessonCategory, LessonState
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.knowledge.queries import LessonFilter
from conspectus.rooms.knowledge.queries.lessons import offer_view
from conspectus.rooms.knowledge.rules import keeps_knowledge, require_knowledge_keeper
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import lessons as forms
from ..forms.changing import saved
from ..paging import window
from ..words import address
from .frame import frame
from .knowledge import knowledge_tabs
from .organisation import change_page
from .packs import TABLES
from .periods import pressed_at


def _trail() -> list[tuple[str, str]]:
    return [(_("Knowledge"), reverse("knowledge")), (_("Lessons"), reverse("lessons"))]


@require_safe
@page
def lessons(request: HttpRequest) -> HttpResponse:
    """List lessons with what came of them."""
    by, on, asked = asker(request), at(request).date(), query(request)
    wanted = _wanted(asked)
    told = window(queries.find_lessons(by, wanted, on), request.path, asked)
    told["rows"] = queries.lesson_views(by, told["rows"], on)
    told |= {"tabs": knowledge_tabs(), "tab": _("Lessons"), "wanted": wanted, "categories": LessonCategory.choices}
    told |= {"states": [one for one in LessonState.choices if one[0] != LessonState.WITHDRAWN]}
    told["query"] = urlencode({name: asked[name] for name in ("category", "state", "text") if asked.get(name)})
    told["narrowed"] = any(asked.get(name) for name in ("category", "state", "text"))
    return show(request, "lessons/lessons.html", told)


@require_safe
@page
def lessons_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the lessons as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise NotFound
    data = lessons_file(by=asker(request), at=at(request), kind=kind, wanted=_wanted(query(request)))
    return hand_over(data, f"lessons.{kind}", TABLES[kind])


def _wanted(asked: Mapping[str, str]) -> LessonFilter:
    return LessonFilter(asked.get("category", ""), asked.get("state", ""), asked.get("text", ""))


def lessons_asked(request: HttpRequest, project: Project, stage: str) -> dict[str, Any]:
    """Return what a page needs that asks for the lessons of a stage or a gate of a visible project."""
    by, on, named = asker(request), at(request).date(), stage[:LONGEST_STAGE]
    own = queries.find_lessons(by, LessonFilter(project=project.pk), on).filter(stage=named)
    place = address(reverse("new-lesson", args=[project.pk]), {"stage": named})
    return {"lessons": list(own), "lesson_href": place if may(by, "record_lesson", project, on) else ""}


@require_safe
@page
def project_lessons(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the lessons of a project and those it was offered."""
    project, told = frame(request, project_id, "Lessons")
    by, on = asker(request), at(request).date()
    own = queries.find_lessons(by, LessonFilter(project=project.pk), on)
    told |= {"rows": queries.lesson_views(by, own, on), "offers": queries.offers_of(project)}
    told |= {"writing": may(by, "record_lesson", project, on), "answering": may(by, "answer_offer", project, on)}
    return show(request, "lessons/project.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_lesson(request: HttpRequest, project_id: str) -> HttpResponse:
    """Write down a lesson of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "record_lesson", project, on.date())
    form = forms.LessonForm(posted(request), initial={"stage": query(request).get("stage", "")[:LONGEST_STAGE]})

    def save(given: dict[str, Any]) -> None:
        actions.record_lesson(project=project, text=form.text(given), by=by, at=on)
        done(request, _("The lesson is written down; the PMO reviews it."))

    if request.method == "POST" and saved(form, save):
        return redirect("project-lessons", project.pk)
    trail = [(project.name, reverse("project-lessons", args=[project.pk]))]
    return change_page(request, form, title=_("New lesson"), trail=trail, button=_("Write it down"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def paste(request: HttpRequest, project_id: str) -> HttpResponse:
    """Write down lessons pasted from a sheet, all or none."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "paste_lessons", project, on.date())
    form = forms.PasteLessonsForm(posted(request))

    def save(given: dict[str, Any]) -> None:
        actions.paste_lessons(project=project, text=given["text"], by=by, at=on)
        done(request, _("The lessons are written down; the PMO reviews them."))

    if request.method == "POST" and saved(form, save):
        return redirect("project-lessons", project.pk)
    trail = [(project.name, reverse("project-lessons", args=[project.pk]))]
    return change_page(request, form, title=_("Paste lessons"), trail=trail, button=_("Write them down"))


@require_safe
@page
def lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Show a lesson, and to who keeps knowledge its review."""
    by, on = asker(request), at(request).date()
    row = queries.get_lesson(by, lesson_id, on)
    view = queries.lesson_views(by, [row], on)[0]
    keeper = keeps_knowledge(by)
    told: dict[str, Any] = {"lesson": view, "trail": _trail(), "changing": _changes(request, row)}
    if keeper and row.state == LessonState.ENTERED:
        told["review"] = forms.ReviewLessonForm(initial={"revision": row.revision})
    if keeper and row.state == LessonState.PUBLISHED:
        told["standard"] = forms.StandardForm(
            initial={"standard": row.standard, "words": row.standard_words, "revision": row.revision}
        )
    return show(request, "lessons/lesson.html", told)


def _changes(request: HttpRequest, row: Lesson) -> bool:
    by, on = asker(request), at(request).date()
    if row.state == LessonState.PUBLISHED:
        return keeps_knowledge(by)
    return may(by, "change_lesson", row.project, on)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Change what a lesson says."""
    by, on = asker(request), at(request)
    row = queries.get_lesson(by, lesson_id, on.date())
    if row.state == LessonState.PUBLISHED:
        require_knowledge_keeper(by)
    else:
        require(by, "change_lesson", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = queries.get_lesson(by, lesson_id, on.date())
        return {name: getattr(there, name) for name in (*forms.NAMES, "revision")}

    def save(given: dict[str, Any]) -> None:
        actions.change_lesson(lesson=row, text=form.text(given), revision=given["revision"], by=by, at=on)
        done(request, _("The lesson is changed."))

    form = forms.ChangeLessonForm(posted(request), initial=stored())
    if request.method == "POST" and saved(form, save, stored):
        return redirect("lesson", row.pk)
    trail = [*_trail(), (row.title, reverse("lesson", args=[row.pk]))]
    return change_page(request, form, title=_("Change %(title)s") % {"title": row.title}, here=_("Change"), trail=trail)


@require_POST
@page
def withdraw_lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Take a lesson back."""
    by, on = asker(request), at(request)
    row = queries.get_lesson(by, lesson_id, on.date())
    if row.state == LessonState.PUBLISHED:
        require_knowledge_keeper(by)
    else:
        require(by, "withdraw_lesson", row.project, on.date())
    actions.withdraw_lesson(lesson=row, revision=pressed_at(request), by=by, at=on)
    done(request, _("The lesson is withdrawn."))
    return redirect("lessons")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def review_lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Publish a lesson or return it."""
    by, on = asker(request), at(request)
    row = queries.get_lesson(by, lesson_id, on.date())
    require_knowledge_keeper(by)
    form = forms.ReviewLessonForm(posted(request), initial={"revision": row.revision})

    def save(given: dict[str, Any]) -> None:
        told = {"publish": given["publish"] == "yes", "words": given["words"], "revision": given["revision"]}
        actions.review_lesson(lesson=row, **told, by=by, at=on)
        done(request, _("The lesson is reviewed."))

    if request.method == "POST" and saved(form, save):
        return redirect("lesson", row.pk)
    trail = [*_trail(), (row.title, reverse("lesson", args=[row.pk]))]
    return change_page(request, form, title=_("Review"), trail=trail, button=_("Record the review"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def say_what_changed(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Say which standard changed because of a lesson."""
    by, on = asker(request), at(request)
    row = queries.get_lesson(by, lesson_id, on.date())
    require_knowledge_keeper(by)
    form = forms.StandardForm(posted(request), initial={"revision": row.revision})

    def save(given: dict[str, Any]) -> None:
        actions.say_what_changed(lesson=row, **given, by=by, at=on)
        done(request, _("It is kept what changed."))

    if request.method == "POST" and saved(form, save):
        return redirect("lesson", row.pk)
    trail = [*_trail(), (row.title, reverse("lesson", args=[row.pk]))]
    return change_page(request, form, title=_("What changed because of it"), trail=trail, button=_("Keep it"))


@require_POST
@page
def offer_lessons(request: HttpRequest, project_id: str) -> HttpResponse:
    """Look for lessons of projects like this one."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    found = actions.offer_lessons(project=project, by=by, at=on)
    told = _("%(count)s lessons are offered.") % {"count": len(found)}
    done(request, told if found else _("No further lesson is like this project."))
    return redirect("project-lessons", project.pk)


@require_POST
@page
def open_offer(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Open an offered lesson, and note that somebody did."""
    by, on = asker(request), at(request)
    row = actions.open_offer(offer=queries.get_offer(by, offer_id, on.date()), by=by, at=on)
    return redirect("lesson", row.lesson_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def answer_offer(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Apply an offered lesson or put it aside."""
    by, on = asker(request), at(request)
    row = queries.get_offer(by, offer_id, on.date())
    require(by, "answer_offer", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = queries.get_offer(by, offer_id, on.date())
        return {name: getattr(there, name) for name in ("answer", "words", "revision")}

    def save(given: dict[str, Any]) -> None:
        actions.answer_offer(offer=row, **given, by=by, at=on)
        done(request, _("The answer is kept."))

    form = forms.OfferForm(posted(request), initial=stored())
    if request.method == "POST" and saved(form, save, stored):
        return redirect("project-lessons", row.project_id)
    trail = [(row.project.name, reverse("project-lessons", args=[row.project_id]))]
    title = offer_view(row).title
    return change_page(request, form, title=title, here=_("Answer"), trail=trail, button=_("Keep the answer"))
