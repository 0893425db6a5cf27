"""Forms of comments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .changing import ChangeForm
from .fields import PageForm

NAMING = _("Name somebody with @ and their name or e-mail, such as @Alice Moreau. Ctrl and Enter send it.")


def _text() -> forms.CharField:
    return forms.CharField(
        label=_("Comment"),
        max_length=16_000,
        help_text=NAMING,
        widget=forms.Textarea(attrs={"rows": 3, "data-sends": ""}),
        error_messages={"required": _("Write something first.")},
    )


class CommentForm(PageForm):
    """What somebody says."""

    text = _text()


class ChangeCommentForm(ChangeForm):
    """What somebody says instead."""

    text = _text()
