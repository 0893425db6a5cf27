"""The form that hands over what somebody leaves behind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .changing import Choices, offer, pick
from .fields import PageForm


class HandOverForm(PageForm):
    """Who takes over what was shown."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    heir = pick(_("Successor"), required=True)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "heir", people)
