"""Forms of backlogs: the export, what its columns hold, and how the backlog counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conspectus.formats import encodings
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import written_day
from conspectus.rooms.agile.actions import NewChoice, SaidOf
from conspectus.rooms.agile.choices import COLUMNS, CountedIn, ItemKind, Meaning
from conspectus.rooms.agile.queries import BacklogView, ChoiceView
from conspectus.rooms.schedule.actions import DATE_ORDERS

from ..sayings import said
from .changing import effective_field
from .fields import PageForm, day_field, reason_field

if TYPE_CHECKING:
    from conspectus.formats.agile import Guess

AS_IT_SAYS = ("", _("as the file says"))


class BacklogFileForm(PageForm):
    """An export to look at, then kept between its preview and its upload."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV, workbook or JSON from Jira, Azure DevOps or GitHub."),
    )
    as_of = day_field(
        _("As of"), required=False, help_text=_("The day the export was made. Where left out, it is today.")
    )
    date_order = forms.ChoiceField(
        label=_("03/04/2026 is written"),
        required=False,
        choices=[AS_IT_SAYS, *((key, _(words)) for key, words in DATE_ORDERS.items())],
    )
    encoding = forms.ChoiceField(
        label=_("Text encoding"),
        required=False,
        choices=[AS_IT_SAYS, *((key, _(words)) for key, words in encodings.NAMED.items())],
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for a file, or for the one that was looked at."""
        given = super().clean() or {}
        if not given.get("file") and not given.get("digest"):
            self.add_error("file", _("Choose a file."))
        return given

    def take(self, refusal: Invalid) -> None:
        """Show a refusal at its field; what the reader of files says, in the language of whom the page is for."""
        self.add_error(refusal.field if refusal.field in self.fields else None, said(refusal.words))

    def said(self, columns: dict[str, Any] | None = None) -> SaidOf:
        """Return what was said of the file."""
        given = self.cleaned_data
        as_of: date | None = given["as_of"]
        return SaidOf(as_of, columns, given["date_order"], given["encoding"])


class BacklogColumnsForm(PageForm):
    """Which column holds what, and what states and types mean; as the file is read unless somebody says otherwise."""

    def __init__(self, *args: Any, guess: Guess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guess = guess
        headings = [("", _("no column")), *((one, one) for one in guess.headings)]
        for name, label in COLUMNS.items():
            self._add(f"column_{name}", label, headings, guess.columns.headings.get(name, ""))
        for place, (text, state) in enumerate(guess.columns.states.items()):
            self._add(f"state_{place}", self._counted(text, guess.states.get(text)), Meaning.choices, state)
        for place, (text, kind) in enumerate(guess.columns.kinds.items()):
            self._add(f"kind_{place}", self._counted(text, guess.kinds.get(text)), ItemKind.choices, kind)

    def _add(self, name: str, label: Any, choices: Iterable[Any], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=list(choices), initial=initial)

    @staticmethod
    def _counted(text: str, number: int | None) -> str:
        return f"{text} ({number})" if number else text

    def named(self, part: str) -> list[forms.BoundField]:
        """Return the fields of ``column``, ``state`` or ``kind``."""
        return [self[name] for name in self.fields if name.startswith(f"{part}_")]

    @property
    def columns(self) -> list[forms.BoundField]:
        """Which column holds what."""
        return self.named("column")

    @property
    def states(self) -> list[forms.BoundField]:
        """What the states mean."""
        return self.named("state")

    @property
    def kinds(self) -> list[forms.BoundField]:
        """What the types are."""
        return self.named("kind")

    def of(self, part: str) -> str:
        """Return the column whose texts ``state`` or ``kind`` are: what was said of another one is not theirs."""
        return self.guess.columns.headings.get("state" if part == "state" else "type", "")

    @property
    def hidden(self) -> dict[str, str]:
        """What goes along unseen."""
        return {f"of_{part}": self.of(part) for part in ("state", "kind")}

    def told(self) -> dict[str, Any]:
        """Return what was said of columns, states and types, as it is kept."""
        given, found = self.cleaned_data, self.guess.columns
        states, kinds = (
            {
                text: (given.get(f"{part}_{place}") if self.data.get(f"of_{part}") == self.of(part) else "") or usual
                for place, (text, usual) in enumerate(meanings.items())
            }
            for part, meanings in (("state", found.states), ("kind", found.kinds))
        )
        headings = {name: given.get(f"column_{name}", "") for name in COLUMNS}
        return {"headings": headings, "states": states, "kinds": kinds, "date_order": found.date_order}


_KEPT = ("judges", "scopes", "earns", "unit", "since", "start_on", "finish_on")


class DeliveryForm(PageForm):
    """How the backlog of a project counts from a day on."""

    judges = forms.BooleanField(
        label=_("The finish from throughput judges the schedule"),
        required=False,
        help_text=_("P80 against the approved finish; where there is a plan, its own forecast then no longer counts."),
    )
    scopes = forms.BooleanField(
        label=_("The growth of the backlog judges the scope"),
        required=False,
        help_text=_("Growth since the backlog it is measured from, by the tolerance of change; the worse counts."),
    )
    start_on = day_field(
        _("Approved start"),
        required=False,
        help_text=_("Only where the project has no plan: what it was approved for, with the finish."),
    )
    finish_on = day_field(
        _("Approved finish"),
        required=False,
        help_text=_("Where the project has a plan, the finish of its baseline counts instead."),
    )
    earns = forms.BooleanField(
        label=_("Accepted points earn value"),
        required=False,
        help_text=_("Earned value is then the approved budget times the share of points that is accepted."),
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("backlog", "Counted in"),
        required=False,
        choices=[("", _("points where half of the items have them")), *CountedIn.choices],
    )
    since = forms.ChoiceField(label=_("Growth is measured from"), required=False)
    from_on = effective_field(_("Left out, it holds from today."))
    reason = reason_field(rows=3)

    def __init__(self, *args: Any, uploads: Iterable[BacklogView], now: ChoiceView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(now, name) for name in _KEPT}
        words = _("backlog %(number)s of %(day)s")
        named = [(str(one.number), words % {"number": one.number, "day": written_day(one.as_of)}) for one in uploads]
        field: Any = self.fields["since"]
        field.choices = [("", _("the first backlog")), *named]

    def new(self, given: dict[str, Any]) -> NewChoice:
        """Return what was chosen."""
        return NewChoice(**given | {"since": int(given["since"]) if given["since"] else None})
