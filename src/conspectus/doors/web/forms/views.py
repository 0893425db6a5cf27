"""Forms of saved views of the portfolio table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm


class NewViewForm(PageForm):
    """The name of a view, and who may use it."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give it a name.")})
    portfolio = pick(_("Shared with all who may see"), empty=_("nobody: mine alone"))

    def __init__(self, *args: Any, portfolios: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "portfolio", portfolios)


class ViewForm(NewViewForm, ChangeForm):
    """The same of a view that is there."""
