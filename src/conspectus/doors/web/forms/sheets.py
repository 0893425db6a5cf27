"""Forms of lists that come as sheets or as pasted rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from conspectus.formats.registers import Described
from conspectus.journeys.sheet_lines import pasted_sheet
from conspectus.rooms.risks.choices import EntryKind

from .fields import PageForm


class SheetForm(PageForm):
    """A list kept in a sheet, or rows pasted from one."""

    file = forms.FileField(
        label=_("Sheet"),
        required=False,
        allow_empty_file=True,
        max_length=400,
        help_text=_("A workbook (.xlsx) or CSV. It may hold several tables below each other."),
    )
    rows = forms.CharField(
        label=_("Or pasted rows"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    mapping = forms.ChoiceField(label=_("Read it by"), required=False)

    def __init__(
        self, *args: Any, mappings: list[tuple[str, str]], pasted: Described | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pasted = pasted
        self.fields["mapping"].choices = [("", _("its headings")), *mappings]  # type: ignore[attr-defined]
        if pasted is None:
            del self.fields["rows"]
        elif pasted.unheaded:
            words = _(
                "One row a line, copied from a sheet with its headings. Without headings the columns are: %(names)s."
            )
            self.fields["rows"].help_text = words % {"names": ", ".join(pasted.unheaded.split("\t"))}

    def clean(self) -> dict[str, Any]:
        """Refuse neither and both."""
        given: dict[str, Any] = super().clean() or {}
        file, rows = given.get("file"), str(given.get("rows") or "").strip()
        if not self.errors and file is None and not rows:
            self.add_error("file", _("Choose a file.") if self.pasted is None else _("Choose a file, or paste rows."))
        if file is not None and rows:
            self.add_error("rows", _("Choose a file or paste rows, not both."))
        return given

    def sheet(self) -> UploadedFile[Any]:
        """Return what was chosen, or what was pasted as a file."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None:
            return file
        assert self.pasted is not None
        return SimpleUploadedFile("pasted.tsv", pasted_sheet(self.cleaned_data["rows"], self.pasted))


class LinkSheetForm(SheetForm):
    """Links kept in a sheet."""


class ActionSheetForm(SheetForm):
    """Actions kept in a sheet."""


class RegisterSheetForm(SheetForm):
    """A register kept in a sheet."""

    kind = forms.ChoiceField(
        label=_("Rows that do not say it are"), choices=EntryKind.choices, initial=EntryKind.THREAT
    )
    field_order = ("file", "kind", "mapping")
