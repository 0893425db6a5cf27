"""Forms of handing files in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conspectus.formats import encodings
from conspectus.rooms.schedule.actions import AMOUNTS, DATE_ORDERS, Said

from .fields import ManyFilesInput, PageForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ManyFiles(forms.FileField):
    """Several files in one field; an empty file is left to the reader, which says so by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, max_length=400, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files sent."""
        sent = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(ManyFiles, self).clean(one, initial) for one in sent if one or self.required]


class StatusDate(forms.DateField):
    """The date up to which work counts, for all the files of the form."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Status date"),
            required=False,
            help_text=_("For all the files. Where left out, each file's own status date is used."),
            widget=forms.DateInput(attrs={"type": "date"}),
            error_messages={"invalid": _("Enter a date such as 2026-10-31.")},
        )


def _answer(label: StrOrPromise, known: Mapping[str, str]) -> forms.ChoiceField:
    """Return a question that the files mostly answer themselves."""
    choices = [("", _("as each file says")), *((key, _(words)) for key, words in known.items())]
    return forms.ChoiceField(label=label, required=False, choices=choices)


class WrittenForm(PageForm):
    """How files are written, where they do not tell."""

    date_order = _answer(_("03/04/2026 is written"), DATE_ORDERS)
    amounts = _answer(_("Amounts are written"), AMOUNTS)
    encoding = _answer(_("Text encoding"), encodings.NAMED)
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=40,
        help_text=_("A code such as EUR, for tables that name none."),
    )

    @property
    def written(self) -> list[forms.BoundField]:
        """How the files are written, asked only of those who have to say."""
        return [self[name] for name in ("date_order", "amounts", "encoding", "currency")]


class UploadForm(PageForm):
    """Plans to look at."""

    plans = ManyFiles(
        label=_("Plans"),
        widget=ManyFilesInput(attrs={"multiple": True}),
        error_messages={"required": _("Choose at least one file.")},
    )
    status_date = StatusDate()


class ReviewForm(WrittenForm):
    """A folder of project files, with costs and a status date where there are any."""

    plans = ManyFiles(
        label=_("Project files"),
        widget=ManyFilesInput(attrs={"multiple": True}),
        error_messages={"required": _("Choose at least one file.")},
    )
    costs = forms.FileField(
        label=_("Costs"),
        required=False,
        allow_empty_file=True,
        help_text=_("A workbook or CSV with project, task, date, planned and actual amounts. May be left out."),
    )
    status_date = StatusDate()

    @property
    def said(self) -> Said:
        """What was answered of all the files."""
        given = self.cleaned_data
        on = given["status_date"].isoformat() if given["status_date"] else ""
        return Said(on, given["date_order"], given["amounts"], given["encoding"], given["currency"].upper())


class LedgerFileForm(WrittenForm):
    """A file of ledger entries: chosen, then kept between its preview and its import."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("A workbook (.xlsx) or CSV with a date and an amount; kind, category, supplier and more if there."),
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for a file, or for the one that was looked at."""
        given = super().clean() or {}
        if not given.get("file") and not given.get("digest"):
            self.add_error("file", _("Choose a file."))
        return given

    @property
    def said(self) -> Said:
        """What was answered of the file."""
        given = self.cleaned_data
        return Said("", given["date_order"], given["amounts"], given["encoding"], given["currency"].upper())
