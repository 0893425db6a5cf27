"""The form of the plan editor: the plan's own texts, and its rows as a table of text as spreadsheets copy it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.formats.schedules.drafts import COLUMNS, HEAD, Draft
from conspectus.formats.schedules.headings import SYNONYMS
from conspectus.formats.workbooks.words import fold

from .fields import PageForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = (
    "id", "level", "name", "duration", "not_before", "predecessors", "percent", "actual_start", "actual_finish",
    "milestone", "resource", "deadline", "cost",
)  # fmt: skip
HEADS: tuple[tuple[str, StrOrPromise, StrOrPromise], ...] = (
    ("status_date", _("Status date"), _("The day up to which progress is entered.")),
    ("name", _("Project"), ""),
    ("start", _("Project start"), _("Where nothing else says when a task can begin.")),
    ("days", _("Working days"), _("Mon-Fri unless you say otherwise.")),
    ("hours", _("Working hours"), _("08:00-12:00, 13:00-17:00 unless you say otherwise.")),
    ("holidays", _("Holidays"), "2026-12-25; 2026-12-28 to 2027-01-01"),
)


def shown(*, with_cost: bool) -> tuple[str, ...]:
    """Return the columns of the editor for its reader."""
    return SHOWN if with_cost else tuple(name for name in SHOWN if name != "cost")


class PlanForm(PageForm):
    """A plan as it is typed; the revision is the one it was made from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    anew = forms.BooleanField(widget=forms.HiddenInput, required=False)
    table = forms.CharField(
        label=_("Rows"),
        required=False,
        max_length=1_000_000,
        help_text=_("One line a task, columns parted by tabs, headings first; you may paste from a spreadsheet."),
        widget=forms.Textarea(attrs={"rows": 16, "cols": 120, "spellcheck": "false", "wrap": "off"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        for name, label, words in HEADS:
            self.fields[name] = forms.CharField(label=label, required=False, max_length=2000, help_text=words)

    @property
    def heads(self) -> list[forms.BoundField]:
        """The fields of the plan itself."""
        return [self[name] for name in HEAD if name in self.fields]

    def clean_table(self) -> str:
        """Refuse a table without headings that say which column is which."""
        text: str = self.cleaned_data["table"]
        names = _names(text)
        if "name" not in names.values():
            raise forms.ValidationError(
                _("The first line names the columns, such as Id, Task, Duration, Predecessors.")
            )
        strange = [heading for heading in _lines(text)[0] if heading.strip() and fold(heading) not in _KNOWN]
        if strange:
            raise forms.ValidationError(
                _("The column '%(column)s' is not known. Take it out, or name it otherwise.")
                % {"column": strange[0][:40]}
            )
        return text

    def draft(self) -> Draft:
        """Return what was typed."""
        given = self.cleaned_data
        lines = _lines(given["table"])
        names = _names(given["table"])
        rows = ({name: line[at].strip() if at < len(line) else "" for at, name in names.items()} for line in lines[1:])
        return Draft({name: given[name] for name in HEAD if name in given}, tuple(rows))


_KNOWN = {**{fold(label): name for name, label in COLUMNS.items()}, **{
    heading: name for heading, name in SYNONYMS.items() if name in COLUMNS}}  # fmt: skip


def table_text(draft: Draft, columns: tuple[str, ...]) -> str:
    """Return the rows as text; what would part cells or lines becomes a blank."""
    lines = [[COLUMNS[name] for name in columns]]
    lines += [[" ".join(row.get(name, "").split()) for name in columns] for row in draft.rows]
    return "\n".join("\t".join(line) for line in lines)


def _lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter="\t", quoting=csv.QUOTE_NONE)) or [[]]


def _names(text: str) -> dict[int, str]:
    headings = _lines(text)[0]
    return {at: _KNOWN[fold(heading)] for at, heading in enumerate(headings) if fold(heading) in _KNOWN}
