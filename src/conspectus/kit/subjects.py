"""What comments, followers and documents belong to: a thing of any room, named by its kind and its id."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_ID = 240
LONGEST_KIND = 20  # rows name no choices, so that a new kind changes no table


class SubjectKind(TextChoices):
    """The kinds of things that are talked about."""

    PROJECT = "project", _("Project")
    PROGRAMME = "programme", _("Programme")
    PORTFOLIO = "portfolio", _("Portfolio")
    DIVISION = "division", _("Division")
    MILESTONE = "milestone", _("Milestone")
    CONTRACT = "contract", _("Contract")
    PARTY = "party", _("Party")
    OBJECTIVE = "objective", _("Objective")
    REGISTERENTRY = "registerentry", _("Register entry")
    REPORT = "report", _("Report")
    DELIVERABLE = "deliverable", _("Deliverable")
    LINK = "link", pgettext_lazy("between projects", "Link")
    EXCEPTION = "exceptionreport", _("Exception")
    ASSURANCE = "assurancereview", _("Assurance review")
    GATE_REVIEW = "gatereview", _("Gate review")
    CHANGE_REQUEST = "changerequest", _("Change request")
    FINDING = "compliancefinding", _("Finding")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    NONCONFORMITY = "nonconformity", _("Non-conformity")


Reference = tuple[str, str]  # kind and id


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing its reader may see; the id of a milestone is its project's number, a hyphen and the task's uid."""

    kind: str
    id: str
    name: str
    project_id: int | None = None  # it belongs to

    @property
    def reference(self) -> Reference:
        """Kind and id."""
        return self.kind, self.id

    @property
    def address(self) -> str:
        """Kind and id as one text."""
        return f"{self.kind}/{self.id}"

    @property
    def kind_words(self) -> str:
        """What it is, in words."""
        return str(SubjectKind(self.kind).label)
