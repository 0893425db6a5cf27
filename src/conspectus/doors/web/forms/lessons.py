"""Forms of lessons: what happened and what to do, the review, and the answer to an offered one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.knowledge.actions import LessonText
from conspectus.rooms.knowledge.choices import LessonCategory, OfferAnswer

from .changing import ChangeForm
from .fields import PageForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAMES = ("title", "happened", "cause", "advice", "category", "went_well", "stage")


def _words(label: StrOrPromise, *, required: bool = True, rows: int = 3) -> forms.CharField:
    wrong = {"required": _("Fill this in.")}
    return forms.CharField(
        label=label, required=required, max_length=8000, error_messages=wrong, widget=forms.Textarea({"rows": rows})
    )


class LessonForm(PageForm):
    """A lesson to write down."""

    title = forms.CharField(label=_("Lesson"), max_length=800, error_messages={"required": _("Give it a title.")})
    happened = _words(_("What happened"))
    cause = _words(_("Why"), required=False, rows=2)
    advice = _words(_("Advice"))
    category = forms.ChoiceField(label=_("Category"), choices=LessonCategory.choices)
    went_well = forms.BooleanField(label=_("It went well"), required=False)
    stage = forms.CharField(label=_("Stage"), required=False, max_length=80)

    @staticmethod
    def text(given: dict[str, Any]) -> LessonText:
        """Return what was written as the action takes it."""
        return LessonText(**{name: given[name] for name in NAMES})


class ChangeLessonForm(LessonForm, ChangeForm):
    """A lesson to change."""


class PasteLessonsForm(PageForm):
    """Lessons pasted from a sheet."""

    text = forms.CharField(
        label=_("Table"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": _("Paste a table: a line of headings, then a line for each.")},
        help_text=_("Headings: title, happened, cause, advice, category, stage, went_well."),
    )


class ReviewLessonForm(ChangeForm):
    """Publishing a lesson or returning it."""

    publish = forms.ChoiceField(
        label=_("Review"), choices=(("yes", _("Publish it for everybody")), ("no", _("Return it")))
    )
    words = _words(_("In words"), required=False, rows=2)


class StandardForm(ChangeForm):
    """What changed because of a lesson."""

    standard = forms.CharField(
        label=_("Standard"), max_length=120, help_text=_("Its key and version, such as light/1.2.")
    )
    words = _words(_("What changed"), rows=2)


class OfferForm(ChangeForm):
    """The answer to an offered lesson."""

    answer = forms.ChoiceField(label=_("Answer"), choices=[one for one in OfferAnswer.choices if one[0]])
    words = _words(_("What we do, or why not"), rows=2)
