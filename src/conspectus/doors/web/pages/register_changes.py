"""Entries of a register changed alike from its page: what was asked, and the page with it again where it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from conspectus.kit.errors import Invalid, NotFound, Refusal, http_status
from conspectus.kit.together import MOST, RowsRefused
from conspectus.rooms.accounts.models import User
from conspectus.rooms.risks.actions import BulkChange
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import get_entry

from ..forms.registers import ReviewDayForm
from .choices import picked

TYPED = ("owner", "state", "category", "outcome", "review_on")


@dataclass(frozen=True, slots=True)
class Again:
    """Why a change was refused, with what was chosen and typed for it."""

    refused: tuple[str, ...] = ()
    chosen: tuple[RegisterEntry, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def told(self, page: dict[str, Any]) -> dict[str, Any]:
        """Return what the register shows of it; chosen entries its list does not hold now stand beside the form."""
        listed = {one.entry_id for one in page.get("rows", ())}
        told: dict[str, Any] = {"refused": self.refused, "typed": self.typed}
        told["ticked"] = frozenset(one.pk for one in self.chosen)
        return told | {"elsewhere": [one for one in self.chosen if one.pk not in listed]}


NOT_AGAIN = Again()


def asked_changes(sent: QueryDict, by: User, at: datetime) -> list[BulkChange]:
    """Return the changes a form asks for; refuses where nothing is chosen, or nothing to change."""
    chosen = sent.getlist("entry")
    if not chosen:
        raise Invalid("entry", _("Tick the entries first."), "entry")
    if len(chosen) > MOST:
        raise Invalid("entry", "Change at most %(most)s entries at once.", "entry", most=MOST)
    if not any(sent.get(name, "").strip() for name in TYPED):
        raise Invalid("entry", _("Say what is to be changed: owner, state, category or next review."), "entry")
    day = ReviewDayForm({"review_on": sent.get("review_on", "")})
    if not day.is_valid():
        raise Invalid("review_on", _("Enter a date such as 2027-03-31."), "review_on")
    words: dict[str, Any] = {name: sent.get(name, "") for name in ("state", "outcome", "category")}
    words |= picked(by, {"owner": sent.get("owner", "")}) | {"review_on": day.cleaned_data["review_on"]}
    return [
        BulkChange(entry=get_entry(by, number, at.date()), revision=revision, **words)
        for number, revision in map(_parted, chosen)
    ]


def refused_again(sent: QueryDict, refusal: Refusal, by: User, on: date) -> Again:
    """Return why nothing was changed, each entry by number and title, with what was chosen and typed."""
    found = []
    for number, _revision in map(_parted, sent.getlist("entry")[:MOST]):
        try:
            found.append(get_entry(by, number, on))
        except NotFound:
            continue
    words = [refusal.words]
    if isinstance(refusal, RowsRefused):
        words = refusal.reasons
    elif isinstance(refusal, NotFound):
        words = [_("An entry that was chosen is not there any more, or not open to you.")]
    typed = {name: sent.get(name, "") for name in TYPED}
    return Again((*words, _("Nothing was changed.")), tuple(found), typed, http_status(refusal))


def _parted(text: str) -> tuple[str, int]:
    """Return the entry's number and the revision it was read at."""
    number, _dot, revision = text.partition(".")
    return number, int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 9 else 0
