"""The form that asks what a slip would move."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.links.queries.slips import MOST_DAYS

from .fields import PageForm


class SlipForm(PageForm):
    """A task, and how many working days later it would come."""

    task = forms.CharField(
        label=_("Task or milestone"),
        max_length=500,
        help_text=_("Its id or exact name."),
        error_messages={"required": _("Name the task.")},
    )
    days = forms.IntegerField(
        label=_("Working days later"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=5,
        error_messages={"required": _("Enter a whole number."), "invalid": _("Enter a whole number.")},
    )
