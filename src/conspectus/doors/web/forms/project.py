"""The form of a project's baseline."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.schedule.choices import BaselineSource

from .fields import PageForm, reason_field


class BaselineForm(PageForm):
    """Which revision becomes the baseline, from which of its dates, and why."""

    revision = forms.ChoiceField(label=_("Revision"))
    source = forms.ChoiceField(
        label=_("Take"),
        required=False,
        choices=(("", _("the file's baseline, else the plan's dates")), *BaselineSource.choices),
    )
    reason = reason_field(_("Kept for good beside the baseline, such as “approved at gate 2”."), rows=3)

    def __init__(self, *args: object, numbers: Iterable[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to the form
        self.fields["revision"].choices = [(str(number), words) for number, words in numbers]  # type: ignore[attr-defined]
