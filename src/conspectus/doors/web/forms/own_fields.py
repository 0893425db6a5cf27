"""Forms of the organisation's own fields: what they are, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.kit.manner import inside
from conspectus.rooms.portfolio.bridge.options import read_options
from conspectus.rooms.portfolio.choices import (
    STATE_ORDER,
    FieldKind,
    FieldRight,
    FieldSubject,
    Required,
    State,
)

from .changing import ChangeForm
from .fields import FigureField, PageForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PREFIX = "fields."


def _day(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a date such as 2027-03-31.")},
    )


class DefinitionForm(PageForm):
    """What can be said of any field."""

    label = forms.CharField(label=_("Label"), max_length=80, error_messages={"required": _("Give it a label.")})
    help_words = forms.CharField(
        label=_("Help"), max_length=400, required=False, help_text=_("Shown beside the field where it is filled in.")
    )
    options = forms.CharField(
        label=_("Options"),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Of a choice or a tree, one a line: “key: Label”, or the label alone. In a tree two spaces put a "
            "line below the one before. A line taken out is retired; “(until 2027-01-01)” at its end says when."
        ),
    )
    formula = forms.CharField(
        label=_("Formula"),
        required=False,
        max_length=500,
        help_text=_(
            "Over the keys of fields and figures, such as (budget - forecast_cost) / budget, "
            "(finish - today).days, or cpi < 0.9 ? “look” : “fine”."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False, help_text=_("Of a number, such as km."))
    required = forms.ChoiceField(label=_("Required"), choices=Required.choices)
    required_state = forms.ChoiceField(
        label=_("From which state on"),
        required=False,
        choices=[("", _("no state")), *((one.value, one.label) for one in STATE_ORDER)],
    )
    sees = forms.ChoiceField(label=_("Who sees it"), choices=FieldRight.choices)
    starts_on = _day(_("From"), _("The first day it is asked; left out, it always was."))
    position = forms.IntegerField(
        label=_("Position"), initial=0, min_value=0, max_value=9999, help_text=_("Fields stand in this order.")
    )

    def clean_options(self) -> Any:
        """Read the options."""
        from conspectus.kit.errors import Invalid

        try:
            return read_options(self.cleaned_data["options"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.words) from None


class NewFieldForm(DefinitionForm):
    """A field to create; what cannot be changed later comes first."""

    subject_kind = forms.ChoiceField(label=_("Field of"), choices=FieldSubject.choices)
    key = forms.CharField(
        label=_("Key"),
        max_length=40,
        help_text=_("Small letters, digits and _, such as cost_centre. Formulas and programs use it; it stays."),
        error_messages={"required": _("Give it a key.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=FieldKind.choices, help_text=_("It stays."))
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        required=False,
        help_text=_("Of money; left out, an amount is in the currency of the thing or names its own."),
    )
    field_order = ("subject_kind", "label", "key", "kind", "options", "formula", "unit", "currency")


class FieldForm(DefinitionForm, ChangeForm):
    """A field to change."""

    ends_on = _day(_("Until before"), _("The first day it is asked no more; left out, it goes on."))


class ValuesForm(ChangeForm):
    """What fields hold of a thing from a day on."""

    valid_from = _day(_("From"), _("These values count from this day on; what was held before stays readable."))

    def __init__(self, *args: Any, own: Mapping[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(own)


def own_values(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a form gave, the organisation's own fields under one name."""
    own = {name.removeprefix(PREFIX): value for name, value in given.items() if name.startswith(PREFIX)}
    plain = {name: value for name, value in given.items() if not name.startswith(PREFIX)}
    return plain | ({"fields": own} if own else {})


def value_field(kind: str, label: str, help_text: str, choices: list[tuple[str, str]]) -> forms.Field:
    """Return the form field of a kind; what was typed is judged by the deed, so that every door says the same."""
    shared: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if kind in (FieldKind.CHOICE, FieldKind.TREE, FieldKind.PERSON, FieldKind.YES_NO):
        return forms.ChoiceField(choices=[("", "–"), *choices], **shared)
    widget: forms.Widget = forms.TextInput()
    if kind == FieldKind.TEXT:
        widget = forms.Textarea(attrs={"rows": 2})
    elif kind == FieldKind.DATE:
        widget = forms.DateInput(attrs={"type": "date"})
    elif kind in (FieldKind.NUMBER, FieldKind.MONEY):
        mode = {"inputmode": "decimal"} if kind == FieldKind.NUMBER else {}
        return FigureField(widget=forms.TextInput(attrs=mode), **shared)
    return forms.CharField(widget=widget, **shared)


def when_required(required: str, state: str) -> str:
    """Return in words when a field must be filled in."""
    if required == Required.FROM_STATE:
        return gettext("Required from %(state)s on.") % {"state": inside(State(state).label)}
    return gettext("Required.") if required == Required.ALWAYS else ""


def last_asked(ends_on: date | None, today: date) -> bool:
    """Return whether a field is asked no more."""
    return ends_on is not None and ends_on <= today
