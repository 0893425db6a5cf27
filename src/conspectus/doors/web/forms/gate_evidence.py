"""The form of evidence: what a gate asks for, each with the document or deliverable that is it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conspectus.rooms.governance.actions import ChosenEvidence
from conspectus.rooms.governance.queries import EvidenceItem, EvidenceOption

from .fields import PageForm

NOTHING = gettext_lazy("nothing is chosen")


class EvidenceForm(PageForm):
    """What is evidence for each thing a gate asks for; what is called so is chosen already, to be confirmed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Sequence[EvidenceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            field = forms.ChoiceField(label=item.name, required=False)
            field.choices = [("", NOTHING), *((_value(one), _label(one)) for one in item.options)]
            first = item.chosen or next((one for one in item.options if one.proposed), None)
            self.fields[_name(item)] = field
            self.initial[_name(item)] = _value(first) if first else ""

    def rows(self) -> Iterator[tuple[EvidenceItem, BoundField]]:
        """Yield each thing that is asked for with its field."""
        for item in self.items:
            yield item, self[_name(item)]

    def chosen(self, given: dict[str, Any]) -> list[ChosenEvidence]:
        """Return what was chosen."""
        found = []
        for item in self.items:
            kind, _slash, number = given[_name(item)].partition("/")
            found.append(ChosenEvidence(item.evidence, **({kind: int(number)} if kind else {})))
        return found


def _name(item: EvidenceItem) -> str:
    return f"for-{item.evidence}"


def _value(one: EvidenceOption) -> str:
    return f"{one.kind}/{one.number}"


def _label(one: EvidenceOption) -> str:
    words = _("%(name)s (deliverable)") if one.kind == "deliverable" else _("%(name)s (document)")
    return words % {"name": one.name}
