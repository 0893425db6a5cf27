"""Forms of exceptions: asked for, written, decided, closed, and the promises under them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.formats.currencies import written
from conspectus.kit.amounts import minor_units
from conspectus.kit.errors import Invalid
from conspectus.rooms.governance.actions import NewOption, NewPromise, Written
from conspectus.rooms.governance.queries import ExceptionView
from conspectus.rooms.status.choices import Dimension

from .changing import ChangeForm, Choices, offer, pick
from .fields import FigureField, PageForm, day_field

ROWS = 5  # options offered; more come by the API
SAY = _("Say it in a sentence; it is kept.")


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=4000, widget=widget, error_messages={"required": SAY}, **more)


class ExceptionAskForm(PageForm):
    """Why an exception is asked for by hand."""

    words = _text(_("Why"), help_text=_("What is out of tolerance, or will be."))


class ExceptionWriteForm(ChangeForm):
    """An exception with its options: cause, effect, and the decision wanted from whom by when."""

    cause = _text(_("Cause"), help_text=_("What went otherwise than planned, and why."))
    effect = _text(_("Effect"), help_text=_("On dates, cost, scope, quality, benefits, if nothing is done."))
    wanted = _text(_("Decision wanted"), 2)
    wanted_from = pick(_("Person who decides"), required=True)
    wanted_by = day_field(_("Wanted by"))

    def __init__(self, *args: Any, people: Choices, count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "wanted_from", people)
        self.count = max(ROWS, count)
        for number in range(1, self.count + 1):
            told = {"number": number}
            words = forms.CharField(label=_("Option %(number)s") % told, max_length=4000, required=False)
            words.widget = forms.Textarea(attrs={"rows": 2})
            self.fields[f"option-{number}"] = words
            cost = FigureField(label=_("Cost of option %(number)s") % told, max_length=40, required=False)
            self.fields[f"cost-{number}"] = cost
            days = forms.IntegerField(label=_("Days of option %(number)s") % told, required=False)
            self.fields[f"days-{number}"] = days

    def plain(self) -> list[BoundField]:
        """Return the fields above the options."""
        return [self[name] for name in ("cause", "effect", "wanted", "wanted_from", "wanted_by")]

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Yield the fields of each option with its number."""
        for number in range(1, self.count + 1):
            yield number, [self[f"{name}-{number}"] for name in ("option", "cost", "days")]

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with the options at the first of them."""
        super().add_error("option-1" if field == "options" else field, error)

    def take(self, refusal: Invalid) -> None:
        """Show a refusal of the options at the first of them."""
        self.add_error(refusal.field if refusal.field in (*self.fields, "options") else None, refusal.words)

    def given(self, values: dict[str, Any], currency: str) -> Written:
        """Return what the form gives as the action takes it."""
        options = []
        for number in range(1, self.count + 1):
            words, cost = values.get(f"option-{number}"), values.get(f"cost-{number}")
            if words or cost or values.get(f"days-{number}") is not None:
                minor = minor_units(cost, currency, f"cost-{number}") if cost else None
                options.append(NewOption(words or "", minor, values.get(f"days-{number}")))
        names = ("cause", "effect", "wanted", "wanted_from", "wanted_by")
        return Written(**{name: values[name] for name in names}, options=options)


def stored_exception(view: ExceptionView) -> dict[str, Any]:
    """Return an exception as its form takes it."""
    names = ("cause", "effect", "wanted", "wanted_from_id", "wanted_by", "revision")
    found: dict[str, Any] = {name.removesuffix("_id"): getattr(view, name) for name in names}
    found["wanted_from"] = str(view.wanted_from_id or "")
    for one in view.options:
        cost = None if one.cost_minor is None else written(one.cost_minor, view.currency)
        found |= {f"option-{one.number}": one.words, f"cost-{one.number}": cost, f"days-{one.number}": one.days}
    return found


class ExceptionDecideForm(PageForm):
    """The option chosen, or none of them, at the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    option = forms.TypedChoiceField(
        label=_("Option chosen"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("None of them: say below what is to happen instead."),
    )
    words = _text(_("Decision in words"))

    def __init__(self, *args: Any, view: ExceptionView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(one.number), f"{one.number}. {one.words}") for one in view.options]
        self.fields["option"].choices = [*options, ("", gettext("None of them"))]  # type: ignore[attr-defined]  # it is a choice


class ExceptionCloseForm(PageForm):
    """Why an exception is closed before the data are green."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = _text(_("Reason"))


class PromiseForm(PageForm):
    """A step back to green, or the day a dimension is green again."""

    words = forms.CharField(label=_("What is promised"), max_length=400, error_messages={"required": SAY})
    dimension = forms.ChoiceField(
        label=_("Green again"), required=False, help_text=_("Choose a dimension where its return to green is promised.")
    )
    owner = pick(_("Person who promises"), required=True)
    promised_on = day_field(_("Promised for"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)
        self.fields["dimension"].choices = [("", gettext("a step")), *Dimension.choices]  # type: ignore[attr-defined]  # it is a choice

    @staticmethod
    def given(values: dict[str, Any]) -> NewPromise:
        """Return what the form gives as the action takes it."""
        return NewPromise(**values)


class PromiseRenewForm(PageForm):
    """Another day for what was promised, and why."""

    promised_on = day_field(_("Promised for"))
    reason = _text(_("Reason the first day does not stand"), 2)


class PromiseDoneForm(PageForm):
    """The day something promised was done."""

    done_on = day_field(_("Done on"))
    words = _text(_("What shows it"), 2, required=False)
