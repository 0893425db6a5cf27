"""Forms of closures: what is said of its points, submitted, decided on, given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.actions import Handover, NewBenefit, Verdict
from conspectus.rooms.closure.choices import Way
from conspectus.rooms.closure.queries import PointView
from conspectus.rooms.scope.models import Requirement

from .changing import ChangeForm, Choices, effective_field, offer, pick
from .fields import PageForm, day_field
from .parties import coded_projects

SAY = _("Say it in a sentence; it is kept.")


def _text(label: Any, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=4000, widget=widget, error_messages={"required": SAY}, **more)


class ClosureLeaveForm(PageForm):
    """A point left open, and why."""

    point = forms.ChoiceField(label=_("Point"))
    reason = _text(_("Reason"), help_text=_("What stays open, and why the project may end without it."))

    def __init__(self, *args: Any, points: Sequence[PointView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = [(one.point, one.label) for one in points]  # type: ignore[attr-defined]  # a choice


class ClosureHandForm(PageForm):
    """Open items handed over to somebody, or closed."""

    picked = forms.MultipleChoiceField(
        label=_("What it is about"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    way = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(Way.HANDED_OVER, Way.HANDED_OVER.label), (Way.CLOSED, Way.CLOSED.label)],
    )
    person = pick(_("Person who has it from now on"), help_text=_("Needed for what is handed over."))
    project = forms.CharField(
        label=_("Project it goes to"),
        required=False,
        max_length=80,
        help_text=_("Its code; left out, it stays where it is and only its owner changes."),
    )
    division = pick(_("Division it goes to"), empty=_("none"))
    words = _text(_("Reason"))

    def __init__(
        self, *args: Any, items: Sequence[PointView], people: Choices, divisions: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
        offer(self, "division", divisions)
        self.fields["picked"].choices = [  # type: ignore[attr-defined]  # a choice
            (f"{item.kind}/{item.id}", f"{item.stands}: {item.name}") for point in items for item in point.open
        ]

    @staticmethod
    def given(values: dict[str, Any], by: User) -> dict[str, Any]:
        """Return what the form gives as the action takes it; person and division are rows by then."""
        project = next(iter(coded_projects(by, values["project"], "project")), None)
        to = Handover(values["words"], values["way"], values["person"], project, values["division"])
        return {"picked": [tuple(one.split("/")) for one in values["picked"]], "handover": to}


class ClosureCostForm(PageForm):
    """What who answers for the cost says of it."""

    words = _text(
        _("How the figures fit together"), help_text=_("Why budget, plan and ledger differ, and what is still to come.")
    )


class ClosureBenefitForm(PageForm):
    """What the project is to bring, and who answers for it."""

    words = forms.CharField(label=_("Benefit"), max_length=500, error_messages={"required": SAY})
    owner = pick(_("Owner"), required=True)
    expected_on = day_field(_("Expected by"), required=False)
    need = pick(_("Need it comes from"))

    def __init__(self, *args: Any, people: Choices, needs: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)
        self.needs = {str(row.pk): row for row in needs}
        offer(self, "need", [(pk, str(row)) for pk, row in self.needs.items()])

    def clean_need(self) -> Requirement | None:
        """Return the need that was chosen."""
        return self.needs.get(str(self.cleaned_data["need"]))

    @staticmethod
    def given(values: dict[str, Any]) -> NewBenefit:
        """Return what the form gives as the action takes it."""
        return NewBenefit(**values)


class ClosureAnswerForm(PageForm):
    """What the owner of a benefit writes."""

    accepted = forms.ChoiceField(label=_("Answer"), choices=[("yes", _("I accept it")), ("no", _("I decline it"))])
    words = _text(_("In your words"))


class ClosureReviewForm(PageForm):
    """Who looks at what the project brought, and when."""

    words = forms.CharField(label=_("What is looked at"), max_length=500, error_messages={"required": SAY})
    owner = pick(_("Owner"), required=True)
    due_on = day_field(_("Due on"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)


class ClosureReleaseForm(PageForm):
    """A word with which everybody is released."""

    words = _text(_("Words"), required=False)


class ClosureSubmitForm(ChangeForm):
    """What the author of a closure says of the whole."""

    words = _text(_("In sum"), help_text=_("What the project brought, and what is left to others."))


class ClosureDecideForm(ChangeForm):
    """The decision on a closure."""

    confirmed = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Confirm: the project is completed")), ("no", _("Return it"))]
    )
    words = _text(_("Reason"))
    authority = forms.CharField(
        label=_("By whose decision"),
        required=False,
        max_length=200,
        help_text=_("The board or the person, and the day. Left out, it is yours."),
    )
    effective_on = effective_field(_("Today unless given, never later."))

    @staticmethod
    def given(values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        revision, confirmed = values.pop("revision"), values.pop("confirmed") == "yes"
        return {"verdict": Verdict(confirmed, **values), "revision": revision}


class ClosureWithdrawForm(ChangeForm):
    """Why a closure is given up."""

    reason = _text(_("Reason"))
