"""The audit log, for those who may read it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from conspectus.kit.deeds import deed_words
from conspectus.rooms.accounts import queries
from conspectus.rooms.accounts.models import AuditLine

from ..answers import page, show
from ..asking import asker, query
from ..words import day

WINDOW = 100
DIGEST_SHOWN = 12  # enough to tell two files apart; the whole is in the log
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log with its deed in words and its body as pairs."""

    line: AuditLine
    words: str
    body: tuple[tuple[str, str], ...]


@require_safe
@page
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest hundred lines, or those before a number; verify the chain when asked."""
    lines = queries.audit_lines(asker(request))
    asked = query(request)
    before = asked.get("before", "")
    total = lines.count()
    if before.isdecimal() and len(before) < 18:
        lines = lines.filter(number__lt=int(before))
    shown = [_told(line) for line in lines[:WINDOW]]
    told = {
        "trail": [(asker(request).name, reverse("profile"))],
        "lines": shown,
        "total": total,
        "older": shown[-1].line.number if shown and shown[-1].line.number > 1 else None,
        "verdict": queries.verify_audit() if "verify" in asked else None,
    }
    return show(request, "audit/audit.html", told)


def _told(line: AuditLine) -> Told:
    body = json.loads(line.body)
    return Told(
        line,
        deed_words(line.deed),
        tuple(
            (name.replace("_", " "), _plain(name, value)) for name, value in body.items() if value not in (None, "", [])
        ),
    )


def _plain(name: str, value: object) -> str:
    """Return a value as people read it: dates in words, digests by their beginning, lists without brackets."""
    if isinstance(value, list):
        return " ".join(_plain(name, one) for one in value)
    text = str(value)
    if name.endswith("_on") and DATE.fullmatch(text):
        return day(date.fromisoformat(text))
    return f"{text[:DIGEST_SHOWN]}…" if name.endswith("_digest") else text
