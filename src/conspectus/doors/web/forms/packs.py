"""Forms of board packs: the template, and which freeze a pack is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.packs.actions import MOST_DAYS, Template
from conspectus.rooms.packs.choices import KIND_CHOICES, PackPage, Unit
from conspectus.rooms.packs.models import PackTemplate

from .changing import ChangeForm, Choices
from .fields import PageForm

_COLOURS = forms.TextInput(attrs={"type": "color"})


class TemplateForm(ChangeForm):
    """How a portfolio's packs look; each page has its place, or none."""

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=120,
        required=False,
        help_text=_("Stands on the title page and at the foot."),
    )
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("A PNG file of at most 256 KB and 2000 x 2000 pixels.")
    )
    no_logo = forms.BooleanField(label=_("Without a logo"), required=False)
    accent = forms.CharField(label=_("Colour of headings"), max_length=7, widget=_COLOURS)
    second = forms.CharField(label=_("Colour of the title page's band"), max_length=7, widget=_COLOURS)
    unit = forms.ChoiceField(label=_("Money is told in"), choices=Unit.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in PackPage:
            self.fields[one.value] = forms.IntegerField(label=one.label, required=False, min_value=1, max_value=99)

    def looks(self) -> list[forms.BoundField]:
        """Return the fields of the look."""
        return [field for field in self.visible_fields() if field.name not in PackPage.values]

    def places(self) -> list[forms.BoundField]:
        """Return the fields of the pages."""
        return [self[one.value] for one in PackPage]

    def take(self, refusal: Any) -> None:
        """Show a refusal of the pages at the first of them."""
        if refusal.field == "pages":
            self.add_error(PackPage.PORTFOLIO.value, refusal.words)
        else:
            super().take(refusal)


def template_values(row: PackTemplate) -> dict[str, Any]:
    """Return a template as its form shows it."""
    places = {name: place for place, name in enumerate(row.pages, start=1)}
    return {
        "revision": row.revision,
        "organisation": row.organisation,
        "accent": f"#{row.accent}",
        "second": f"#{row.second}",
        "unit": row.unit,
        **{one.value: places.get(one.value) for one in PackPage},
    }


def template_given(given: Mapping[str, Any]) -> Template:
    """Return what the form gives as the action takes it."""
    placed = sorted((given[one.value], place, one.value) for place, one in enumerate(PackPage) if given[one.value])
    sent: UploadedFile[Any] | None = given["logo"]
    return Template(
        organisation=given["organisation"],
        accent=given["accent"],
        second=given["second"],
        pages=[name for _, _, name in placed],
        unit=given["unit"],
        logo=b"" if given["no_logo"] else sent.read() if sent else None,
    )


class MakePackForm(PageForm):
    """The freeze a pack is made of; none for the newest."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class ScheduleForm(ChangeForm):
    """When packs are made by themselves, as which files, and who is told."""

    is_on = forms.BooleanField(label=_("Make the pack of every period by itself"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Files"), choices=KIND_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    working_days = forms.IntegerField(
        label=_("Working days after the period"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("As soon as the period is frozen, but not before this many working days after its last day."),
    )
    readers = forms.MultipleChoiceField(
        label=_("Tell"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_(
            "They have a notice, and a mail if they want one, with a link; as far as they may see all it shows. "
            "Ctrl and a click choose several."
        ),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = people  # type: ignore[attr-defined]  # a field with choices
