"""Forms of outside parties and contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.amounts import minor_units
from conspectus.kit.currencies import currency_code
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import ContractParticulars, PartyParticulars
from conspectus.rooms.portfolio.choices import ClaimState, ContractState, PartyKind
from conspectus.rooms.portfolio.models import Contract, Party, Project
from conspectus.rooms.portfolio.queries import project_by_code

from .changing import ChangeForm, Choices, offer, pick
from .fields import FigureField, PageForm, day_field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _amount(label: StrOrPromise, **more: Any) -> FigureField:
    wrong = {"required": _("Enter an amount such as 1234.56.")}
    return FigureField(label=label, max_length=40, error_messages=wrong, **more)


def _why(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say it in a sentence; it is kept.")},
    )


class NewPartyForm(PageForm):
    """A supplier, a customer or a site to enter."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    kinds = forms.MultipleChoiceField(
        label=_("It is a"),
        choices=PartyKind.choices,
        initial=[PartyKind.SUPPLIER],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say what it is.")},
    )
    code = forms.CharField(label=_("Code"), max_length=40, required=False, help_text=_("As your ledger names it."))
    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as DE."))
    owner = pick(_("Who looks after it"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)

    @staticmethod
    def given(values: dict[str, Any]) -> PartyParticulars:
        """Return what the form gives as the action takes it."""
        return PartyParticulars(**{**values, "kinds": tuple(values["kinds"])})


class PartyForm(NewPartyForm, ChangeForm):
    """The particulars of an outside party."""

    is_active = forms.BooleanField(label=_("We deal with it"), required=False)


class NewContractForm(PageForm):
    """A contract to open."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")})
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False, help_text=_("Its number or file."))
    value = _amount(_("Value"), help_text=_("As first agreed; what is changed later is a variation."))
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Left out, the portfolio's.")
    )
    projects = forms.CharField(
        label=_("Projects it serves"), max_length=4000, required=False, help_text=_("Their codes, such as WN-1, HO-1.")
    )
    starts_on = day_field(_("From"), required=False)
    ends_on = day_field(_("Last day"), required=False)
    owner = pick(_("Who looks after it"))
    state = forms.ChoiceField(label=_("State"), choices=ContractState.choices, initial=ContractState.IN_FORCE)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)

    @staticmethod
    def given(values: dict[str, Any], supplier: Party, by: User) -> ContractParticulars:
        """Return what the form gives as the action takes it."""
        currency = currency_code(values["currency"] or supplier.portfolio.currency)
        value = minor_units(values.pop("value"), currency, "value")
        projects = coded_projects(by, values.pop("projects"), "projects")
        rest = values | {"currency": currency}
        return ContractParticulars(supplier=supplier, value_minor=value, projects=projects, **rest)


class ContractForm(NewContractForm, ChangeForm):
    """The particulars of a contract."""


class VariationForm(PageForm):
    """An agreed change of a contract's value."""

    value = _amount(_("Change of the value"), help_text=_("With a minus sign for less."))
    agreed_on = day_field(_("Agreed on"))
    reason = _why(_("Reason"))

    @staticmethod
    def given(values: dict[str, Any], contract: Contract) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        return values | {"value_minor": minor_units(values.pop("value"), contract.currency, "value")}


class ClaimForm(PageForm):
    """A claim under a contract."""

    amount = _amount(_("Amount"))
    raised_on = day_field(_("Raised on"))
    words = _why(_("What is claimed, and why"))

    @staticmethod
    def given(values: dict[str, Any], contract: Contract) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        return values | {"amount_minor": minor_units(values.pop("amount"), contract.currency, "amount")}


class DecisionForm(PageForm):
    """What was decided of a claim, at the revision it was looked at in."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("Decided"), choices=[(one.value, one.label) for one in (ClaimState.AGREED, ClaimState.REJECTED)]
    )
    decided_on = day_field(_("Decided on"))
    decision = _why(_("In words"))


def coded_projects(by: User, codes: str, field: str) -> tuple[Project, ...]:
    """Return the projects whose codes a field lists, each once; refuses a code ``by`` sees no project of."""
    return tuple(_project(by, code, field) for code in dict.fromkeys(part.strip() for part in codes.split(",")) if code)


def _project(by: User, code: str, field: str) -> Project:
    try:
        return project_by_code(by, code)
    except NotFound:
        raise Invalid("projects", "There is no project with the code %(given)s.", field, given=code[:40]) from None
