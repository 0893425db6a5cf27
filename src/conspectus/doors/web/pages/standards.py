"""Standards: methods with their versions and drafts; written, checked, tried, compared, published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.knowledge_files import templates_archive
from conspectus.kit.errors import Invalid, NotAllowed, NotFound
from conspectus.rooms.portfolio.rules import may_somewhere, require
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Draft, Version
from conspectus.rooms.standards.queries import check_expression, try_policy
from conspectus.rooms.standards.rules import may_shape

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query, sent
from ..forms import standards as forms
from ..forms.changing import saved
from ..words import told as in_words
from .organisation import tabs


def trail() -> list[tuple[str, str]]:
    """Return the way to the standards."""
    return [(_("Organisation"), reverse("portfolios")), (_("Standards"), reverse("standards"))]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def standards(request: HttpRequest) -> HttpResponse:
    """List the methods, and take a pack as a draft."""
    by, on = asker(request), at(request)
    shaping = may_shape(by, on.date())
    data, files = sent(request)
    form = forms.PackForm(data, files) if shaping else None
    if request.method == "POST" and form is None:
        raise NotAllowed
    if (
        request.method == "POST"
        and form is not None
        and saved(form, lambda given: actions.import_method(data=given["file"].read(), by=by, at=on))
    ):
        done(request, _("The pack is kept as a draft."))
        return redirect("standards")
    rows = list(queries.methods_for(by))
    told = {"tabs": tabs(by), "tab": _("Standards"), "rows": rows, "form": form, "shaping": shaping}
    return show(request, "standards/standards.html", told, status=form.status if form else 200)


@require_safe
@page
def method(request: HttpRequest, method_key: str) -> HttpResponse:
    """Show a method as its newest version says it."""
    by = asker(request)
    row = queries.get_method(by, method_key)
    newest = queries.newest_version(row)
    if newest is None:
        return redirect("draft", row.key)
    return _version_page(request, newest)


@require_safe
@page
def version(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show a published version."""
    return _version_page(request, queries.get_version(version_id))


def _version_page(request: HttpRequest, row: Version) -> HttpResponse:
    by = asker(request)
    versions, said = list(queries.versions_of(row.method)), method_of(row)
    parts: tuple[Any, ...] = (*said.stages, *said.gates, *said.deliverables, *said.roles, *said.tiers)
    told = {
        "version": row,
        "adopting": may_somewhere(by, "adopt_version", at(request).date()),
        "method": said,
        "templates": any(one.template for one in said.deliverables),
        "names": {one.key: one.name for one in parts},
        "versions": versions,
        "newest": versions[0].pk == row.pk,
        "trail": trail(),
        "shaping": may_shape(by, at(request).date()),
        "draft": may_shape(by, at(request).date()) and hasattr(row.method, "draft"),
    }
    return show(request, "standards/version.html", told)


@require_safe
@page
def version_file(request: HttpRequest, version_id: str) -> HttpResponse:
    """Hand over a version as a pack; imported elsewhere it is the same."""
    row = queries.get_version(version_id)
    return hand_over(row.text.encode(), f"{row.method.key}-{row.number}.yaml", "application/yaml; charset=utf-8")


@require_safe
@page
def version_templates(request: HttpRequest, version_id: str) -> HttpResponse:
    """Hand over the templates a version names, to fill in."""
    row = queries.get_version(version_id)
    name = f"{row.method.key}-{row.number}-templates.zip"
    return hand_over(templates_archive(version=row, by=asker(request)), name, "application/zip")


