"""One's own account: who one is, the password, what one may do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts import actions
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import may_audit

from ..answers import done, page, show
from ..asking import address, asker, at, posted
from ..forms.accounts import PasswordForm, SettingsForm
from ..forms.changing import saved


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page
def profile(request: HttpRequest) -> HttpResponse:
    """Show the account and change its password."""
    by = asker(request)
    form = PasswordForm(posted(request), has_password=by.has_usable_password())
    if request.method == "POST" and form.is_valid():
        try:
            _store(request, by, form.cleaned_data)
            done(request, _("The password is changed. Your other sessions are ended."))
            return redirect("profile")
        except Invalid as refusal:
            form.take(refusal)
    role = Role(by.organisation_role).label if by.organisation_role else _("by grants on single projects")
    told = {
        "form": form,
        "rows": ((_("Name"), by.name), (_("E-mail"), by.email), (_("Role"), role)),
        "may_audit": may_audit(by),
    }
    return show(request, "profile/profile.html", told, status=form.status)


def _store(request: HttpRequest, by: User, given: dict[str, str]) -> None:
    if by.has_usable_password():
        actions.change_own_password(**given, address=address(request), by=by, at=at(request))
    else:
        actions.set_password(user=by, password=given["password"], by=by, at=at(request))
    update_session_auth_hash(request, by)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def own_settings(request: HttpRequest) -> HttpResponse:
    """Choose the language, manner and time zone of one's own pages."""
    by = asker(request)
    now = {"language": by.language, "region": by.region, "time_zone": by.time_zone}
    form = SettingsForm(posted(request), initial=now, usual=settings.USUAL_MANNER)
    if request.method == "POST" and saved(
        form, lambda given: actions.change_user_settings(user=by, **given, by=by, at=at(request))
    ):
        with override(form.cleaned_data["language"] or settings.USUAL_MANNER.language):  # of the page that says it
            done(request, _("Your pages are written so from now on."))
        return redirect("settings")
    return show(
        request, "profile/settings.html", {"form": form, "trail": [(by.name, reverse("profile"))]}, status=form.status
    )
