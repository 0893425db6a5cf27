"""What kinds of things can be found, in the order they are shown."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What was found."""

    PROJECT = "project", _("Projects")
    PROGRAMME = "programme", _("Programmes")
    PORTFOLIO = "portfolio", _("Portfolios")
    OBJECTIVE = "objective", _("Objectives")
    MILESTONE = "milestone", _("Milestones")
    TASK = "task", _("Tasks")
    BACKLOG = "backlog", _("Backlogs")
    STREAM = "stream", _("Work streams")
    REPORT = "report", _("Reports")
    REGISTER = "register", _("Risks, issues and decisions")
    ACTION = "action", _("Actions")
    CHANGE = "change", _("Change requests")
    DELIVERABLE = "deliverable", _("Deliverables")
    REQUIREMENT = "requirement", _("Requirements")
    NONCONFORMITY = "nonconformity", _("Non-conformities")
    QUALITY_CHECK = "qualitycheck", _("Checks of quality")
    QUALITY_REVIEW = "qualityreview", _("Quality reviews")
    LINK = "link", _("Links between projects")
    EXCEPTION = "exception", _("Exceptions")
    ASSURANCE = "assurance", _("Assurance reviews")
    GATE = "gate", _("Gate reviews")
    FINDING = "finding", _("Findings of compliance")
    STAKEHOLDER = "stakeholder", _("Stakeholders")
    COMMUNICATION = "communication", _("Communication plan")
    CLOSURE = "closure", _("Closures")
    CONTRACT = "contract", _("Contracts")
    PARTY = "party", _("Parties")
    DIVISION = "division", _("Divisions")
    PERSON = "person", _("People")
    FIELD = "field", _("Fields")
    COMMENT = "comment", _("Comments")
    DOCUMENT = "document", _("Documents")
    GUIDE = "guide", _("Guides")
    TEMPLATE = "template", _("Templates")
    TERM = "term", _("Terms")
    LESSON = "lesson", _("Lessons")
    STANDARD = "standard", _("Standards")


OF_PROJECTS = (
    Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.BACKLOG, Kind.STREAM, Kind.REPORT, Kind.REGISTER, Kind.ACTION,
    Kind.CHANGE, Kind.DELIVERABLE, Kind.REQUIREMENT, Kind.NONCONFORMITY, Kind.LINK, Kind.EXCEPTION, Kind.ASSURANCE,
    Kind.GATE, Kind.FINDING, Kind.QUALITY_CHECK, Kind.QUALITY_REVIEW, Kind.COMMUNICATION, Kind.CLOSURE,
)  # fmt: skip
OF_PROGRAMMES = (Kind.REPORT, Kind.REGISTER, Kind.ACTION, Kind.EXCEPTION)  # those without a project
ATTACHED = (Kind.COMMENT, Kind.DOCUMENT)  # to a thing of any kind: found by who sees that
OF_PORTFOLIOS = (Kind.OBJECTIVE, Kind.CONTRACT, Kind.PARTY)
ARTICLES = (Kind.GUIDE, Kind.TEMPLATE, Kind.TERM)
KNOWLEDGE = (*ARTICLES, Kind.LESSON, Kind.STANDARD)  # published: everybody finds it
# What stands in place of their name is somebody else's, or the same of all.
NAMELESS = (Kind.COMMENT, Kind.REPORT, Kind.EXCEPTION, Kind.ASSURANCE, Kind.CLOSURE)
