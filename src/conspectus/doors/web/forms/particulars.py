"""Forms of a project's particulars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .changing import ChangeForm, Choices, effective_field, offer, pick
from .fields import PageForm

PICKED = ("portfolio", "programme", "division", "manager", "sponsor")
STEERED = ("code", *PICKED)


class ParticularsForm(PageForm):
    """What a project is: its code and name, where it belongs, who runs it."""

    code = forms.CharField(label=_("Code"), max_length=40, error_messages={"required": _("Give the project a code.")})
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give the project a name.")})
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    portfolio = pick(_("Portfolio"), required=True)
    programme = pick(_("Programme"), empty=_("none"))
    division = pick(_("Division"), empty=_("none"))
    manager = pick(_("Project manager"))
    sponsor = pick(_("Sponsor"))

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, Choices],
        own: Mapping[str, forms.Field],
        steering: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(own)
        for name in PICKED:
            offer(self, name, choices[name])
        if not steering:  # who only plans may change what it is called, not where it belongs
            for name in STEERED:
                del self.fields[name]


class NewProjectForm(ParticularsForm):
    """A project to open."""

    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters; left out, it is the portfolio's."),
    )


class ChangeProjectForm(ParticularsForm, ChangeForm):
    """A project's particulars to change."""

    effective_on = effective_field(_("Another programme, division or manager holds from this day; today unless given."))

    def __init__(self, *args: Any, steering: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, steering=steering, **kwargs)
        if not steering:
            del self.fields["effective_on"]
