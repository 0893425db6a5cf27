"""Forms of gates: a review asked for, moved, withdrawn, held, decided on; conditions met and confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate
from conspectus.kit.errors import Invalid
from conspectus.rooms.governance.choices import JUDGED_CONDITIONS, ConditionState, GateDecision

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field

ROWS = 5  # reviewers and conditions offered; more come by the API
SAY = _("Say it in a sentence; it is kept.")
CHOOSE = _("Choose one of these.")


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=more.pop("most", 4000), widget=widget, error_messages={"required": SAY}, **more
    )


def _revision() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput)


class _WithRows(PageForm):
    """A form with some rows of like fields below the others; what is refused of them stands at the first."""

    parts: tuple[str, ...] = ()
    refused_as = ""
    count = ROWS

    def plain(self) -> list[BoundField]:
        """Return the fields above the rows."""
        inner = {f"{part}-{number}" for part in self.parts for number in range(1, self.count + 1)}
        return [field for field in self.visible_fields() if field.name not in inner]

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Yield the fields of each row with its number."""
        for number in range(1, self.count + 1):
            yield number, [self[f"{part}-{number}"] for part in self.parts]

    def take(self, refusal: Invalid) -> None:
        """Show a refusal of the rows at the first of them."""
        field = f"{self.parts[0]}-1" if refusal.field == self.refused_as else refusal.field
        self.add_error(field if field in self.fields else None, refusal.words)


class GatePlanForm(_WithRows):
    """Which gate is reviewed when, by whom, and what they are to look at above all."""

    parts = ("reviewer", "role")
    refused_as = "reviewers"
    gate = forms.ChoiceField(label=_("Gate"))
    planned_on = day_field(_("Planned for"))
    words = _text(_("Look at above all"), 2, required=False)

    def __init__(
        self, *args: Any, people: Choices, method: Method, gates: tuple[Gate, ...], count: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gate"].choices = [(one.key, one.name) for one in gates]  # type: ignore[attr-defined]  # it is a choice
        self.count = max(ROWS, count)
        _add_reviewers(self, people, method, self.count)


class GateChangeForm(_WithRows, ChangeForm):
    """Another day or other reviewers of a planned review."""

    parts = ("reviewer", "role")
    refused_as = "reviewers"
    planned_on = day_field(_("Planned for"))
    words = _text(_("Look at above all"), 2, required=False)

    def __init__(self, *args: Any, people: Choices, method: Method, count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = max(ROWS, count)
        _add_reviewers(self, people, method, self.count)


def _add_reviewers(form: _WithRows, people: Choices, method: Method, count: int) -> None:
    roles = [("", _("no role")), *((one.key, one.name) for one in method.roles)]
    for number in range(1, count + 1):
        told = {"number": number}
        form.fields[f"reviewer-{number}"] = pick(_("Reviewer %(number)s") % told)
        offer(form, f"reviewer-{number}", people)
        role = forms.ChoiceField(label=_("Role of reviewer %(number)s") % told, required=False, choices=roles)
        form.fields[f"role-{number}"] = role


class GateWithdrawForm(PageForm):
    """Why a planned review is taken back."""

    revision = _revision()
    reason = _text(_("Reason"), 2)


class GateHoldForm(PageForm):
    """What a review found."""

    revision = _revision()
    held_on = day_field(_("Held on"))
    rating = forms.ChoiceField(label=_("Rating"), required=False)
    findings = _text(_("Findings"), 6, most=20_000)

    def __init__(self, *args: Any, method: Method, gate: Gate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = next((one for one in method.rating_scales if one.key == gate.scale), None)
        if scale is None:
            del self.fields["rating"]
        else:
            self.fields["rating"].choices = [(one.key, one.name) for one in scale.ratings]  # type: ignore[attr-defined]  # it is a choice


class GateDecideForm(_WithRows):
    """What is decided at a gate by what was shown, with its conditions."""

    parts = ("condition", "owner", "due")
    refused_as = "conditions"
    revision = _revision()
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": CHOOSE})
    reason = _text(_("Why"))
    despite = _text(
        _("Why it passes despite what blocks"), 2, required=False, help_text=_("Only where something blocks.")
    )

    def __init__(self, *args: Any, people: Choices, gate: Gate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(value, label) for value, label in GateDecision.choices if value in gate.decisions]
        self.fields["decision"].choices = known  # type: ignore[attr-defined]  # it is a choice
        for number in range(1, self.count + 1):
            told = {"number": number}
            words = forms.CharField(label=_("Condition %(number)s") % told, max_length=1000, required=False)
            self.fields[f"condition-{number}"] = words
            self.fields[f"owner-{number}"] = pick(_("Owner of condition %(number)s") % told)
            offer(self, f"owner-{number}", people)
            self.fields[f"due-{number}"] = day_field(_("Day of condition %(number)s") % told, required=False)


class ConditionMetForm(PageForm):
    """By what a condition is met."""

    revision = _revision()
    words = _text(_("What shows it"))


class ConditionJudgeForm(PageForm):
    """Whether a condition is met indeed."""

    revision = _revision()
    state = forms.ChoiceField(
        label=_("Finding"),
        choices=[(one.value, one.label) for one in ConditionState if one in JUDGED_CONDITIONS],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    words = _text(_("Why"))
