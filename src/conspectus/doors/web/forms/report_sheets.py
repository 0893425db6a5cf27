"""The form of a filled workbook of reports: the file, what becomes of its rows, and what its columns hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.formats.collection import FIELDS, ReadSheet
from conspectus.journeys.report_sheets.lines import SheetPreview

from .upload import LedgerFileForm

MAP = "map "  # before a heading


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("A workbook made here and filled in, or a sheet of your own (.xlsx, CSV).")

    def reading(self) -> dict[str, Any]:
        """Return how the file is read: what its columns hold, how it is written, what its rows become."""
        columns = {name.removeprefix(MAP): value for name, value in self._mapped().items() if value in ("", *FIELDS)}
        return {"columns": columns, "manner": self.said.manner(), "deed": self.cleaned_data["row_deed"]}

    def kept(self, found: SheetPreview) -> dict[str, str]:
        """Return what the next step sends of the file that is kept."""
        names = ("date_order", "amounts", "encoding", "currency", "row_deed")
        told = {name: self.cleaned_data[name] for name in names} | {"digest": found.digest, "name": found.name}
        return told | self._mapped()

    def columns(self, found: SheetPreview | ReadSheet) -> list[tuple[str, str, str]]:
        """Return the headings of a sheet that was not made here, each with its input's name and its field."""
        if found.own:
            return []
        read = [(heading, code) for code, heading in found.columns.items()]
        return [(heading, f"{MAP}{heading}", code) for heading, code in (*read, *((one, "") for one in found.unused))]

    def _mapped(self) -> dict[str, str]:
        return {name: str(value)[:40] for name, value in list(self.data.items())[:300] if name.startswith(MAP)}
