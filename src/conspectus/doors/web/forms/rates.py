"""Forms of exchange rates."""

from __future__ import annotations

from typing import Any

from django import forms

from conspectus.rooms.portfolio.actions import NewRate
from conspectus.rooms.portfolio.choices import RateKind

from .fields import PageForm


class RateForm(PageForm):
    """One rate to record, as people read it off a list."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=RateKind.choices,
        initial=RateKind.CLOSING,
        help_text="Closing converts sums and balances, transaction what was spent on a day, budget the baselines.",
    )
    currency = forms.CharField(
        label="Currency", max_length=3, error_messages={"required": "Enter a currency, such as USD."}
    )
    rate = forms.CharField(label="Rate", max_length=24, error_messages={"required": "Enter a rate, such as 0.9234."})
    inverse = forms.ChoiceField(label="The rate says", required=False)
    valid_on = forms.DateField(
        label="Day",
        required=False,
        help_text="Left empty for a budget rate.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Enter a date such as 2027-03-31."},
    )
    fiscal_year = forms.IntegerField(
        label="Fiscal year",
        required=False,
        help_text="Of a budget rate: the year it begins in.",
        error_messages={"invalid": "Enter a year, such as 2027."},
    )
    source = forms.CharField(label="Source", required=False, max_length=200, help_text="Where the rate comes from.")

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [
            ("", f"units of {home} for one of this currency"),
            ("inverse", f"units of this currency for one {home}"),
        ]
        field: Any = self.fields["inverse"]
        field.choices = ways
        self.fields["rate"].help_text = "Exact, as it was published."

    @staticmethod
    def given(values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        source = values.pop("source")
        return {"rates": [NewRate(**{**values, "inverse": bool(values["inverse"])})], "source": source}
