"""The outbox, for administrators: mail that waits, went or failed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conspectus.rooms.outbox.actions import retry_message
from conspectus.rooms.outbox.choices import State
from conspectus.rooms.outbox.queries import get_message, mail_counts, messages

from ..answers import done, page, show
from ..asking import asker, at, query
from ..paging import window
from .organisation import tabs


@require_safe
@page
def outbox(request: HttpRequest) -> HttpResponse:
    """Show all mail, newest first, or that of one state."""
    by, asked = asker(request), query(request)
    rows, state = messages(by), asked.get("state", "")
    rows = rows.filter(state=state) if state in State.values else rows
    told: dict[str, Any] = window(rows, reverse("outbox"), asked)
    counts = mail_counts()
    told["states"] = [(one.value, one.label, counts[one], one == state) for one in State if counts[one]]
    told |= {"tabs": tabs(by), "tab": _("Outbox"), "mail_on": settings.MAIL_ON, "demo": bool(settings.DEMO)}
    return show(request, "outbox/outbox.html", told)


@require_POST
@page
def send_again(request: HttpRequest, message_id: str) -> HttpResponse:
    """Have a mail sent again."""
    by = asker(request)
    row = retry_message(message=get_message(by, message_id), by=by, at=at(request))
    done(request, _("The mail to %(name)s is tried again in a moment.") % {"name": row.person.name})
    return redirect("outbox")
