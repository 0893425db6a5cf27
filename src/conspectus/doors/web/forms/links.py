"""Forms of links between projects: proposed, asked for otherwise, declined, withdrawn, their owners named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms
from conspectus.rooms.links.choices import MOST_LAG, LinkKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_party, project_by_code

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field

DIRECTIONS = (("gives", _("this project gives it")), ("takes", _("this project takes it")))


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("What is handed over"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what is handed over.")},
    )


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Type of link"), choices=LinkKind.choices, initial=LinkKind.FINISH_START)


def _lag() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Lag, working days"),
        initial=0,
        min_value=-MOST_LAG,
        max_value=MOST_LAG,
        help_text=_("Of the taker’s calendar; below zero it may begin earlier."),
        error_messages={"required": _("Enter a whole number, 0 for none."), "invalid": _("Enter a whole number.")},
    )


class NewLinkForm(PageForm):
    """A link to propose from a project's page: its task, and a task of another project or an event outside."""

    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS, widget=forms.RadioSelect, initial="gives")
    own_task = forms.CharField(
        label=_("Task or milestone of this project"),
        max_length=500,
        help_text=_("Its id or exact name."),
        widget=forms.TextInput(attrs={"list": "own-tasks"}),
        error_messages={"required": _("Name the task.")},
    )
    words = _words()
    by_on = day_field(_("To be handed over by"))
    other = forms.CharField(
        label=_("The other project"),
        max_length=60,
        required=False,
        help_text=_("Its code; empty for an event outside."),
    )
    other_task = forms.CharField(label=_("Its task or milestone"), max_length=500, required=False)
    event_name = forms.CharField(
        label=_("Or the event outside"),
        max_length=200,
        required=False,
        help_text=_("Such as a permit, a delivery, a law coming into force."),
    )
    party = pick(_("Whose it is"))
    event_on = day_field(_("When it comes, or is needed there"), required=False)
    kind = _kind()
    lag_days = _lag()

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", parties)

    @staticmethod
    def given(values: dict[str, Any], project: Project, by: User) -> dict[str, Any]:
        """Return what the action takes."""
        own = LinkEnd(project, values["own_task"])
        other: LinkEnd | OutsideEvent
        if values["other"].strip():
            other = LinkEnd(_other(by, values["other"]), values["other_task"])
        elif values["event_name"].strip():
            party = get_party(by, values["party"]) if values["party"] else None
            other = OutsideEvent(values["event_name"], values["event_on"], party)
        else:
            raise Invalid("other", "Name the other project, or the event outside.", "other")
        giver, taker = (own, other) if values["direction"] == "gives" else (other, own)
        return {"giver": giver, "taker": taker, "terms": terms_of(values)}


class TermsForm(ChangeForm):
    """Other terms of a link; of an outside event also when it comes."""

    words = _words()
    by_on = day_field(_("To be handed over by"))
    kind = _kind()
    lag_days = _lag()
    event_on = day_field(_("When the event outside comes, or is needed there"), required=False)

    def __init__(self, *args: Any, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outside:
            del self.fields["event_on"]


class ReasonForm(ChangeForm):
    """Why something is declined or withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say it in a sentence; it is kept.")},
    )


class OwnerForm(ChangeForm):
    """Who answers for a side of a link."""

    owner = pick(_("Owner"), empty=_("who manages the project"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)


class LinkEndForm(ChangeForm):
    """Another task a side hangs on."""

    project = pick(_("Project"), empty=_("as it is"))
    task = forms.CharField(
        label=_("Task or milestone"),
        max_length=500,
        help_text=_("Its id or exact name."),
        error_messages={"required": _("Name the task.")},
    )

    def __init__(self, *args: Any, heirs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "project", heirs)


def terms_of(values: dict[str, Any]) -> Terms:
    """Return the terms a form gave."""
    return Terms(values["words"], values["by_on"], values["kind"], values["lag_days"])


def _other(by: User, code: str) -> Project:
    try:
        return project_by_code(by, code.strip())
    except NotFound:
        raise Invalid("other", "You see no project of this code.", "other") from None
