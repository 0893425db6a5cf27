"""Forms of strategic objectives, and of the parts in which a project serves something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _date(label: StrOrPromise, **more: Any) -> forms.DateField:
    wrong = {"required": _("Enter a date."), "invalid": _("Enter a date such as 2027-03-31.")}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=wrong, **more
    )


class NewObjectiveForm(PageForm):
    """An objective to set."""

    name = forms.CharField(label=_("Objective"), max_length=200, error_messages={"required": _("Name the objective.")})
    below = pick(_("Part of"), empty=_("nothing: it is at the top"))
    owner = pick(_("Owner"))
    division = pick(_("Division"), empty=_("none"))
    measure = forms.CharField(
        label=_("Measure"),
        required=False,
        max_length=200,
        help_text=_("What is measured to know whether it is reached, such as: orders delivered on time."),
    )
    unit = forms.CharField(label=_("Unit"), required=False, max_length=40, help_text=_("Such as %, days or EUR."))
    target = forms.FloatField(
        label=_("Target"), required=False, error_messages={"invalid": _("Enter a number, such as 95 or 2.5.")}
    )
    weight = forms.IntegerField(
        label=_("Weight"),
        initial=1,
        help_text=_("Against the objectives beside it: one of weight 2 counts twice one of weight 1."),
        error_messages={
            "required": _("Enter a whole number, 1 if all count alike."),
            "invalid": _("Enter a whole number."),
        },
    )
    starts_on = _date(_("From"), required=False)
    ends_on = _date(_("Until before"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            offer(self, name, offered)


class ObjectiveForm(NewObjectiveForm, ChangeForm):
    """An objective to change."""


class PartsForm(ChangeForm):
    """In which parts a project serves something, from a day on: a percentage and words for each."""

    starting = _date(_("From"), help_text=_("These parts hold from this day on; what held before it stays."))

    def __init__(self, *args: Any, offered: Choices, words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for number, name in offered:
            self.fields[f"part-{number}"] = forms.DecimalField(
                label=name,
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"step": "0.01", "min": "0", "max": "100", "placeholder": "%"}),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value", "max_decimal_places"),
                    _("Enter a percentage from 0 to 100, with at most two decimals."),
                ),
            )
            if words:
                self.fields[f"words-{number}"] = forms.CharField(
                    label=_("How: %(name)s") % {"name": name}, required=False, max_length=4000
                )

    def parts(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        """Yield the two fields of each thing that can be served."""
        for number, _name in self.offered:
            words = f"words-{number}"
            yield self[f"part-{number}"], self[words] if words in self.fields else None

    def given(self, cleaned: Mapping[str, Any]) -> list[tuple[str, int, str]]:
        """Return number, basis points and words of each part that is more than nothing."""
        found = [
            (number, cleaned.get(f"part-{number}") or Decimal(), cleaned.get(f"words-{number}", ""))
            for number, _ in self.offered
        ]
        return [(number, int(part * 100), words) for number, part, words in found if part]
