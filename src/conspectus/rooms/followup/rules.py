"""Who may talk: whoever sees the thing, but no auditor and no reading token; who may give and close actions."""

from __future__ import annotations

from datetime import date, timedelta

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import may_administer, refuse_reading_only
from conspectus.rooms.followup.models import Action, Comment
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import may, persons, require

SAME_VISIT = timedelta(minutes=30)  # a page looked at again within it belongs to the same visit


def may_comment(by: User) -> bool:
    """Return whether ``by`` may comment on what they see; an auditor reads everything and changes nothing."""
    return by.is_active and not by.reading_only and by.organisation_role != Role.AUDITOR


def require_may_comment(by: User) -> None:
    """Refuse who may only read."""
    refuse_reading_only(by)
    if not may_comment(by):
        raise NotAllowed("An auditor reads everything and changes nothing.")


def may_change(by: User, comment: Comment) -> bool:
    """Return whether ``by`` may change a comment: whoever wrote it."""
    return may_comment(by) and comment.author_id == by.person_id


def may_withdraw(by: User, comment: Comment) -> bool:
    """Return whether ``by`` may withdraw a comment: whoever wrote it, and an administrator."""
    return may_change(by, comment) or may_administer(by)


_PLACES: dict[str, type[Project | Programme | Portfolio]] = {
    "project": Project,
    "programme": Programme,
    "portfolio": Portfolio,
}
Place = Project | Programme | Portfolio | None


def place_of(kind: str, subject_id: str, project_id: int | None) -> Place:
    """Return the project, programme or portfolio that what happens to a subject is decided by; None of all others."""
    if project_id is not None:
        return Project.objects.select_related("programme", "division").filter(pk=project_id).first()
    model = _PLACES.get(kind)
    return None if model is None else model._default_manager.filter(pk=subject_id).first()


def may_open_actions(by: User, place: Place, on: date) -> bool:
    """Return whether ``by`` may give actions about what belongs there: who contributes; elsewhere whoever may talk."""
    return may_comment(by) if place is None else may(by, "open_action", place, on)


def require_may_open(by: User, place: Place, on: date) -> None:
    """Refuse as missing what is invisible, and who only reads."""
    if place is None:
        require_may_comment(by)
    else:
        require(by, "open_action", place, on)


def may_change_action(by: User, row: Action, on: date) -> bool:
    """Return whether ``by`` may change an action: who may give such, and outside projects who gave it or owns it."""
    place = place_of(row.subject_kind, row.subject_id, row.project_id)
    if place is not None:
        return may(by, "change_action", place, on)
    return may_comment(by) and (by.person_id == row.opened_by_id or _is_owner(by, row, on))


def may_close_action(by: User, row: Action, on: date) -> bool:
    """Return whether ``by`` may close an action: its owner, and who may change it."""
    return (not by.reading_only and _is_owner(by, row, on)) or may_change_action(by, row, on)


def _is_owner(by: User, row: Action, on: date) -> bool:
    """Return whether the action is ``by``'s own, or of somebody they stand in for."""
    return by.is_active and row.owner_id in persons(by, on)
