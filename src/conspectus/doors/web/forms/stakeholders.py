"""Forms of stakeholders and of the communication plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.files.models import Document
from conspectus.rooms.packs.models import PackRun
from conspectus.rooms.stakeholders.actions import (
    CommunicationParticulars,
    Judged,
    SendingGiven,
    StakeholderParticulars,
)
from conspectus.rooms.stakeholders.choices import STEPS, Cadence, Channel, Stance

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field
from .scope import words_field


def step_field(label: Any) -> forms.TypedChoiceField:
    """Return a field for a step from 1, least, to 5, most."""
    steps = [(str(one), str(one)) for one in range(1, STEPS + 1)]
    return forms.TypedChoiceField(
        label=label, choices=steps, initial="3", coerce=int, help_text=_("From 1, least, to 5, most.")
    )


class AssessForm(PageForm):
    """How a stakeholder stands."""

    influence = step_field(_("Influence"))
    interest = step_field(_("Interest"))
    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, initial=Stance.NEUTRAL)
    on = day_field(_("On"))
    words = words_field(_("In words"), required=False)


class ChangeStakeholderForm(ChangeForm):
    """Who a stakeholder is, and what is wanted of them."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    role = forms.CharField(label=_("Role"), max_length=200, required=False)
    wanted = forms.ChoiceField(label=_("Stance wanted"), choices=Stance.choices, initial=Stance.SUPPORTIVE)
    approach = words_field(_("How to win them"), required=False)
    owner = pick(_("Who looks after the relation"))
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        initial=True,
        help_text=_("Shows only to those who may change the project."),
    )
    left_on = day_field(_("No stake any more from"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)

    @staticmethod
    def given(values: Mapping[str, Any]) -> StakeholderParticulars:
        """Return what the form gives as the action takes it."""
        names = ("name", "organisation", "role", "approach", "owner", "is_confidential")
        rest = {name: values[name] for name in names}
        return StakeholderParticulars(**rest, stance=values["wanted"], left_on=values.get("left_on"))


class NewStakeholderForm(ChangeStakeholderForm):
    """A stakeholder to enter, and how they stand."""

    revision = None  # type: ignore[assignment]  # nothing is stored yet
    left_on = None  # type: ignore[assignment]  # somebody who is entered has a stake
    influence = step_field(_("Influence"))
    interest = step_field(_("Interest"))
    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, initial=Stance.NEUTRAL)
    field_order = ("name", "organisation", "role", "influence", "interest", "stance", "wanted", "approach", "owner")

    @staticmethod
    def judged(values: Mapping[str, Any]) -> Judged:
        """Return how they stand, as the action takes it."""
        return Judged(values["influence"], values["interest"], values["stance"])


class NewCommunicationForm(PageForm):
    """A line of the communication plan to enter."""

    audience = forms.CharField(label=_("To whom"), max_length=200, error_messages={"required": _("Say to whom.")})
    what = forms.CharField(label=_("What is communicated"), max_length=200, error_messages={"required": _("Say what.")})
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    cadence = forms.ChoiceField(label=_("How often"), choices=Cadence.choices, initial=Cadence.MONTHLY)
    owner = pick(_("By whom"))
    next_on = day_field(_("Next on"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)

    @staticmethod
    def given(values: Mapping[str, Any]) -> CommunicationParticulars:
        """Return what the form gives as the action takes it."""
        return CommunicationParticulars(**{name: value for name, value in values.items() if name != "revision"})


class CommunicationForm(NewCommunicationForm, ChangeForm):
    """A line of the communication plan."""

    is_ended = forms.BooleanField(label=_("Ended"), required=False, help_text=_("Nothing more is sent by it."))


class SendingForm(PageForm):
    """That something was communicated."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    on = day_field(_("Sent on"))
    document = pick(_("With this document"), empty=_("none"))
    pack = pick(_("With this board pack"), empty=_("none"))
    words = words_field(_("In words"), required=False)

    def __init__(self, *args: Any, documents: Sequence[Document], packs: Sequence[PackRun], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows: dict[tuple[str, str], Any] = {("document", str(row.pk)): row for row in documents}
        self._rows |= {("pack", str(row.pk)): row for row in packs}
        offer(self, "document", [(str(row.pk), row.title) for row in documents])
        offer(self, "pack", [(str(row.pk), f"{row.period.name} · {row.version} · {row.kind}") for row in packs])

    def given(self, values: Mapping[str, Any]) -> SendingGiven:
        """Return what the form gives as the action takes it."""
        enclosed = {name: self._rows.get((name, values[name])) for name in ("document", "pack")}
        return SendingGiven(values["words"], values["on"], **enclosed)


class PasteStakeholdersForm(PageForm):
    """Stakeholders, or lines of the communication plan, pasted from a sheet."""

    what = forms.ChoiceField(
        label=_("What is pasted"),
        choices=(("stakeholders", _("Stakeholders")), ("communications", _("Lines of the communication plan"))),
    )
    text = forms.CharField(
        label=_("Table"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": _("Paste a table: a line of headings, then a line for each.")},
        help_text=_(
            "Headings of stakeholders: name, organisation, role, influence, interest, stance, wanted, approach. "
            "Of the communication plan: audience, what, channel, cadence, next."
        ),
    )
