"""The form of a month's report: all prefilled, words where they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.journeys.update_report import Update
from conspectus.kit.errors import Invalid
from conspectus.rooms.money.actions import minor_units
from conspectus.rooms.status.actions import MOST_MINUTES, TEXTS, Declared, Words
from conspectus.rooms.status.choices import Dimension

from .fields import FigureField
from .periods import ReportForm

ANSWER = "answer "  # before the code and the place of a finding


class UpdateForm(ReportForm):
    """What a month wants: status by dimension, forecasts, words."""

    minutes = forms.IntegerField(
        label=_("Minutes this took"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("If you like; empty: as long as the form was worked in."),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        if currency:
            self.fields["forecast"] = FigureField(
                label=_("Forecast cost, %(currency)s") % {"currency": currency}, required=False, max_length=40
            )

    unanswered = False  # a finding wants an answer before it is submitted

    def take(self, refusal: Invalid) -> None:
        """Show a refusal at its field; that findings want an answer is said at each of them too."""
        if refusal.code == "unanswered":
            self.unanswered = True
            self.add_error(None, _("Answer what does not fit, below, before you submit. What you typed is kept."))
        else:
            super().take(refusal)

    def forecasts(self) -> list[forms.BoundField]:
        """Return the fields of what is forecast."""
        return [self[name] for name in ("finish_on", "forecast") if name in self.fields]

    def words_fields(self) -> list[forms.BoundField]:
        """Return the fields of the texts."""
        return [self[name] for name in (*TEXTS, "decide_on")]

    def update(self, given: Mapping[str, Any], sent: Mapping[str, Any]) -> Update:
        """Return what the form gives as the journey takes it."""
        declared = [
            Declared(one.value, given[one.value], given[f"{one.value}_words"]) for one in Dimension if given[one.value]
        ]
        texts = {name: given[name] for name in (*TEXTS, "decide_on", "finish_on")}
        forecast = (given.get("forecast") or "").strip()
        minor = minor_units(forecast, self.currency, "forecast") if forecast else None
        return Update(declared, Words(**texts, forecast_minor=minor), self.scale, answers_sent(sent), given["minutes"])


def answers_sent(sent: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return what is said to findings, by code and place."""
    found = {}
    for name in list(sent)[:200]:
        if name.startswith(ANSWER):
            code, _space, place = name.removeprefix(ANSWER).partition(" ")
            found[code, place] = str(sent[name])
    return found
