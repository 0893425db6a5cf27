"""Forms of signing in, one's own password and tokens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.choices import Scope

from .fields import PageForm


class SignInForm(PageForm):
    """E-mail and password."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=1000,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={"required": _("Enter your e-mail.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=5000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class TokenForm(PageForm):
    """A new token for programs."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What it is for, such as “nightly import”."),
        error_messages={"required": _("Give the token a name.")},
    )
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, initial=Scope.READ)
    days = forms.IntegerField(
        label=_("Days until it ends"),
        min_value=1,
        max_value=366,
        initial=90,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Enter 1 to 366 days.")),
    )


class PasswordForm(PageForm):
    """A new password of one's own; the present one is asked where there is one."""

    current = forms.CharField(
        label=_("Present password"),
        required=False,
        strip=False,
        max_length=5000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=5000,
        help_text=_("At least 12 characters; a few words are better than one with signs in it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the new password.")},
    )

    def __init__(self, *args: object, has_password: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to the form
        if not has_password:
            del self.fields["current"]
