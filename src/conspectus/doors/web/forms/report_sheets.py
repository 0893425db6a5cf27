"""The form of a filled workbook of reports: the file, what becomes of its rows, and by which mapping it is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.journeys.mapped import MANNER
from conspectus.journeys.report_sheets.said import SheetSaid

from .upload import LedgerFileForm


class ReportSheetForm(LedgerFileForm):
    """A filled workbook: chosen, then kept between its preview and its taking."""

    row_deed = forms.ChoiceField(
        label=_("Rows that do not say become"),
        required=False,
        choices=[
            ("", _("passed over")),
            ("submit", _("submitted")),
            ("keep", _("kept as drafts")),
            ("unchanged", _("as reported last")),
        ],
    )
    mapping = forms.ChoiceField(label=_("Read it by"), required=False)

    def __init__(self, *args: Any, mappings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("A workbook made here and filled in, or a sheet of your own (.xlsx, CSV).")
        self.fields["mapping"].choices = [("", _("its headings")), *mappings]  # type: ignore[attr-defined]

    def saying(self, columns: dict[str, str]) -> SheetSaid:
        """Return what is said of the file: what its columns hold, how it is written, what its rows become."""
        given = self.cleaned_data
        manner = {name: given[name] for name in MANNER} | {"currency": given["currency"].upper()}
        return SheetSaid(given["row_deed"], given["mapping"], columns, **manner)
