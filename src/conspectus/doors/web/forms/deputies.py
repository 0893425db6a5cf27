"""The form that names a deputy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .changing import Choices, offer, pick
from .fields import PageForm, day_field


class DeputyForm(PageForm):
    """Who stands in for whom, and in which days; only administrators say for whom."""

    person = pick(_("For"), required=True)
    deputy = pick(_("Deputy"), required=True)
    starts_on = day_field(_("First day"))
    last_on = day_field(_("Last day"))
    note = forms.CharField(label=_("Note"), required=False, max_length=300, help_text=_("Why, or whom to ask."))

    def __init__(self, *args: Any, people: Choices, others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deputy", people)
        offer(self, "person", people)
        if not others:
            del self.fields["person"]
