"""Documents of things of any room: read by who sees the thing, kept by who contributes to it."""

from __future__ import annotations

from datetime import date, datetime

from conspectus.journeys.subjects import find_subject
from conspectus.kit.errors import NotAllowed
from conspectus.kit.subjects import Subject, SubjectKind
from conspectus.rooms.accounts.choices import Ability, Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import get_division
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.files import actions
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.files.models import Document
from conspectus.rooms.files.queries import stored_document
from conspectus.rooms.governance.queries import get_exception
from conspectus.rooms.links.queries import get_link
from conspectus.rooms.links.rules import may_speak_for_one
from conspectus.rooms.portfolio.queries import (
    get_contract,
    get_objective,
    get_party,
    get_portfolio,
    get_programme,
    get_project,
)
from conspectus.rooms.portfolio.rules import abilities_on, roles_on
from conspectus.rooms.status.queries import get_report


def may_keep(by: User, subject: Subject, on: date) -> bool:
    """Return whether ``by`` may keep documents of a subject they may see: contribute to it, or keep its register."""
    number = subject.id
    if subject.project_id is not None:
        return Ability.CONTRIBUTE in abilities_on(by, get_project(by, subject.project_id, on), on)
    if subject.kind == SubjectKind.PROGRAMME:
        return Ability.CONTRIBUTE in abilities_on(by, get_programme(by, number, on), on)
    if subject.kind == SubjectKind.REPORT:  # that of a programme, for a project's has the project
        return Ability.CONTRIBUTE in abilities_on(by, get_report(by, number, on).subject, on)
    if subject.kind == SubjectKind.EXCEPTION:  # likewise
        return Ability.CONTRIBUTE in abilities_on(by, get_exception(by, number, on).subject, on)
    if subject.kind == SubjectKind.PORTFOLIO:
        return Ability.CONTRIBUTE in abilities_on(by, get_portfolio(by, number, on), on)
    if subject.kind == SubjectKind.DIVISION:
        division = get_division(number)
        heads = Role.DIVISION_HEAD in roles_on(by, division, on) and not by.reading_only
        return heads or Ability.STEER in abilities_on(by, division, on)
    if subject.kind == SubjectKind.OBJECTIVE:
        return Ability.STEER in abilities_on(by, get_objective(by, number, on).portfolio, on)
    if subject.kind == SubjectKind.LINK:
        return may_speak_for_one(by, get_link(by, number, on), on)
    row = get_contract(by, number, on) if subject.kind == SubjectKind.CONTRACT else get_party(by, number, on)
    return Ability.FINANCE in abilities_on(by, row.portfolio, on)


def get_document(by: User, document_id: object, on: date) -> tuple[Document, Subject]:
    """Return one document of something ``by`` may see, with its subject."""
    row = stored_document(document_id)
    return row, find_subject(by, row.subject_kind, row.subject_id, on)


def add_document(*, subject: Subject, new: Particulars, content: Content, by: User, at: datetime) -> Document:
    """Keep a file or a link of a subject ``by`` may see and contribute to."""
    subject = find_subject(by, subject.kind, subject.id, at.date())
    require_keeper(by, subject, at.date())
    return actions.add_document(subject=subject, new=new, content=content, by=by, at=at)


def add_document_version(*, document: Document, content: Content, by: User, at: datetime) -> Document:
    """Keep another version of a document."""
    _require(by, document, at.date())
    return actions.add_document_version(document=document, content=content, by=by, at=at)


def change_document(*, document: Document, new: Particulars, revision: int, by: User, at: datetime) -> Document:
    """Change the particulars of a document."""
    _require(by, document, at.date())
    return actions.change_document(document=document, new=new, revision=revision, by=by, at=at)


def withdraw_document(*, document: Document, revision: int, by: User, at: datetime) -> Document:
    """Take a document off its subject."""
    _require(by, document, at.date())
    return actions.withdraw_document(document=document, revision=revision, by=by, at=at)


def require_keeper(by: User, subject: Subject, on: date) -> None:
    """Refuse who may only read a subject."""
    refuse_reading_only(by)
    if not may_keep(by, subject, on):
        raise NotAllowed


def _require(by: User, document: Document, on: date) -> None:
    require_keeper(by, find_subject(by, document.subject_kind, document.subject_id, on), on)
