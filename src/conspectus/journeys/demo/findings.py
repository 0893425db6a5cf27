"""How the demo answers its findings of compliance: some put right by a day, some not agreed with, some overdue."""

from __future__ import annotations

from datetime import datetime, timedelta

from conspectus.journeys.demo.enterprise import ANALYST
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.standards.actions import Answered, answer_finding, assign_finding, confirm_answer
from conspectus.rooms.standards.queries.findings import FindingFilter, find_findings

PUT_RIGHT = (
    "The sponsor has agreed to sign with the next steering committee.",
    "Comes with the next revision of the plan.",
    "The contract's owner is being named by purchasing.",
    "Two people start next month; then the roles are filled.",
)
WRONG = "The document is kept in the supplier's own system; we may read it there."
RETURNED = "Keep a copy with the project; the clause asks for it."
EVERY = 4  # of a project's findings one is taken up


def answer_findings(organisation: Organisation, at: datetime) -> None:
    """Give the binding findings of projects to people with a day, and let most of them answer."""
    office, wanted = organisation.director, FindingFilter(severity="must", state="unanswered", sort="project")
    rows = list(find_findings(office, wanted, at.date()))[::EVERY]
    for number, row in enumerate(rows):
        due = at.date() + timedelta(days=7 * (number % 5 + 1))
        row = assign_finding(finding=row, owner=row.owner, due_on=due, revision=row.revision, by=office, at=at)
        if number % 3 == 2:
            continue  # waits, and will be overdue
        new = Answered("mend", PUT_RIGHT[number % len(PUT_RIGHT)], due + timedelta(days=14))
        if number % 7 == 3:
            new = Answered("disagree", WRONG)
        who = organisation.people[row.project.manager.name if row.project.manager else ANALYST]
        row = answer_finding(finding=row, new=new, revision=row.revision, by=who, at=at)
        agreed = new.kind == "mend"
        if number % 2:
            words = "" if agreed else RETURNED
            confirm_answer(finding=row, agreed=agreed, words=words, revision=row.revision, by=office, at=at)