@require_safe
@page
def compare(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show what a version says otherwise than another, the one before unless the address names one."""
    row = queries.get_version(version_id)
    others = [one for one in queries.versions_of(row.method) if one.pk != row.pk]
    wanted = query(request).get("with")
    other = queries.get_version(wanted) if wanted else next((one for one in others if one.pk < row.pk), None)
    if other is not None and other.method_id != row.method_id:
        raise NotFound
    told = {
        "version": row,
        "other": other,
        "others": others,
        "difference": queries.compare_versions(other, row) if other else None,
        "news": queries.news_of(other, row),
        "trail": [*trail(), (f"{row.name} {row.number}", reverse("version", args=[row.pk]))],
    }
    return show(request, "standards/compare.html", told)


@require_POST
@page
def start_draft(request: HttpRequest, method_key: str) -> HttpResponse:
    """Begin the next version."""
    by = asker(request)
    row = actions.start_method_draft(method=queries.get_method(by, method_key), by=by, at=at(request))
    return redirect("draft", row.method.key)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def draft(request: HttpRequest, method_key: str) -> HttpResponse:
    """Write a draft; beside it what is noticed in it and what it changes."""
    by, on = asker(request), at(request)
    require(by, "change_method_draft", None, on.date())
    row = queries.get_draft(by, method_key)

    def stored() -> dict[str, Any]:
        there = queries.get_draft(by, method_key)
        return {"text": there.text, "revision": there.revision}

    form = forms.DraftForm(posted(request), initial=stored())
    if request.method == "POST" and saved(
        form, lambda given: actions.change_method_draft(draft=row, **given, by=by, at=on), stored
    ):
        done(request, _("The draft is kept."))
        return redirect("draft", row.method.key)
    return show(request, "standards/draft.html", {"form": form} | _beside(row), status=form.status)


def _beside(row: Draft, publishing: forms.PublishForm | None = None) -> dict[str, Any]:
    """Return what stands beside the text of a draft, with the form of its publication as it was sent."""
    view = queries.view_draft(row)
    publishing = publishing or forms.PublishForm(initial={"revision": row.revision})
    return {
        "draft": row,
        "view": view,
        "publishing": publishing if view.reading.sound else None,
        "dropping": forms.DropForm(initial={"revision": row.revision}),
        "policies": view.reading.method.policies if view.reading.method else (),
        "trail": trail(),
    }


@require_POST
@page
def publish(request: HttpRequest, method_key: str) -> HttpResponse:
    """Publish a draft; it never changes after."""
    by, on = asker(request), at(request)
    require(by, "publish_method", None, on.date())
    row = queries.get_draft(by, method_key)
    form = forms.PublishForm(request.POST)
    if not form.is_valid() and "revision" in form.errors:
        raise Invalid("revision", "Look at the draft again, then publish it.", "revision")
    if not saved(form, lambda given: actions.publish_method(draft=row, **given, by=by, at=on)):
        text = forms.DraftForm(initial={"text": row.text, "revision": row.revision})
        return show(request, "standards/draft.html", {"form": text} | _beside(row, form), status=form.status)
    made = queries.newest_version(row.method)
    assert made is not None  # it was published just now
    done(request, _("Version %(number)s is published.") % {"number": made.number})
    return redirect("version", made.pk)


@require_POST
@page
def drop(request: HttpRequest, method_key: str) -> HttpResponse:
    """Throw a draft away."""
    by, on = asker(request), at(request)
    require(by, "drop_method_draft", None, on.date())
    row = queries.get_draft(by, method_key)
    form = forms.DropForm(request.POST)
    if not form.is_valid():
        raise Invalid("revision", "Look at the draft again, then drop it.", "revision")
    actions.drop_method_draft(draft=row, **form.cleaned_data, by=by, at=on)
    done(request, _("The draft is thrown away."))
    return redirect("standards")


@require_safe
@page
def trial(request: HttpRequest, method_key: str, policy: str) -> HttpResponse:
    """Show how the projects the reader sees would stand to a policy of a draft today."""
    by, on = asker(request), at(request)
    row = queries.get_draft(by, method_key)
    reading = queries.view_draft(row).reading
    if reading.method is None:
        raise Invalid("pack", "The draft cannot be read yet. Mend it first.", "text")
    told = {
        "draft": row,
        "trial": try_policy(by, reading.method, policy, on.date()),
        "trail": [*trail(), (row.method.name, reverse("draft", args=[row.method.key]))],
    }
    return show(request, "standards/trial.html", told)


@require_POST
@page
def expression(request: HttpRequest) -> HttpResponse:
    """Answer, while one types, what an expression asks, or what is wrong with it."""
    text = request.POST.get("expression", "")[:4000]
    limits = [name for name in request.POST.get("limits", "")[:400].replace(",", " ").split() if name.isidentifier()]
    try:
        found = check_expression(text, limits)
    except Invalid as refusal:
        return JsonResponse({"words": refusal.words}, status=422)
    return JsonResponse({"words": in_words(found.words), "uses": list(found.uses), "kind": str(found.kind)})
