"""Forms of handing files in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from .fields import ManyFilesInput, PageForm


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
            label="Status date",
            required=False,
            help_text="For all the files. Where left out, each file's own status date is used.",
            widget=forms.DateInput(attrs={"type": "date"}),
            error_messages={"invalid": "Enter a date such as 2026-10-31."},
        )


class UploadForm(PageForm):
    """Plans to look at."""

    plans = ManyFiles(
        label="Plans",
        widget=ManyFilesInput(attrs={"multiple": True}),
        error_messages={"required": "Choose at least one file."},
    )
    status_date = StatusDate()


class ReviewForm(PageForm):
    """A folder of project files, with costs and a status date where there are any."""

    plans = ManyFiles(
        label="Project files",
        widget=ManyFilesInput(attrs={"multiple": True}),
        error_messages={"required": "Choose at least one file."},
    )
    costs = forms.FileField(
        label="Costs",
        required=False,
        allow_empty_file=True,
        help_text="A workbook or CSV with project, task, date, planned and actual amounts. May be left out.",
    )
    status_date = StatusDate()
