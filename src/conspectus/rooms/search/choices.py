"""What kinds of things can be found, in the order they are shown."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What was found."""

    PROJECT = "project", "Projects"
    PROGRAMME = "programme", "Programmes"
    PORTFOLIO = "portfolio", "Portfolios"
    OBJECTIVE = "objective", "Objectives"
    MILESTONE = "milestone", "Milestones"
    TASK = "task", "Tasks"
    REPORT = "report", "Reports"
    CONTRACT = "contract", "Contracts"
    PARTY = "party", "Parties"
    DIVISION = "division", "Divisions"
    PERSON = "person", "People"
    FIELD = "field", "Fields"


OF_PROJECTS = (Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.REPORT)
OF_PORTFOLIOS = (Kind.OBJECTIVE, Kind.CONTRACT, Kind.PARTY)
