"""Forms of articles: what they say, for whom, and when somebody looks at them again."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.knowledge.actions import Particulars, Text
from conspectus.rooms.knowledge.choices import MOST_LETTERS, ArticleKind

from .changing import ChangeForm, Choices, offer, pick
from .fields import PageForm, day_field

_LISTED = re.compile(r"[,;\n]")


class _Says(forms.Form):
    """What an article says."""

    title = forms.CharField(label=_("Title"), max_length=800, error_messages={"required": _("Give it a title.")})
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=1600, help_text=_("One sentence for lists and searches.")
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=MOST_LETTERS,
        help_text=_("Markdown: ## for a heading, - for a list, **strong**, tables with |."),
        error_messages={"required": _("Write the text.")},
        widget=forms.Textarea(attrs={"rows": 22, "cols": 90}),
    )

    def text(self) -> Text:
        """Return what was written as the action takes it."""
        given = self.cleaned_data
        return Text(given["title"], given["body"].replace("\r\n", "\n"), given["summary"])


class _Kept(forms.Form):
    """What is kept of an article beside its text."""

    owner = pick(_("Owner"))
    audience = forms.MultipleChoiceField(
        label=_("Written for"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: for everybody."),
    )
    stages = forms.CharField(
        label=_("Stages"), required=False, max_length=2000, help_text=_("Keys of stages, parted by commas.")
    )
    methods = forms.CharField(
        label=_("Methods"), required=False, max_length=2000, help_text=_("Keys of methods, parted by commas.")
    )
    review_on = day_field(_("Look at it again on"), required=False, help_text=_("From this day its owner is asked to."))

    def given(self, picked: dict[str, Any]) -> Particulars:
        """Return what was given, its owner a row by now, as the action takes it."""
        return Particulars(
            owner=picked["owner"],
            audience=tuple(picked["audience"]),
            stages=listed(picked["stages"]),
            methods=listed(picked["methods"]),
            review_on=picked["review_on"],
        )


class NewArticleForm(_Says, _Kept, PageForm):
    """An article to begin."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices)
    key = forms.CharField(
        label=_("Key"),
        max_length=60,
        help_text=_("By it links and methods name the article: small letters, digits and hyphens."),
        error_messages={"required": _("Give it a key, such as risk-workshop.")},
    )
    field_order = ("kind", "key", "title", "summary", "body", "owner", "audience", "stages", "methods", "review_on")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)


class DraftForm(_Says, ChangeForm):
    """What an article is to say next."""

    field_order = ("title", "summary", "body")


class ArticleForm(_Kept, ChangeForm):
    """Particulars of an article."""

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a list as it was typed."""
    return tuple(dict.fromkeys(one.strip() for one in _LISTED.split(text) if one.strip()))
