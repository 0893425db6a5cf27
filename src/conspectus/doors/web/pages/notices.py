"""Notices: what one is told of, read, and how often it comes by mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.notices.shown import shown
from conspectus.kit.errors import NotFound
from conspectus.rooms.outbox.actions import choose_mail, pass_over_notices, read_notices
from conspectus.rooms.outbox.queries import get_notice, notices_of, wish_of

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.notices import MailForm
from ..paging import window
from ..panels.home import change_address


@require_safe
@page
def notices(request: HttpRequest) -> HttpResponse:
    """Show the reader's notices, newest first."""
    by, on = asker(request), at(request)
    told: dict[str, Any] = window(notices_of(by), reverse("notices"), query(request))
    rows = shown(by, told["rows"], on.date())
    pass_over_notices(ids={row.pk for row in told["rows"]} - {one.notice_id for one in rows}, by=by, at=on)
    told |= {"notices": rows, "unread": any(one.read_at is None for one in rows), "mail_on": settings.MAIL_ON}
    return show(request, "notices/notices.html", told)


@require_safe
@page
def notice(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Lead to what a notice tells of, and note that it was read."""
    by, on = asker(request), at(request)
    row = get_notice(by, notice_id)
    told = shown(by, [row], on.date())
    read_notices(ids=[row.pk], by=by, at=on)
    if not told:
        raise NotFound
    return redirect(change_address(told[0].change))


@require_POST
@page
def read(request: HttpRequest) -> HttpResponse:
    """Note that all notices are read."""
    read_notices(by=asker(request), at=at(request))
    done(request, _("All notices are read."))
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def mail(request: HttpRequest) -> HttpResponse:
    """Choose how often notices come by mail."""
    by, on = asker(request), at(request)
    wish = wish_of(by.person)
    form = MailForm(posted(request), initial={"direct": wish.direct, "followed": wish.followed})
    if request.method == "POST" and saved(form, lambda given: choose_mail(**given, by=by, at=on)):
        done(request, _("This is how mail comes from now on."))
        return redirect("notice-mail")
    trail = [(_("Notices"), reverse("notices"))]
    told = {"form": form, "trail": trail, "mail_on": settings.MAIL_ON, "address": by.email}
    return show(request, "notices/mail.html", told, status=form.status)
