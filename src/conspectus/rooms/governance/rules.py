"""Who may what of exceptions: who plans writes them, who approves decides, and never on what they wrote."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from conspectus.kit.errors import Invalid, NotAllowed
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.portfolio.choices import ScopeKind
from conspectus.rooms.portfolio.models import Grant, Programme, Project
from conspectus.rooms.portfolio.rules import ids_in, in_force, may, may_from_above, require, require_from_above

OVER_IT = "An exception of a programme is decided and closed by who answers for what it lies in. Ask the PMO."
FOUR_EYES = "You wrote this exception. Somebody else decides on it."


def may_over(by: User, deed: str, subject: Project | Programme, on: date) -> bool:
    """Return whether ``by`` may do what takes answering for a project, or for what a programme lies in."""
    return (may if isinstance(subject, Project) else may_from_above)(by, deed, subject, on)


def require_over(by: User, deed: str, subject: Project | Programme, on: date) -> None:
    """Refuse who does not answer for a project, or for what a programme lies in."""
    if isinstance(subject, Project):
        require(by, deed, subject, on)
    else:
        require_from_above(by, deed, subject, OVER_IT, on)


def wrote_it(by: User, row: ExceptionReport) -> bool:
    """Return whether ``by``, or somebody they stand in for here, wrote the exception."""
    return row.written_by_id is not None and row.written_by_id == by.person_id


def refuse_own(by: User, row: ExceptionReport) -> None:
    """Refuse to decide on what one wrote."""
    if wrote_it(by, row):
        raise NotAllowed(FOUR_EYES)


def refuse_partial(person: Person, project: Project, on: date) -> None:
    """Refuse a reviewer with a part in the project: who manages or sponsors it, works in it, or leads what it is in.

    Roles over a portfolio or the organisation are the office's own and no part in the project.
    """
    parts = {project.manager_id, project.sponsor_id}
    parts |= set(project.roles.values_list("person", flat=True))
    parts |= set(project.streams.exclude(lead=None).values_list("lead", flat=True))
    path = project.programme.path if project.programme is not None else ""
    programmes = ids_in(path)
    parts |= set(Programme.objects.filter(pk__in=programmes).values_list("manager", flat=True))
    over = Q(scope_kind=ScopeKind.PROJECT, scope_id=project.pk)
    over |= Q(scope_kind=ScopeKind.PROGRAMME, scope_id__in=programmes)
    parts |= set(Grant.objects.filter(in_force(on) & over).values_list("person", flat=True))
    if person.pk in parts:
        raise Invalid(
            "reviewer",
            "%(name)s has a part in this project or in what it lies in. A reviewer comes from outside.",
            "reviewer",
            name=person.name,
        )
