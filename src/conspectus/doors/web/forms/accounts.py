"""Forms of signing in, one's own password and tokens."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.kit.manner import Manner
from conspectus.rooms.accounts.choices import Language, Region, Scope

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


class SettingsForm(PageForm):
    """How pages are written for oneself."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    region = forms.ChoiceField(label=_("Numbers and days"), required=False)
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=60,
        help_text=_("Times of day are shown in it, such as Europe/Berlin."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, usual: Manner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = _("the usual: %(usual)s") % {"usual": Language(usual.language).label}
        self.fields["language"].choices = [("", spoken), *Language.choices]  # type: ignore[attr-defined]  # a choice field
        regions = [("", _("as usual in the language")), *Region.choices]
        self.fields["region"].choices = regions  # type: ignore[attr-defined]  # a choice field
        self.fields["time_zone"].widget.attrs["placeholder"] = usual.zone
        self.zones = sorted(available_timezones())
