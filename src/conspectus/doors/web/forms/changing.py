"""Forms that change what is stored: each carries the revision it was read at, and meets who came first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.kit.errors import Invalid, NotAllowed, SignInAgain, Stale
from conspectus.kit.manner import inside

from .fields import FigureField, PageForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = list[tuple[str, str]]
NOBODY = _("nobody")


class ChangeForm(PageForm):
    """A form over something stored. Where somebody changed it meanwhile it shows both values, to keep or to take."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    clash = ""
    differing: tuple[tuple[str, str, str], ...] = ()

    @property
    def status(self) -> int:
        """Return the status of the page, which is another where somebody was faster."""
        return 412 if self.clash else super().status

    def meet(self, stale: Stale, stored: Mapping[str, Any]) -> None:
        """Set what was typed beside what is stored now, and go on from the newest revision."""
        self.clash = stale.words
        rows = []
        for name, field in self.fields.items():
            typed, there = _shown(field, self.cleaned_data.get(name)), _shown(field, stored.get(name))
            if name != "revision" and typed != there:
                rows.append((str(field.label), typed or gettext("empty"), there or gettext("empty")))
        self.differing = tuple(rows)
        self.data = {**self.data.dict(), "revision": str(stale.revision)}  # type: ignore[attr-defined]  # what was sent


def saved(
    form: PageForm, save: Callable[[dict[str, Any]], object], stored: Callable[[], Mapping[str, Any]] = dict
) -> bool:
    """Do the deed of a form that was sent; a refusal stays in the form. ``stored`` reads the values there are now."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save(dict(form.cleaned_data))
    except Invalid as refusal:
        form.take(refusal)
        return False
    except SignInAgain:
        raise
    except NotAllowed as refusal:
        form.take_not_allowed(refusal)
        return False
    except Stale as stale:
        if not isinstance(form, ChangeForm):
            raise
        form.meet(stale, stored())
        return False
    return True


def pick(
    label: StrOrPromise, *, required: bool = False, empty: StrOrPromise = NOBODY, **more: Any
) -> forms.ChoiceField:
    """Return a field that picks one of the rows given to the form, or none; one that must be picked starts empty."""
    if required:
        thing = lazy(inside, str)(label)
        empty = format_lazy(_("choose a {thing}"), thing=thing)
        more["error_messages"] = {"required": format_lazy(_("Choose a {thing}."), thing=thing)}
    field = forms.ChoiceField(label=label, required=required, **more)
    field.empty_words = empty  # type: ignore[attr-defined]  # read by ``offer``
    return field


def effective_field(help_text: StrOrPromise) -> forms.DateField:
    """Return a field for the day a change holds from."""
    return forms.DateField(
        label=_("Effective from"),
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a date such as 2027-03-31.")},
    )


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a picking field its choices."""
    field: Any = form.fields[name]
    alone = field.required and len(choices) == 1
    field.choices = [*([] if alone else [("", field.empty_words)]), *choices]


def _shown(field: forms.Field, value: Any) -> str:
    """Return a value as its field shows it."""
    if isinstance(field, forms.ChoiceField):
        named: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]  # ours are flat
        return str(named.get("" if value is None else str(value), value or ""))
    if isinstance(field, FigureField):
        return str(field.prepare_value(value) or "")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return "" if value is None else str(value)
