"""Forms of exchange rates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.portfolio.actions import NewRate
from conspectus.rooms.portfolio.choices import RateKind

from .fields import FigureField, PageForm
from .upload import LedgerFileForm


class RateForm(PageForm):
    """One rate to record, as people read it off a list."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=RateKind.choices,
        initial=RateKind.CLOSING,
        help_text=_("Closing converts sums and balances, transaction what was spent on a day, budget the baselines."),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, error_messages={"required": _("Enter a currency, such as USD.")}
    )
    rate = FigureField(label=_("Rate"), max_length=24, error_messages={"required": _("Enter a rate, such as 0.9234.")})
    inverse = forms.ChoiceField(label=_("The rate says"), required=False)
    valid_on = forms.DateField(
        label=_("Day"),
        required=False,
        help_text=_("Left empty for a budget rate."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a date such as 2027-03-31.")},
    )
    fiscal_year = forms.IntegerField(
        label=_("Fiscal year"),
        required=False,
        help_text=_("Of a budget rate: the year it begins in."),
        error_messages={"invalid": _("Enter a year, such as 2027.")},
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=200, help_text=_("Where the rate comes from.")
    )

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [
            ("", _("units of %(home)s for one of this currency") % {"home": home}),
            ("inverse", _("units of this currency for one %(home)s") % {"home": home}),
        ]
        field: Any = self.fields["inverse"]
        field.choices = ways
        self.fields["rate"].help_text = _("Exact, as it was published.")

    @staticmethod
    def given(values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        source = values.pop("source")
        return {"rates": [NewRate(**{**values, "inverse": bool(values["inverse"])})], "source": source}


class RateFileForm(LedgerFileForm):
    """A file of rates, and the kind of those rows that name none."""

    kind = forms.ChoiceField(label=_("Kind of rows that name none"), choices=RateKind.choices, initial=RateKind.CLOSING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("A workbook (.xlsx) or CSV: currency, rate and day; the rest if there.")
