"""Accounts: opened, given a role, let in by a link, closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.rooms.accounts import actions, queries
from conspectus.rooms.accounts.rules import require_administrator

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.organisation import NewAccountForm, OrganisationRoleForm
from .choices import division_choices, picked, role_meanings
from .organisation import tabs, trail_to


@require_http_methods(["GET", "HEAD", "POST"])
@page
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts and open another."""
    by, on = asker(request), at(request)
    require_administrator(by)
    form = NewAccountForm(posted(request), divisions=division_choices())
    if request.method == "POST" and saved(form, lambda given: actions.create_user(**picked(by, given), by=by, at=on)):
        done(
            request,
            _("The account of %(name)s is open. Let them in with a sign-in link.")
            % {"name": form.cleaned_data["name"]},
        )
        return redirect("accounts")
    told = {"tabs": tabs(by), "tab": _("Accounts"), "rows": queries.visible_users(by), "form": form}
    told["meanings"] = role_meanings()
    return show(request, "organisation/accounts.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def account(request: HttpRequest, user_id: str) -> HttpResponse:
    """Show an account and change its role over the whole organisation."""
    by, on = asker(request), at(request)
    require_administrator(by)
    user = queries.get_user(by, user_id)
    form = OrganisationRoleForm(posted(request), initial={"role": user.organisation_role})
    if request.method == "POST" and saved(
        form, lambda given: actions.change_organisation_role(user=user, **given, by=by, at=on)
    ):
        done(
            request, _("The role of %(name)s is changed; it holds from the next page they open.") % {"name": user.name}
        )
        return redirect("account", user.pk)
    told = {"account": user, "form": form, "trail": trail_to("Accounts"), "meanings": role_meanings()}
    return show(request, "organisation/account.html", told, status=form.status)


@require_POST
@page
def account_link(request: HttpRequest, user_id: str) -> HttpResponse:
    """Issue a link that signs the account's owner in once; it is on this answer only."""
    by = asker(request)
    require_administrator(by)
    user = queries.get_user(by, user_id)
    secret = actions.issue_sign_in_link(user=user, by=by, at=at(request))
    told = {"account": user, "trail": trail_to("Accounts")}
    told["link"] = request.build_absolute_uri(reverse("sign-in-link", args=[secret]))
    return show(request, "organisation/account.html", told)


@require_POST
@page
def close_account(request: HttpRequest, user_id: str) -> HttpResponse:
    """Close an account; its sessions, tokens and links end at once."""
    by = asker(request)
    require_administrator(by)
    user = actions.deactivate_user(user=queries.get_user(by, user_id), by=by, at=at(request))
    done(request, _("The account of %(name)s is closed; sessions, tokens and links are ended.") % {"name": user.name})
    return redirect("account", user.pk)


@require_POST
@page
def reopen_account(request: HttpRequest, user_id: str) -> HttpResponse:
    """Open a closed account again."""
    by = asker(request)
    require_administrator(by)
    user = actions.reactivate_user(user=queries.get_user(by, user_id), by=by, at=at(request))
    done(request, _("The account of %(name)s is open again; tokens stay revoked.") % {"name": user.name})
    return redirect("account", user.pk)
