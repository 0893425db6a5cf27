"""Forms of register entries: what is kept of one, what it becomes, where it is escalated, many pasted at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.formats.currencies import written
from conspectus.kit.amounts import minor_units
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Contract, Objective, Party, Portfolio, Project
from conspectus.rooms.portfolio.queries import project_by_code, visible_projects
from conspectus.rooms.risks.actions import Particulars, Quantities
from conspectus.rooms.risks.choices import (
    RESPONSES,
    STATES,
    UNCERTAIN,
    Category,
    EntryKind,
    EntryState,
    Level,
    Response,
)
from conspectus.rooms.risks.models import RegisterEntry

from .changing import ChangeForm, Choices, offer, pick
from .fields import FigureField, PageForm, day_field
from .several import SeveralField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STEPS = (
    ("", _("not assessed")),
    ("1", _("1 very low")),
    ("2", _("2 low")),
    ("3", _("3 medium")),
    ("4", _("4 high")),
    ("5", _("5 very high")),
)
UNCERTAIN_ONLY = ("probability", "percent", "response", "residual_probability", "residual_impact", "residual_percent")
MONEY = ("cost", "residual_cost")
LINKED: dict[str, type[Any]] = {"objectives": Objective, "parties": Party, "contracts": Contract}
LEVELS = (("", _("back to its own register")), *Level.choices)


def _step(label: StrOrPromise) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=STEPS, required=False, coerce=int, empty_value=None)


def _long(label: StrOrPromise, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}), **more
    )


def _percent(label: StrOrPromise) -> forms.IntegerField:
    wrong = {"invalid": _("Enter a whole number from 0 to 100.")}
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100, error_messages=wrong)


@dataclass(frozen=True, slots=True)
class Linked:
    """What an entry may be linked to: choices by the name of the link, and the tasks of its project's plan."""

    choices: Mapping[str, Choices]
    tasks: Sequence[tuple[str, str]] = ()


