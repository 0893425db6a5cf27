"""Forms of the reporting cycle: how a portfolio gathers, the days of one cycle, who writes in another's place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.status.models import Cycle, ReportingRule

from .changing import ChangeForm, Choices, offer, pick
from .fields import day_field

_MANAGER = _("the manager of the programme, else who opened the cycle")


class _Listed(forms.Field):
    """Several values of one kind, with commas between them."""

    def __init__(self, read: Any, wrong: Any, **more: Any) -> None:
        super().__init__(required=False, **more)
        self.read, self.wrong = read, wrong

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> tuple[Any, ...]:
        """Return the values."""
        try:
            return tuple(self.read(one.strip()) for one in str(value or "").split(",") if one.strip())
        except ValueError:
            raise forms.ValidationError(self.wrong) from None


class RuleForm(ChangeForm):
    """How a portfolio gathers reports."""

    opens_day = forms.IntegerField(
        label=_("Ask for reports, days after the period's last day"), help_text=_("Below 0 is before it.")
    )
    due_day = forms.IntegerField(label=_("Reports are due, days after the period's last day"))
    reminder_days = _Listed(
        int,
        _("Enter whole numbers with commas between them, such as -2, 1."),
        label=_("Remind, days from the day reports are due"),
        help_text=_("With commas between them; below 0 is before it, such as -2, 1."),
    )
    escalate_day = forms.IntegerField(
        label=_("Tell somebody else, days after reports were due"), required=False, help_text=_("Empty: never.")
    )
    escalate_to = pick(_("Who is told then"), empty=_MANAGER)
    opens_itself = forms.BooleanField(label=_("Ask by itself when the day has come"), required=False)
    answers_needed = forms.BooleanField(label=_("Findings are answered before a report is submitted"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "escalate_to", people)


class CycleForm(ChangeForm):
    """The days of one cycle."""

    due_on = day_field(_("Reports are due on"), help_text=_("The last day that is in time."))
    reminders = _Listed(
        date.fromisoformat,
        _("Enter dates such as 2027-03-31, with commas between them."),
        label=_("Remind on"),
        help_text=_("Dates such as 2027-03-31, with commas between them."),
    )
    escalates_on = day_field(_("Tell somebody else on"), required=False, help_text=_("Empty: never."))
    escalate_to = pick(_("Who is told then"), empty=_MANAGER)
    answers_needed = forms.BooleanField(label=_("Findings are answered before a report is submitted"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "escalate_to", people)


class DelegateForm(ChangeForm):
    """Who writes a report in its manager's place, and how long."""

    person = pick(_("Written by"), empty=_("its manager"))
    until = day_field(_("Until"), required=False, help_text=_("The last day they may."))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


def rule_values(row: ReportingRule) -> dict[str, Any]:
    """Return a rule as its form shows it."""
    names = ("opens_day", "due_day", "reminder_days", "escalate_day", "opens_itself", "answers_needed", "revision")
    return {name: getattr(row, name) for name in names} | {"escalate_to": str(row.escalate_to_id or "")}


def cycle_values(row: Cycle) -> dict[str, Any]:
    """Return a cycle as its form shows it."""
    names = ("due_on", "reminders", "escalates_on", "answers_needed", "revision")
    return {name: getattr(row, name) for name in names} | {"escalate_to": str(row.escalate_to_id or "")}


def chosen_reports(sent: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return what was ticked: numbers of reports, each with the revision it was read at."""
    found = []
    for one in sent.getlist("report"):  # type: ignore[attr-defined]  # of a form that was sent
        number, _colon, revision = str(one).partition(":")
        found.append((number[:18], int(revision) if revision.isascii() and revision.isdecimal() else 0))
    return found


def ticked(sent: Mapping[str, Any], name: str) -> frozenset[int]:
    """Return which rows were ticked, by their numbers."""
    given = (str(one).partition(":")[0] for one in sent.getlist(name)[:1000])  # type: ignore[attr-defined]  # of a form that was sent
    return frozenset(int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19)


def no_words() -> str:
    """Return what is said where reports are to be returned without a word."""
    return gettext("Say what is to be changed; whoever wrote the reports reads it.")


def nothing_chosen() -> str:
    """Return what is said where nothing was ticked."""
    return gettext("Choose the reports first.")
