"""The form of work streams: a row each, and empty ones for more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from .changing import ChangeForm, Choices

MORE = 3  # empty rows offered below those there are
NAMES = ("name", "codes", "lead", "starts_on", "ends_on")


class StreamsForm(ChangeForm):
    """All work streams of a project in order; a row without a name goes."""

    def __init__(self, *args: Any, rows: int, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = rows + MORE
        for number in range(self.count):
            told = {"number": number + 1}
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("Name of stream %(number)s") % told, required=False, max_length=200
            )
            self.fields[f"codes-{number}"] = forms.CharField(
                label=_("WBS codes of stream %(number)s") % told, required=False, max_length=400
            )
            lead = forms.ChoiceField(
                label=_("Lead of stream %(number)s") % told, required=False, choices=[("", _("nobody")), *people]
            )
            self.fields[f"lead-{number}"] = lead
            for name, label in (
                ("starts_on", _("Start of stream %(number)s")),
                ("ends_on", _("End of stream %(number)s")),
            ):
                self.fields[f"{name}-{number}"] = forms.DateField(
                    label=label % told,
                    required=False,
                    widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                    error_messages={"invalid": _("Enter a date such as 2027-03-31.")},
                )

    def rows(self) -> Iterator[list[BoundField]]:
        """Yield the fields of each row."""
        for number in range(self.count):
            yield [self[f"{name}-{number}"] for name in NAMES]

    def given(self, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows that have a name or codes."""
        found = [{name: cleaned.get(f"{name}-{number}") for name in NAMES} for number in range(self.count)]
        return [one for one in found if one["name"] or one["codes"]]


def initial(rows: list[Any]) -> dict[str, str | date | None]:
    """Return the work streams there are as the form takes them."""
    found: dict[str, Any] = {}
    for number, row in enumerate(rows):
        found |= {f"{name}-{number}": getattr(row, name) for name in ("name", "codes", "starts_on", "ends_on")}
        found[f"lead-{number}"] = str(row.lead_id or "")
    return found
