"""Forms whose errors stand at their fields, the refusals of actions included."""

from __future__ import annotations

from django import forms

from conspectus.kit.errors import Invalid


class PageForm(forms.Form):
    """A form that can take an action's refusal; everything typed stays."""

    use_required_attribute = False

    def take(self, refusal: Invalid) -> None:
        """Show a refusal at its field, or above the form where it has none."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.words)


class ManyFilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"
