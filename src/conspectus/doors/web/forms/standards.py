"""Forms of standards: a pack handed in, a draft written, a version published, adopted, tailored, waived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.standards.choices import TailoringKind

from .changing import ChangeForm, Choices
from .fields import PageForm, day_field


class PackForm(PageForm):
    """A method pack to take as a draft."""

    file = forms.FileField(
        label=_("Method pack"),
        allow_empty_file=True,
        max_length=400,
        help_text=_("A YAML file as the export writes it. It becomes the draft of its method."),
        error_messages={"required": _("Choose a file.")},
    )


class DraftForm(ChangeForm):
    """The text of a draft."""

    text = forms.CharField(
        label=_("Text of the pack"),
        max_length=1_048_576,
        widget=forms.Textarea(attrs={"rows": 34, "spellcheck": "false", "wrap": "off", "class": "code"}),
        error_messages={"required": _("Enter the text of the pack.")},
    )


class PublishForm(PageForm):
    """What is new in a version, and the draft it is made of."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What is new"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown beside the version; whoever moves to it reads this."),
        error_messages={"required": _("Say what is new in this version; whoever moves to it reads this.")},
    )


class DropForm(PageForm):
    """The draft that is thrown away."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class AdoptForm(PageForm):
    """A version to follow, and since when."""

    version = forms.ChoiceField(label=_("Version"), error_messages={"required": _("Choose a version.")})
    starts_on = day_field(_("From"))
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, versions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = versions  # type: ignore[attr-defined]  # a choice field


class AdoptManyForm(PageForm):
    """Since when many projects follow a version, and why; which they are is ticked in the list."""

    starts_on = day_field(_("From"))
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TailorForm(PageForm):
    """What a project does otherwise than a clause says."""

    kind = forms.ChoiceField(label=_("In this project the clause"), choices=TailoringKind.choices)
    starts_on = day_field(_("From"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why; the reason is shown beside the clause.")},
    )

    def __init__(self, *args: Any, limits: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in limits.items():
            self.fields[f"limit-{name}"] = forms.CharField(
                label=name.replace("_", " "), required=False, max_length=20, initial=str(value)
            )

    @staticmethod
    def given(values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        limits = {name[6:]: value for name, value in values.items() if name.startswith("limit-")}
        plain = {name: value for name, value in values.items() if not name.startswith("limit-")}
        return plain | {"limits": limits if values["kind"] == TailoringKind.LIMITS else {}}


class WaiverForm(PageForm):
    """A waiver to ask for."""

    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), help_text=_("The last day; after it the clause binds again."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why; whoever decides reads it.")},
    )


class WaiverDecisionForm(PageForm):
    """The decision on a waiver."""

    decision = forms.ChoiceField(label=_("Decision"), choices=(("granted", _("Grant")), ("refused", _("Refuse"))))
    words = forms.CharField(
        label=_("In words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @staticmethod
    def given(values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form gives as the action takes it."""
        return {"granted": values["decision"] == "granted", "words": values["words"]}


class MethodRuleForm(PageForm):
    """Which method new projects of a place follow, and why."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label=_("Method"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why; it stands with every project that follows by this rule.")},
    )

    def __init__(self, *args: Any, methods: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none: projects adopt one by themselves")), *methods]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]  # it is a choice
