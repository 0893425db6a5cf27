"""The form of a tolerance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.errors import Invalid
from conspectus.rooms.schedule.actions import NewTolerance
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView
from conspectus.rooms.schedule.choices import LIMITS, CostSource

from ..words import spoken
from .changing import effective_field
from .fields import PageForm, RatioField

OWN, FOLLOWS = "own", "follows "
SIDES = {
    ("green", True): _("%(measure)s: green from"),
    ("green", False): _("%(measure)s: green to"),
    ("amber", True): _("%(measure)s: amber from"),
    ("amber", False): _("%(measure)s: amber to"),
}


class ToleranceForm(PageForm):
    """Limits to record from a day on: of one's own, or those of a set to follow."""

    def __init__(
        self, *args: Any, now: ToleranceView, sets: tuple[ToleranceView, ...], own: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        if own:
            follow = [(FOLLOWS + one.name, _("The set “%(name)s”") % {"name": one.name}) for one in sets]
            choices = [(OWN, _("Limits of its own, below")), (FOLLOWS, _("The portfolio's tolerance")), *follow]
            self.fields["judged_by"] = forms.ChoiceField(label=_("Judged by"), choices=choices)
        else:
            words = _("Left empty these are the limits of the whole portfolio; a name makes a set to be followed.")
            self.fields["name"] = forms.CharField(
                label=_("Name of a set"), required=False, max_length=200, help_text=words
            )
        for one in now.limits:
            for name, figure in (("green", one.green), ("amber", one.amber)):
                label = SIDES[name, one.more_is_better] % {"measure": spoken(one.label)} + (
                    f", {one.unit}" if one.unit else ""
                )
                self.fields[f"{one.name}_{name}"] = RatioField(
                    label=label,
                    initial=figure,
                    required=not own,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                    error_messages={
                        "invalid": _("Enter a figure, such as 5."),
                        "required": _("Enter a figure, such as 5."),
                    },
                )
        words = _("Open periods are judged by what holds on their last day; frozen ones keep what they were judged by.")
        self.fields["from_on"] = effective_field(words)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Say why; the reason is shown with the limits.")},
        )

    def take(self, refusal: Invalid) -> None:
        """Show a refusal of a limit at the first of its two fields."""
        field = {"effective_on": "from_on"}.get(refusal.field or "", refusal.field)
        field = f"{field}_green" if field in LIMITS else field
        super().take(Invalid(refusal.code, refusal.words, field))

    @staticmethod
    def new(given: dict[str, Any]) -> NewTolerance:
        """Return what the form gives as the action takes it."""
        judged = given.get("judged_by", OWN)
        limits = {
            name: (given[f"{name}_green"], given[f"{name}_amber"])
            for name in LIMITS
            if judged == OWN and given.get(f"{name}_green") is not None and given.get(f"{name}_amber") is not None
        }
        name = given.get("name", "") if judged == OWN else judged.removeprefix(FOLLOWS)
        return NewTolerance(given["reason"], limits, name, given["from_on"])


class CostRuleForm(PageForm):
    """Which actual cost counts first, from a status date on."""

    first = forms.ChoiceField(
        label=_("Goes first"),
        choices=((CostSource.PLAN, _("The plan's own")), (CostSource.LEDGER, _("The ledger's"))),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("For plans with a status date from this day on; frozen periods keep their figures.")
        self.fields["from_on"] = effective_field(words)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Say why; the reason is kept with the rule.")},
        )

    def take(self, refusal: Invalid) -> None:
        """Show a refusal of the day at its field."""
        field = "from_on" if refusal.field == "effective_on" else refusal.field
        super().take(Invalid(refusal.code, refusal.words, field))
