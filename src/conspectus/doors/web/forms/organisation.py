"""Forms of the organisation: portfolios, programmes, divisions, people, accounts, roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.portfolio.models import Programme, Project

from .changing import ChangeForm, Choices, effective_field, offer, pick
from .fields import PageForm


def _purpose() -> forms.CharField:
    return forms.CharField(
        label=_("Purpose"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewPortfolioForm(PageForm):
    """A portfolio to open."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        initial="EUR",
        help_text=_("Three letters, such as EUR. Totals are made in it; it stays."),
        error_messages={"required": _("Enter a currency, such as EUR.")},
    )
    purpose = _purpose()


class PortfolioForm(ChangeForm):
    """Name and purpose of a portfolio."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    purpose = _purpose()


class NewProgrammeForm(PageForm):
    """A programme to open in a portfolio."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    purpose = _purpose()
    manager = pick(_("Programme manager"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "manager", people)


class ProgrammeForm(NewProgrammeForm, ChangeForm):
    """Name, purpose and manager of a programme."""


class PlaceForm(ChangeForm):
    """What a programme lies in, and whose plan is its own."""

    parent = pick(_("Part of the programme"), empty=_("none: it is at the top of the portfolio"))
    own_plan = pick(
        _("Own plan"),
        empty=_("none of its own"),
        help_text=_("The project in it whose plan, milestones and budget are the programme's own."),
    )

    def __init__(self, *args: Any, programmes: Iterable[Programme], projects: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = {str(one.pk): one for one in programmes}
        self.projects = {str(one.pk): one for one in projects}
        offer(self, "parent", [(pk, one.name) for pk, one in self.programmes.items()])
        offer(self, "own_plan", [(pk, f"{one.code} {one.name}") for pk, one in self.projects.items()])

    def rows(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        parent, own_plan = self.programmes.get(given["parent"]), self.projects.get(given["own_plan"])
        return {"parent": parent, "own_plan": own_plan, "revision": given["revision"]}


class NewDivisionForm(PageForm):
    """A division to create."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    parent = pick(_("Part of"), empty=_("nothing: it is at the top"))

    def __init__(self, *args: Any, divisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", divisions)


class DivisionForm(NewDivisionForm, ChangeForm):
    """Name and place of a division."""

    effective_on = effective_field(_("Another place holds from this day; today unless given. Days before keep theirs."))


class NewPersonForm(PageForm):
    """A person who need not sign in."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter the name.")})
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput())
    division = pick(_("Division"), empty=_("none"))

    def __init__(self, *args: Any, divisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "division", divisions)


class PersonForm(NewPersonForm, ChangeForm):
    """Particulars of a person."""

    is_active = forms.BooleanField(
        label=_("Is here"),
        required=False,
        help_text=_("Who has left can be given no part any more; all they did stays."),
    )


class NewAccountForm(NewPersonForm):
    """An account to open; it is entered by a link until a password is set."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(),
        error_messages={"required": _("Enter the e-mail to sign in with.")},
    )
    role = forms.ChoiceField(
        label=_("Role over the whole organisation"),
        required=False,
        choices=[("", _("none: roles are given where they are needed")), *Role.choices],
    )


class OrganisationRoleForm(PageForm):
    """The role of an account over the whole organisation."""

    role = forms.ChoiceField(
        label=_("Role over the whole organisation"),
        required=False,
        choices=[("", _("none: roles are given where they are needed")), *Role.choices],
    )


class RoleForm(PageForm):
    """Who gets which role; offered are those the giver may give."""

    person = pick(_("Person"), required=True)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.VIEWER)

    def __init__(self, *args: Any, people: Choices, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
        # All are understood: the action says why one may not be given.
        self.fields["role"].widget.choices = [(one.value, one.label) for one in roles]


class GrantForm(RoleForm):
    """A role over something and all below it."""

    ends_on = forms.DateField(
        label=_("Ends on"),
        required=False,
        help_text=_("The first day it no longer holds. Left out, it holds until it is ended."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a date such as 2027-03-31.")},
    )
