"""Forms of master lists: handing one in, another name of a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .changing import Choices
from .fields import PageForm


class ListForm(PageForm):
    """A master list, and where it goes."""

    file = forms.FileField(
        label=_("Master list"),
        allow_empty_file=True,
        max_length=400,
        help_text=_("A workbook (.xlsx) or CSV with one row a project."),
        error_messages={"required": _("Choose a file.")},
    )
    portfolio = forms.ChoiceField(label=_("Into the portfolio"))
    period = forms.ChoiceField(
        label=_("Its ratings are for"),
        required=False,
        help_text=_("An open reporting period. Without one, ratings and comments are not taken."),
    )
    mapping = forms.ChoiceField(label=_("Read it by"), required=False)

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = {"period": _("no period"), "mapping": _("its headings")}
        for name, found in choices.items():
            first = [("", empty[name])] if name in empty else []
            self.fields[name].choices = [*first, *found]  # type: ignore[attr-defined]  # choice fields all three


class AliasForm(PageForm):
    """Another name or code of a project."""

    name = forms.CharField(
        label=_("Another name or code"),
        max_length=200,
        help_text=_("Lists and plans that use it find this project."),
        error_messages={"required": _("Enter a name or a code.")},
    )
