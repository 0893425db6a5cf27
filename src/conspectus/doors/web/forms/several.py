"""Several short texts in one field, each completed from a list while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

EMPTY_LINES = 2  # offered below those there are


class SeveralLines(forms.Widget):
    """A row of text inputs that share one list of suggestions."""

    template_name = "ui/several_lines.html"
    use_fieldset = True
    suggestions: Sequence[tuple[str, str]] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows."""
        told: dict[str, Any] = super().get_context(name, value, attrs)
        lines = [*filter(None, value or ()), *[""] * EMPTY_LINES]
        return told | {"lines": lines, "suggestions": self.suggestions}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the lines that are not empty."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, ())
        return [text.strip() for text in given if text.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether the field was not sent at all."""
        return name not in data


class SeveralField(forms.Field):
    """Short texts, none twice."""

    widget = SeveralLines

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Return the texts in the order they were typed."""
        return tuple(dict.fromkeys(value or ()))

    def suggest(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Offer some values with what they are called."""
        self.widget.suggestions = pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other texts stand there now."""
        return tuple(initial or ()) != self.to_python(data)
