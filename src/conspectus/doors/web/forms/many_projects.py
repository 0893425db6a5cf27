"""The form that changes several projects alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.portfolio.choices import State

from .changing import Choices, effective_field, offer, pick
from .fields import PageForm

LEFT = _("leave as it is")


class ManyProjectsForm(PageForm):
    """What becomes other in all projects chosen; what is left empty stays as it is in each."""

    manager = pick(_("Manager"), empty=LEFT)
    programme = pick(_("Programme"), empty=LEFT)
    division = pick(_("Division"), empty=LEFT)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", LEFT), *State.choices])
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        help_text=_("Kept in the log; pausing and stopping take one."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    emptied = forms.MultipleChoiceField(
        label=_("Make empty in all of them"),
        required=False,
        help_text=_("What a project may not be without it refuses."),
        widget=forms.CheckboxSelectMultiple,
    )
    effective_on = effective_field(_("From when manager, programme and division hold; today unless given."))

    def __init__(
        self, *args: Any, own: Mapping[str, forms.Field], choices: Mapping[str, Choices], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(own)
        for field in own.values():
            if isinstance(field, forms.ChoiceField):
                _dash, *offered = field.choices  # type: ignore[misc]  # ours are lists
                field.choices = [("", LEFT), *offered]
        for name, offered in choices.items():
            offer(self, name, offered)
        able: forms.MultipleChoiceField = self.fields["emptied"]  # type: ignore[assignment]  # declared above
        able.choices = [(name, self.fields[name].label) for name in (*choices, *own)]
        self.order_fields([*choices, "state", *own, "emptied", "reason", "effective_on"])

    def clean(self) -> dict[str, Any]:
        """Leave out what stays as it is; what is to be emptied is empty."""
        cleaned = super().clean() or {}
        emptied = cleaned.pop("emptied", ())
        given = {name: value for name, value in cleaned.items() if value not in ("", None)}
        for name in emptied:
            if name in given:
                self.add_error(name, gettext("Leave this empty, or do not make it empty below."))
        return given | dict.fromkeys(emptied, "")
