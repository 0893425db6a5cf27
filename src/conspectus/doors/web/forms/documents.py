"""Forms of documents: what they are, and the file or link that is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.files.choices import MOST_BYTES, DocumentKind

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field

_WHERE = _("Or the address of one kept elsewhere, such as https://example.org/charter.")
_FILE = format_lazy(_("At most {size} MB: PDF, office files, pictures, text, plans, ZIP."), size=MOST_BYTES // 2**20)


class _Kept(forms.Form):
    """What a version holds."""

    file = forms.FileField(label=_("File"), required=False, help_text=_FILE)
    link = forms.CharField(label=_("Link"), required=False, max_length=1200, help_text=_WHERE)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is new."),
    )

    def content(self, given: dict[str, Any]) -> Content:
        """Return what was sent as the action takes it; a file too large is refused before it is read."""
        file = given.pop("file")
        link, note = given.pop("link"), given.pop("note")
        if file is None:
            return Content(link=link, note=note)
        data = file.read(MOST_BYTES + 1)
        return Content(name=file.name or "", data=data, link=link, note=note)


def _title() -> forms.CharField:
    return forms.CharField(label=_("Title"), max_length=1000, error_messages={"required": _("Give it a title.")})


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices, initial=DocumentKind.OTHER)


def _review() -> forms.DateField:
    return day_field(_("Look at it again on"), required=False, help_text=_("From this day its owner is asked to."))


class NewDocumentForm(_Kept, PageForm):
    """A document to keep."""

    title = _title()
    kind = _kind()
    owner = pick(_("Owner"))
    review_on = _review()
    field_order = ("file", "link", "title", "kind", "owner", "review_on", "note")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)


class VersionForm(_Kept, PageForm):
    """Another version."""


class DocumentForm(ChangeForm):
    """Particulars of a document."""

    title = _title()
    kind = _kind()
    owner = pick(_("Owner"))
    review_on = _review()

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)


def particulars(given: dict[str, Any]) -> Particulars:
    """Return what a form gave, its owner a row by now, as the action takes it."""
    return Particulars(**{name: given[name] for name in ("title", "kind", "owner", "review_on")})
