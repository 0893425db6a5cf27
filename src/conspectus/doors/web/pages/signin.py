"""Coming in and going out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import Invalid, TooMany
from conspectus.rooms.accounts import actions
from conspectus.rooms.accounts.models import User

from ..answers import show, translated
from ..asking import address, posted
from ..entering import ENDED, carry_kept
from ..forms.accounts import SignInForm

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@translated
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password; a refusal keeps the e-mail typed."""
    form = SignInForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user = actions.sign_in(**form.cleaned_data, address=address(request), at=now())
                return _enter(request, user)
            except Invalid as refusal:
                form.take(refusal)
            except TooMany as refusal:
                form.add_error(None, refusal.words)
                status = 429
    told = {"form": form, "next": _next(request), "kept": request.POST.get("kept", "")}
    told["words"] = ENDED if request.method != "POST" and "ended" in request.GET else ""
    return show(request, "signin/sign_in.html", told, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@translated
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Spend a one-time link; where mail programs may open links beforehand, a button does it."""
    if request.method == "HEAD" or (request.method == "GET" and settings.DEPLOYED):
        return show(request, "signin/link.html", {})
    return _enter(request, actions.use_sign_in_link(secret=secret, at=now()))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    # A session entered again goes on under a new key; its time begins anew.
    request.session["entered_at"] = request.session["used_at"] = int(now().timestamp())
    carry_kept(request)
    return HttpResponseRedirect(_next(request) or settings.LOGIN_REDIRECT_URL)


def _next(request: HttpRequest) -> str:
    """Return the page wanted before sign-in, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""
