"""Forms of money: a ledger entry, its correction, a budget with its lines, a forecast by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.queries import get_division
from conspectus.rooms.money.actions import NewEntry, NewLine, minor_units
from conspectus.rooms.money.choices import Kind, LineKind, Nature
from conspectus.rooms.portfolio.models import Contract, Project

from ..manners import month as written_month
from .changing import Choices
from .fields import FigureField, PageForm, day_field, reason_field

NATURES = [("", _("not said")), *Nature.choices]


class EntryForm(PageForm):
    """One ledger entry."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    on = day_field(pgettext_lazy("day", "On"))
    amount = FigureField(
        label=_("Amount"),
        max_length=40,
        help_text=_("Such as 1,234.56; a credit is below zero and names what it credits as its reference."),
        error_messages={"required": _("Enter an amount such as 1234.56.")},
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Left out, the project's.")
    )
    nature = forms.ChoiceField(label=_("Capital or operating"), choices=NATURES, required=False)
    category = forms.CharField(label=_("Category"), max_length=100, required=False, help_text=_("As in the budget."))
    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)
    contract = forms.ChoiceField(
        label=_("Contract"),
        required=False,
        help_text=_("One that serves this project; its supplier is then the supplier."),
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        required=False,
        help_text=_("An actual cost draws on the commitment of its reference."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, contracts: Sequence[Contract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contracts = {str(one.pk): one for one in contracts}
        offered = [(key, f"{one.title}, {one.supplier.name}") for key, one in self.contracts.items()]
        self.fields["contract"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]  # a choice field

    def entry(self, project: Project) -> NewEntry:
        """Return the entry as it was typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("amount", "reason", "what")}
        currency = given["currency"].upper() or project.currency
        amount = minor_units(self.cleaned_data["amount"], currency)
        return NewEntry(
            project=project,
            amount_minor=amount,
            **given | {"currency": currency, "contract": self.contracts.get(given["contract"])},
        )


class CorrectionForm(EntryForm):
    """Why an entry is reversed, and what takes its place."""

    what = forms.ChoiceField(
        label=_("What to do"),
        choices=(
            ("replace", _("Reverse it and record what stands here")),
            ("reverse", _("Reverse it, nothing in its place")),
        ),
    )
    reason = reason_field(_("Kept with the reversal."), most=500)
    field_order = ("what", "reason")


class BudgetForm(PageForm):
    """Why a budget is approved."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field(_("Kept for good beside the budget, such as “approved at gate 2”."), most=500)


class LineForm(PageForm):
    """One line of a budget; a line without an amount is left out."""

    fiscal_year = forms.IntegerField(label=_("Fiscal year"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=LineKind.choices, required=False)
    nature = forms.ChoiceField(label=_("Capital or operating"), choices=Nature.choices, required=False)
    category = forms.CharField(label=_("Category"), max_length=100, required=False)
    division = forms.ChoiceField(label=_("Division"), required=False)
    amount = FigureField(label=_("Amount"), max_length=40, required=False)

    def __init__(self, *args: Any, divisions: Choices, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["division"].choices = [("", _("none")), *divisions]  # type: ignore[attr-defined]  # a choice field

    def clean_amount(self) -> int | None:
        """Return the amount in minor units, None where the line is left out."""
        try:
            return minor_units(text, self.currency) if (text := self.cleaned_data["amount"].strip()) else None
        except Invalid as bad:
            raise forms.ValidationError(bad.words) from None

    def clean(self) -> dict[str, Any]:
        """Ask for the year of a line with an amount."""
        given = super().clean() or {}
        if given.get("amount") and not given.get("fiscal_year") and "fiscal_year" not in self.errors:
            self.add_error("fiscal_year", _("Enter the year."))
        return given

    def line(self) -> NewLine:
        """Return the line as it was typed."""
        given = self.cleaned_data
        division = get_division(given["division"]) if given["division"] else None
        return NewLine(
            given["fiscal_year"], given["kind"], given["nature"], given["amount"], given["category"], division
        )


class ForecastForm(PageForm):
    """What is still to be spent, by month."""

    made_on = day_field(
        _("As of"), help_text=_("What was spent up to this day is in the ledger; below is what comes after it.")
    )
    reason = reason_field(_("What it rests on; kept beside the forecast."), most=500)

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for month in months:
            self.fields[f"{month:%Y-%m}"] = FigureField(label=written_month(month), max_length=40, required=False)

    def said(self) -> Iterator[BoundField]:
        """Yield the fields that are no months."""
        yield from (self[name] for name in ("made_on", "reason"))

    def by_month(self) -> Iterator[BoundField]:
        """Yield the fields of the months."""
        yield from (self[f"{month:%Y-%m}"] for month in self.months)

    def lines(self, currency: str) -> list[tuple[date, int]]:
        """Return the months that have an amount."""
        typed = ((month, self.cleaned_data[f"{month:%Y-%m}"].strip()) for month in self.months)
        return [(month, minor_units(text, currency, f"{month:%Y-%m}")) for month, text in typed if text]
