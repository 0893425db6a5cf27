"""Forms of notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.outbox.choices import Cadence

from .fields import PageForm


class MailForm(PageForm):
    """How often notices come by mail."""

    direct = forms.ChoiceField(
        label=_("Meant for you"),
        choices=Cadence.choices,
        help_text=_("Comments that name you, answers to your reports, your periods, and what is handed over to you."),
    )
    followed = forms.ChoiceField(
        label=_("Changes of what you follow"),
        choices=Cadence.choices,
        help_text=_("New plans, baselines, reports, colours set aside, comments and documents."),
    )
