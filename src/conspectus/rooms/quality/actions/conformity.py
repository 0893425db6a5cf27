"""Non-conformities of a project: raised one or many at once, changed; what putting them right costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Max

from conspectus.kit.amounts import MOST, check_day, not_to_come
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_name, clean_text, one_of
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import Line, audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.quality.choices import UNSETTLED, ConformityState, Origin, Severity, Treatment
from conspectus.rooms.quality.models import NonConformity, NonConformityStep
from conspectus.rooms.quality.rules import check_places
from conspectus.rooms.scope.models import Deliverable


@dataclass(frozen=True, slots=True)
class ConformityParticulars:
    """What is kept of a non-conformity; ``found_on`` is today unless given."""

    title: str
    words: str = ""
    severity: str = Severity.MAJOR
    found_on: date | None = None
    place: str = ""
    deliverable: Deliverable | None = None
    party: Party | None = None
    origin: str = Origin.UNKNOWN
    cause: str = ""
    treatment: str = Treatment.OPEN
    owner: Person | None = None
    due_on: date | None = None


NAMES = tuple(ConformityParticulars.__dataclass_fields__)


@deed("raise_nonconformities", "raised non-conformities", needs=Ability.CONTRIBUTE)
def raise_nonconformities(
    *, project: Project, new: Sequence[ConformityParticulars], by: User, at: datetime
) -> list[NonConformity]:
    """Raise non-conformities of a project, all or none; each is numbered within the project."""
    require(by, "raise_nonconformities", project, at.date())
    try:
        with audited("raise_nonconformities", by=by, at=at) as line:
            made = all_or_none(new, lambda one: _raise(project, one, by, at))
            rows = {row.pk: row.title for row in made}
            owners = {row.pk: row.owner_id for row in made}
            line.about("project", project.pk, nonconformities=rows, owners=owners)
    except IntegrityError:
        raise Conflict("meanwhile", "Another one was raised at the same moment. Try again.") from None
    return made


@deed("change_nonconformity", "changed a non-conformity", needs=Ability.CONTRIBUTE)
def change_nonconformity(
    *, nonconformity: NonConformity, new: ConformityParticulars, revision: int, by: User, at: datetime
) -> NonConformity:
    """Change what is kept of a non-conformity; refuses one that is settled, and to find it after its first step."""
    require(by, "change_nonconformity", nonconformity.project, at.date())
    with audited("change_nonconformity", by=by, at=at) as line:
        row = lock_row(nonconformity, revision)
        refuse_settled(row)
        before, found_on = row.owner_id, row.found_on
        row = _filled(row, new, at)
        if row.found_on != found_on:
            raise Invalid("found_on", "The day it was found stays: other days are counted from it.", "found_on")
        row.save()
        tell(line, row, owner=row.owner_id, owner_before=before)
    return row


@deed("record_rework", "recorded the cost of rework", needs=Ability.PLAN)
def record_rework(
    *,
    nonconformity: NonConformity,
    planned_minor: int | None,
    spent_minor: int | None,
    revision: int,
    by: User,
    at: datetime,
) -> NonConformity:
    """Say what putting it right is to cost and has cost, in minor units of the project's currency.

    What was spent is a part of the project's ledger: nothing is booked by this.
    """
    require(by, "record_rework", nonconformity.project, at.date())
    for name, amount in (("planned_minor", planned_minor), ("spent_minor", spent_minor)):
        if amount is not None and (type(amount) is not int or not 0 <= amount <= MOST):
            raise Invalid("amount", "Enter an amount of zero or more.", name)
    with audited("record_rework", by=by, at=at) as line:
        row = lock_row(nonconformity, revision)
        row.planned_minor, row.spent_minor = planned_minor, spent_minor
        row.save()
        tell(line, row, planned_minor=planned_minor, spent_minor=spent_minor)
    return row


def particulars_of(row: NonConformity, **changed: Any) -> ConformityParticulars:
    """Return what is kept of a non-conformity with some of it changed; for who says only what changes."""
    return ConformityParticulars(**{name: changed.get(name, getattr(row, name)) for name in NAMES})


def refuse_settled(row: NonConformity) -> None:
    """Refuse what is only done to those that are not closed or dropped."""
    if row.state not in UNSETTLED:
        raise Conflict("settled", "This non-conformity is closed or dropped. Open it again first.")


def tell(line: Line, row: NonConformity, **more: Any) -> None:
    """Tell the audit log of a non-conformity."""
    given = {"number": row.number, "title": row.title, "severity": row.severity, "state": row.state}
    line.about("nonconformity", row.pk, project=row.project_id, **given, **more)


def step(row: NonConformity, state: str, on: date, words: str, by: User, at: datetime) -> None:
    """Write one step; the caller holds the transaction and saves the row."""
    row.state = state
    NonConformityStep.objects.create(
        nonconformity=row, state=state, on=on, words=words, recorded_by=by.person, recorded_at=at
    )


def _raise(project: Project, one: ConformityParticulars, by: User, at: datetime) -> NonConformity:
    row = _filled(NonConformity(project=project, raised_by=by.person), one, at)
    row.number = (NonConformity.objects.filter(project=project).aggregate(Max("number"))["number__max"] or 0) + 1
    row.save()
    step(row, ConformityState.OPEN, row.found_on, "", by, at)
    return row


def _filled(row: NonConformity, new: ConformityParticulars, at: datetime) -> NonConformity:
    check_places(row.project, new.deliverable, new.party)
    row.title, row.words = clean_name(new.title, "title"), clean_text(new.words, "words")
    row.severity = one_of(new.severity, Severity.values, "severity")
    row.found_on = not_to_come(check_day(new.found_on or at.date(), "found_on"), at.date(), "found_on")
    row.place = clean_name(new.place, "place", required=False)
    row.deliverable, row.party, row.owner = new.deliverable, new.party, new.owner
    row.origin = one_of(new.origin, Origin.values, "origin")
    row.cause = clean_text(new.cause, "cause")
    row.treatment = one_of(new.treatment, Treatment.values, "treatment")
    row.due_on = None if new.due_on is None else check_day(new.due_on, "due_on")
    return row
