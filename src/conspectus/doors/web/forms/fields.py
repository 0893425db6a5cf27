"""Forms whose errors stand at their fields, the refusals of actions included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.errors import Invalid, NotAllowed

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


class ManyFilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"