class NewEntryForm(PageForm):
    """An entry to open; ``kind`` is known before, since each asks for something else."""

    title = forms.CharField(
        label=_("Event"),
        max_length=300,
        help_text=_("What may happen, has happened, is assumed or is to be decided, in one line."),
        error_messages={"required": _("Say it in one line.")},
    )
    cause = _long(_("Cause"))
    effect = _long(_("Effect"))
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices, initial=Category.OTHER)
    probability = _step(_("Probability"))
    impact_time = _step(_("Impact on time"))
    impact_cost = _step(_("Impact on cost"))
    impact_quality = _step(_("Impact on quality"))
    percent = _percent(_("Probability, %"))
    cost = FigureField(label=_("Impact in money"), max_length=40, required=False)
    days = forms.IntegerField(label=_("Impact in working days"), required=False, min_value=0, max_value=100_000)
    expected_on = day_field(_("Day"), required=False, help_text=_("When it would happen, or must be resolved."))
    response = forms.ChoiceField(label=_("Response"), required=False)
    response_words = _long(_("What is done about it"))
    residual_probability = _step(_("Probability that remains"))
    residual_impact = _step(_("Impact that remains"))
    residual_percent = _percent(_("Probability that remains, %"))
    residual_cost = FigureField(label=_("Impact in money that remains"), max_length=40, required=False)
    owner = pick(_("Owner"))
    review_on = day_field(_("Next review"), required=False)
    also = forms.CharField(
        label=_("Other projects it reaches"),
        required=False,
        max_length=4000,
        help_text=_("Their codes, such as WN-1, HO-1. Its impact is that of all of them together, counted once."),
    )
    objectives = forms.MultipleChoiceField(label=_("Objectives it touches"), required=False)
    parties = forms.MultipleChoiceField(label=_("Suppliers it comes from"), required=False)
    contracts = forms.MultipleChoiceField(label=_("Contracts it concerns"), required=False)
    tasks = SeveralField(
        label=_("Tasks it touches"),
        required=False,
        help_text=_("The id or exact name of a task or milestone of the plan; begin to type and choose."),
    )

    def __init__(
        self, *args: Any, kind: str, place: Portfolio, people: Choices, linked: Linked, amounts: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kind, self.place, self.amounts = kind, place, amounts
        offer(self, "owner", people)
        fitting = [(one.value, one.label) for one in Response if one in RESPONSES.get(kind, ())]
        self.fields["response"].choices = [("", _("none yet")), *fitting]  # type: ignore[attr-defined]  # a choice
        for name in LINKED:
            self.fields[name].choices = linked.choices[name]  # type: ignore[attr-defined]  # a choice
            if not linked.choices[name]:
                del self.fields[name]
        self.fields["tasks"].suggest(linked.tasks)  # type: ignore[attr-defined]  # several lines
        if not linked.tasks:
            del self.fields["tasks"]
        gone = (*(() if kind in UNCERTAIN else UNCERTAIN_ONLY), *(() if amounts else MONEY))
        for name in (*gone, *(() if kind in UNCERTAIN else ("residual_cost",))):
            self.fields.pop(name, None)

    def given(self, values: dict[str, Any], by: User, row: RegisterEntry | None = None) -> Particulars:
        """Return what the form gives as the action takes it; what it does not ask stays as it is in ``row``."""
        currency = row.currency if row else ""
        named = {name: values[name] for name in ("title", "cause", "effect", "category", "owner", "review_on")}
        named |= {name: values[name] for name in ("expected_on", "response_words")}
        named |= {name: self._picked(name, values, row) for name in LINKED}
        return Particulars(
            kind=self.kind,
            quantities=self._quantities(values, row, currency or self._currency()),
            currency=currency or self._currency(),
            response=values.get("response", ""),
            state=values.get("state", EntryState.OPEN),
            outcome=values.get("outcome", ""),
            also=_projects(by, values["also"]) + _unseen(by, row),
            tasks=values["tasks"] if "tasks" in self.fields else _held_tasks(row),
            **named,
        )

    def _currency(self) -> str:
        return str(self.initial.get("currency") or self.place.currency)

    def _quantities(self, values: dict[str, Any], row: RegisterEntry | None, currency: str) -> Quantities:
        given: dict[str, Any] = {}
        for name in (field.name for field in fields(Quantities)):
            asked = name.removesuffix("_minor")
            kept = getattr(row, name) if row else None
            if asked not in self.fields:
                given[name] = kept
            elif asked in MONEY:
                given[name] = minor_units(values[asked], currency, asked) if values[asked] else None
            else:
                given[name] = values[asked]
        return Quantities(**given)

    def _picked(self, name: str, values: dict[str, Any], row: RegisterEntry | None) -> tuple[Any, ...]:
        """Return what was chosen, and what the entry is linked to that its reader was not offered."""
        offered = {value for value, _label in getattr(self.fields.get(name), "choices", ())}
        chosen = LINKED[name]._default_manager.filter(portfolio=self.place, pk__in=values.get(name, ()))
        kept = [one for one in getattr(row, name).all() if str(one.pk) not in offered] if row else []
        return (*chosen, *kept)


class EntryForm(NewEntryForm, ChangeForm):
    """What is kept of an entry."""

    state = forms.ChoiceField(label=_("State"))
    outcome = _long(_("How it ended"), help_text=_("Asked where it is not open any more."))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["state"].choices = [(one.value, one.label) for one in STATES[kind]]  # type: ignore[attr-defined]


def stored_entry(by: User, row: RegisterEntry) -> dict[str, Any]:
    """Return what a form over an entry begins with."""
    told = {name: getattr(row, name) for name in (*NewEntryForm.base_fields, "state", "outcome", "revision")
            if hasattr(row, name)}  # fmt: skip
    for name in MONEY:
        amount = getattr(row, f"{name}_minor")
        told[name] = "" if amount is None else written(amount, row.currency)
    told |= {
        "owner": row.owner_id,
        "also": ", ".join(one.code for one in visible_projects(by).filter(shared_register=row)),
    }
    told |= {name: [str(one.pk) for one in getattr(row, name).all()] for name in LINKED}
    return told | {"tasks": _held_tasks(row)}


class ConvertForm(ChangeForm):
    """What an entry becomes."""

    kind = forms.ChoiceField(label=_("It becomes"))
    reason = _long(_("Reason"))

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a choice
            (one.value, one.label) for one in EntryKind if one != now
        ]


class EscalateForm(ChangeForm):
    """Where an entry is given."""

    level = forms.ChoiceField(label=_("Give it to"), required=False, choices=LEVELS)
    reason = _long(_("Reason"))


class ReviewDayForm(PageForm):
    """The day of review that several entries get."""

    review_on = day_field(_("Next review"), required=False)


class PasteForm(PageForm):
    """Rows pasted from a sheet."""

    kind = forms.ChoiceField(label=_("They are"), choices=EntryKind.choices, initial=EntryKind.THREAT)
    rows = forms.CharField(
        label=_("Rows"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One entry a line; copied from a sheet, its columns are told by their headings, such as Risk, Cause, "
            "Effect, Probability, Impact, Owner, Response, Review. Without headings the first column is the event."
        ),
        error_messages={"required": _("Paste at least one line.")},
    )


def _held_tasks(row: RegisterEntry | None) -> tuple[str, ...]:
    return () if row is None else tuple(one.uid for one in row.tasks.all())


def _unseen(by: User, row: RegisterEntry | None) -> tuple[Project, ...]:
    """Return the projects an entry reaches that ``by`` may not see: they stay."""
    return () if row is None else tuple(row.also.exclude(pk__in=visible_projects(by).values("pk")))


def _projects(by: User, codes: str) -> tuple[Project, ...]:
    found = []
    for code in filter(None, (part.strip() for part in codes.replace(";", ",").split(","))):
        try:
            found.append(project_by_code(by, code))
        except NotFound:
            raise Invalid("also", "There is no project %(named)s.", "also", named=code[:40]) from None
    return tuple(found)
