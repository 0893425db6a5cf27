"""Forms whose errors stand at their fields, the refusals of actions included."""

from __future__ import annotations

from typing import Any

from django import forms

from conspectus.kit.errors import Invalid


class PageForm(forms.Form):
    """A form that can take an action's refusal; everything typed stays."""

    use_required_attribute = False

    def add_error(self, field: str | None, error: Any) -> None:
        """Keep what is wrong, and let the page begin at the first field that is."""
        super().add_error(field, error)
        wrong = [name for name in self.fields if name in self.errors]
        for name in wrong:
            self.fields[name].widget.attrs["autofocus"] = name == wrong[0]

    def take(self, refusal: Invalid) -> None:
        """Show a refusal at its field, or above the form where it has none."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.words)


class ManyFilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"
