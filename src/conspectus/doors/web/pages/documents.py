"""Documents of things: added, shown with their versions, taken along, changed, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys import documents
from conspectus.journeys.documents import get_document, may_keep, require_keeper
from conspectus.journeys.subjects import find_subject
from conspectus.kit.subjects import Subject
from conspectus.rooms.files.queries import document_view, version_file

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, sent
from ..forms.changing import saved
from ..forms.documents import DocumentForm, NewDocumentForm, VersionForm, particulars
from ..places import place
from .choices import people_choices, picked
from .organisation import change_page
from .periods import pressed_at


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_document(request: HttpRequest, subject_kind: str, subject_id: str) -> HttpResponse:
    """Keep a file or a link of a thing."""
    by, on = asker(request), at(request)
    subject = find_subject(by, subject_kind, subject_id, on.date())
    require_keeper(by, subject, on.date())
    initial = {"owner": by.person_id}
    form = NewDocumentForm(*sent(request), initial=initial, people=people_choices(by.person))

    def save(given: dict[str, Any]) -> None:
        content, new = form.content(given), particulars(picked(by, given))
        row = documents.add_document(subject=subject, new=new, content=content, by=by, at=on)
        done(request, _("“%(title)s” is kept.") % {"title": row.title})

    if request.method == "POST" and saved(form, save):
        return redirect(f"{place(subject)}#documents")
    told = {"form": form, "title": _("New document of %(name)s") % {"name": subject.name}, "trail": _trail(subject)}
    return show(request, "files/new.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def document(request: HttpRequest, document_id: str) -> HttpResponse:
    """Show a document with its versions, and add another."""
    by, on = asker(request), at(request)
    row, subject = get_document(by, document_id, on.date())
    form = VersionForm(*sent(request))
    if request.method == "POST":
        require_keeper(by, subject, on.date())

    def save(given: dict[str, Any]) -> None:
        documents.add_document_version(document=row, content=form.content(given), by=by, at=on)
        done(request, _("“%(title)s” has a new version; the ones before stay.") % {"title": row.title})

    if request.method == "POST" and saved(form, save):
        return redirect("document", row.pk)
    keeping = may_keep(by, subject, on.date())
    told: dict[str, Any] = {"document": document_view(row), "form": form if keeping else None, "subject": subject}
    told |= {"trail": _trail(subject), "today": on.date()}
    return show(request, "files/document.html", told, status=form.status)


@require_safe
@page
def version(request: HttpRequest, document_id: str, number: str) -> HttpResponse:
    """Hand a version over, never shown in the page's own origin."""
    row, _ = get_document(asker(request), document_id, at(request).date())
    name, data = version_file(row, number)
    return hand_over(data, name)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_document(request: HttpRequest, document_id: str) -> HttpResponse:
    """Change title, kind, owner and day of review."""
    by, on = asker(request), at(request)
    row, subject = get_document(by, document_id, on.date())
    require_keeper(by, subject, on.date())

    def stored() -> dict[str, Any]:
        there, _ = get_document(by, document_id, on.date())
        return {name: getattr(there, name) for name in ("title", "kind", "review_on", "revision")} | {
            "owner": there.owner_id
        }

    def save(given: dict[str, Any]) -> None:
        revision = given.pop("revision")
        documents.change_document(document=row, new=particulars(picked(by, given)), revision=revision, by=by, at=on)
        done(request, _("The document is changed."))

    form = DocumentForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        return redirect("document", row.pk)
    return change_page(
        request, form, title=_("Change %(title)s") % {"title": row.title}, here=_("Change"), trail=_trail(subject)
    )


@require_POST
@page
def withdraw_document(request: HttpRequest, document_id: str) -> HttpResponse:
    """Take a document off its thing."""
    by, on = asker(request), at(request)
    row, subject = get_document(by, document_id, on.date())
    require_keeper(by, subject, on.date())
    documents.withdraw_document(document=row, revision=pressed_at(request), by=by, at=on)
    done(request, _("“%(title)s” is withdrawn.") % {"title": row.title})
    return redirect(f"{place(subject)}#documents")


def _trail(subject: Subject) -> list[tuple[str, str]]:
    return [(subject.name, place(subject))]
