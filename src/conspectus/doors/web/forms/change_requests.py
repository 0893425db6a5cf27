"""Forms of change requests, of their decision, and of who may decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.amounts import minor_units
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.changes.actions import ChangeParticulars
from conspectus.rooms.changes.choices import ChangeState, Reason
from conspectus.rooms.changes.rules import Limit
from conspectus.rooms.money.choices import LineKind, Nature
from conspectus.rooms.schedule.models import PlanRevision

from .changing import ChangeForm, Choices, offer, pick
from .fields import FigureField, PageForm, RatioField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _words(label: StrOrPromise, *, required: bool = False, **more: Any) -> forms.CharField:
    wrong = {"required": _("Say it in words.")}
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=4000, required=required, widget=area, error_messages=wrong, **more)


class NewChangeForm(PageForm):
    """A change request to raise."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")})
    what = _words(_("What is to change"), required=True)
    why = _words(_("Why"), required=True)
    reason = forms.ChoiceField(
        label=_("Kind of reason"), choices=Reason.choices, help_text=_("Growth is told by these.")
    )
    plan = pick(
        _("Plan revision that shows it"),
        empty=_("none: the days are stated below"),
        help_text=_("The slip is then that of its finish against the revision before it."),
    )
    slip_days = RatioField(
        label=_("Slip of the finish, working days"),
        required=False,
        help_text=_("0 where the dates stay; minus is earlier."),
    )
    cost = FigureField(label=_("Cost"), max_length=40, required=False, help_text=_("With a minus sign for less."))
    fiscal_year = forms.IntegerField(
        label=_("Fiscal year"), required=False, error_messages={"invalid": _("Enter a year such as 2027.")}
    )
    cost_kind = forms.ChoiceField(label=_("Kind of budget"), choices=LineKind.choices)
    nature = forms.ChoiceField(label=_("Capital or operating"), choices=Nature.choices)
    benefit = _words(_("What it does to the benefits"))
    risk = _words(_("What it does to the risks"))
    quality = _words(_("What it does to the quality"))

    def __init__(self, *args: Any, plans: Sequence[PlanRevision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = {str(row.pk): row for row in plans}
        offer(self, "plan", plan_choices(plans))

    def given(self, values: Mapping[str, Any], currency: str) -> ChangeParticulars:
        """Return what the form gives as the action takes it."""
        rest = {name: value for name, value in values.items() if name not in ("cost", "revision")}
        rest["plan"] = self._plans.get(rest["plan"])
        cost = values["cost"]
        return ChangeParticulars(**rest, cost_minor=minor_units(cost, currency, "cost") if cost else None)


class ChangeRequestForm(NewChangeForm, ChangeForm):
    """A draft of a change request."""


def plan_choices(plans: Sequence[PlanRevision]) -> Choices:
    """Return plan revisions to pick from, the newest first."""
    return [(str(row.pk), f"{row.number} · {row.source_name}") for row in plans]


class SubmitForm(PageForm):
    """That a change request is submitted as it was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(SubmitForm):
    """Why a change request is withdrawn."""

    reason = _words(_("Reason"), required=True)


class DecideForm(SubmitForm):
    """What is decided of a change request, and why."""

    state = forms.ChoiceField(
        label=_("Decided"),
        choices=[(one.value, one.label) for one in (ChangeState.APPROVED, ChangeState.REJECTED)],
    )
    reason = _words(_("Reason"), required=True)


class ImplementForm(SubmitForm):
    """What carries an approved change: a plan revision as the next baseline, its cost in the budget."""

    plan = pick(_("Plan revision that becomes the baseline"), empty=_("none: the baseline stays"))
    with_budget = forms.BooleanField(label=_("Add its cost to the budget"), required=False, initial=True)

    def __init__(self, *args: Any, plans: Sequence[PlanRevision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = {str(row.pk): row for row in plans}
        offer(self, "plan", plan_choices(plans))

    def given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        return {**values, "plan": self._plans.get(values["plan"])}


class AuthorityForm(PageForm):
    """Which roles decide changes up to which size."""

    limits = forms.CharField(
        label=_("Limits"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        error_messages={"required": _("Name at least one role, else nobody could decide.")},
        help_text=_("A line for each role: role; most cost; most working days. Left empty, there is no limit."),
    )
    reason = _words(_("Reason"), required=True)

    def given(self, values: Mapping[str, Any], currency: str) -> list[Limit]:
        """Return the limits as the action takes them; refuses a line that cannot be read."""
        roles = {str(one.label).casefold(): one.value for one in Role} | {one.value: one.value for one in Role}
        found = []
        for line in values["limits"].splitlines():
            role, cost, slip = (part.strip() for part in [*line.split(";"), "", ""][:3])
            if not role:
                continue
            try:
                days = float(slip) if slip else None
                most = minor_units(cost, currency, "limits") if cost else None
                found.append(Limit(roles[role.casefold()], most, days))
            except (KeyError, ValueError):
                raise Invalid("limits", "“%(line)s” is no role with its limits.", "limits", line=line[:60]) from None
        return found
