"""Forms whose errors stand at their fields, the refusals of actions included."""

from __future__ import annotations

import re
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.kit.errors import Invalid, NotAllowed

from ..manners import MINUS, number, plain_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PageForm(forms.Form):
    """A form that can take an action's refusal; everything typed stays."""

    use_required_attribute = False
    refused = False

    @property
    def status(self) -> int:
        """Return the status of the page that shows this form."""
        return 403 if self.refused else 422 if self.errors else 200

    def add_error(self, field: str | None, error: Any) -> None:
        """Keep what is wrong, and let the page begin at the first field that is."""
        super().add_error(field, error)
        wrong = [name for name in self.fields if name in self.errors]
        for name in wrong:
            self.fields[name].widget.attrs["autofocus"] = name == wrong[0]

    def take_not_allowed(self, refusal: NotAllowed) -> None:
        """Show above the form that its sender may not do this."""
        self.refused = True
        self.add_error(None, refusal.words)

    def take(self, refusal: Invalid) -> None:
        """Show a refusal at its field, or above the form where it has none."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.words)


def day_field(label: StrOrPromise, **more: Any) -> forms.DateField:
    """Return a field that takes a day."""
    wrong = {"required": _("Enter a date."), "invalid": _("Enter a date such as 2027-03-31.")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # the only form such an input shows
    return forms.DateField(label=label, widget=widget, error_messages=wrong, **more)


def reason_field(help_text: StrOrPromise = "", *, rows: int = 2, most: int = 2000) -> forms.CharField:
    """Return a field that takes why something is done, which is kept."""
    wrong = {"required": _("Say why; the reason is kept.")}
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=_("Reason"), max_length=most, help_text=help_text, widget=area, error_messages=wrong)


_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


class _AsTyped(str):
    """What was typed, to be shown again as it was."""

    __slots__ = ()


class FigureField(forms.CharField):
    """A number or an amount as the reader's region writes it; what follows the form gets it as the house writes it."""

    def to_python(self, value: Any) -> str | None:
        """Return the text with a point before decimals; refuses what the region does not write so."""
        text: str | None = super().to_python(value)
        try:
            return plain_number(text) if text and any(sign.isdigit() for sign in text) else text
        except ValueError:
            wrong = gettext("Enter a number as your region writes it, such as %(sample)s.")
            raise forms.ValidationError(wrong % {"sample": number("1,234.56")}) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Keep what was typed apart from what is stored."""
        return _AsTyped(data) if isinstance(data, str) else data

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored as the region writes it."""
        if value in (None, "") or isinstance(value, _AsTyped):
            return value
        return number(str(value)).replace(MINUS, "-")


class RatioField(FigureField):
    """A number of any decimals, as a float."""

    default_error_messages: ClassVar = {"invalid": _("Enter a number.")}

    def to_python(self, value: Any) -> Any:
        """Return the number, None where nothing was typed."""
        text = super().to_python(value)
        try:
            found = float(text.replace(",", "") if _GROUPED.fullmatch(text) else text) if text else None
        except ValueError:
            found = nan
        if found is not None and not isfinite(found):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class ManyFilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"
