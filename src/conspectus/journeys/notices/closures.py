"""What closures tell people of: what is handed over to them, what they are to accept or decide, what was decided."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from conspectus.rooms.accounts.models import AuditLine

CLOSURES = frozenset(
    {"begin_closure", "hand_over_open_items", "name_benefit_owner", "submit_closure", "decide_closure"}
)
CLOSURE = "closure"


def told_by_name(deed: str, body: Mapping[str, Any]) -> Collection[int]:
    """Return who is told of a deed by name."""
    named = {
        "hand_over_open_items": body.get("to", {}).get("person"),
        "name_benefit_owner": body.get("owner"),
        "submit_closure": body.get("sponsor"),
        "decide_closure": body.get("submitted_by"),
    }
    person = named.get(deed)
    return [] if person is None else [int(person)]


def closure_words(line: AuditLine) -> str:
    """Return what a deed of a closure says."""
    body = json.loads(line.body)
    if line.deed == "hand_over_open_items":
        return _("What was open is handed over as the project ends")
    if line.deed == "name_benefit_owner":
        return _("The owner of a benefit is named: accept it or decline it")
    if line.deed == "submit_closure":
        return _("The closure is submitted and waits for the decision")
    if line.deed == "decide_closure" and body["confirmed"]:
        return _("The closure is confirmed: %(words)s") % {"words": body["words"]}
    if line.deed == "decide_closure":
        return _("The closure was returned: %(words)s") % {"words": body["words"]}
    return _("The closure is begun")
