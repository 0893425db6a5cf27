"""Divisions and the people in them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_line, clean_name, fold
from conspectus.rooms.accounts.actions.audit import audited
from conspectus.rooms.accounts.actions.revisions import lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, DivisionPlace, Person, User
from conspectus.rooms.accounts.rules import require_administrator, require_may_change_person, require_people_keeper

DEEPEST = 20


@deed("create_division", "created a division", needs=Ability.ADMINISTER)
def create_division(*, name: str, parent: Division | None = None, by: User, at: datetime) -> Division:
    """Create a division below ``parent`` or at the top; refuses a name its siblings have."""
    require_administrator(by)
    name = clean_name(name, "name")
    if parent is not None and parent.path.count("/") > DEEPEST:
        raise Invalid(
            "too_deep", "Divisions go %(deepest)s levels deep. Choose a parent further up.", "parent", deepest=DEEPEST
        )
    taken = Invalid("name_taken", "A division with this name exists here.", "name")
    if Division.objects.filter(parent=parent, name_key=fold(name)).exists():
        raise taken
    try:
        with audited("create_division", by=by, at=at) as line:
            one_at_a_time("divisions")
            if parent is not None:
                parent = Division.objects.get(pk=parent.pk)  # it may have moved since it was read
            division = Division.objects.create(name=name, name_key=fold(name), parent=parent)
            division.path = f"{parent.path if parent else '/'}{division.pk}/"
            division.save(update_fields=["path"])
            _record(division, at.date(), by, at)
            line.about("division", division.pk, name=name, parent=parent.pk if parent else None)
    except IntegrityError:  # somebody created it between the question and the answer
        raise taken from None
    return division


@deed("change_division", "changed a division", needs=Ability.ADMINISTER)
def change_division(
    *,
    division: Division,
    name: str,
    parent: Division | None,
    effective_on: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Division:
    """Rename a division or move it, with all below it, under another; refuses a place below itself.

    A move holds from ``effective_on`` (today unless given, never later); days before keep their tree.
    """
    require_administrator(by)
    name, day = clean_name(name, "name"), effective_day(effective_on, at)
    try:
        with audited("change_division", by=by, at=at) as line:
            one_at_a_time("divisions")  # two moves at once could each put one below the other
            row = lock_row(division, revision)
            above = Division.objects.get(pk=parent.pk) if parent is not None else None
            if above is not None and above.path.startswith(row.path):
                raise Invalid("own_parent", "A division cannot lie below itself. Choose another place.", "parent")
            row.name, row.name_key = name, fold(name)
            moved = (above.pk if above else None) != row.parent_id
            _move(row, above)
            if moved:
                _record(row, day, by, at)
            told = {"effective_on": day.isoformat()} if moved else {}
            line.about("division", row.pk, name=name, parent=above.pk if above else None, **told)
    except IntegrityError:
        raise Invalid("name_taken", "A division with this name exists here.", "name") from None
    return row


@deed("create_person", "entered a person", needs=Ability.STEER)
def create_person(*, name: str, email: str = "", division: Division | None = None, by: User, at: datetime) -> Person:
    """Enter a person who need not sign in."""
    require_people_keeper(by)
    name, email = clean_name(name, "name"), clean_email(email, required=False)
    with audited("create_person", by=by, at=at) as line:
        person = Person.objects.create(name=name, email=email, division=division)
        line.about("person", person.pk, name=name, division=division.pk if division else None)
    return person


@deed("change_person", "changed a person's particulars", needs=Ability.STEER)
def change_person(
    *,
    person: Person,
    name: str,
    email: str,
    division: Division | None,
    is_active: bool = True,
    revision: int,
    by: User,
    at: datetime,
) -> Person:
    """Change name, e-mail and division of a person; one who is not active can be given no part any more."""
    require_may_change_person(by, person)
    name, email = clean_name(name, "name"), clean_email(email, required=False)
    if not is_active and User.objects.filter(person=person, is_active=True).exists():
        raise Invalid("account_open", "This person has an open account. Close it first.", "is_active")
    with audited("change_person", by=by, at=at) as line:
        row = lock_row(person, revision)
        row.name, row.email, row.division, row.is_active = name, email, division, is_active
        row.save()
        line.about("person", row.pk, name=name, division=division.pk if division else None, is_active=is_active)
    return row


def _move(row: Division, above: Division | None) -> None:
    """Put a division below another and take everything below it along."""
    before, after = row.path, f"{above.path if above else '/'}{row.pk}/"
    below = list(Division.objects.filter(path__startswith=before).exclude(pk=row.pk))
    deepest = max([row.path.count("/"), *(one.path.count("/") for one in below)])
    if deepest - before.count("/") + after.count("/") > DEEPEST + 1:
        raise Invalid(
            "too_deep", "Divisions go %(deepest)s levels deep. Choose a place further up.", "parent", deepest=DEEPEST
        )
    row.parent, row.path = above, after
    row.save()
    for one in below:
        one.path = after + one.path[len(before) :]
        one.save(update_fields=["path"])


def _record(row: Division, day: date, by: User, at: datetime) -> None:
    """Keep from which day a division lies where it does."""
    DivisionPlace.objects.create(
        division=row, parent_id=row.parent_id, from_on=day, recorded_at=at, recorded_by_id=by.person_id
    )


def effective_day(wanted: date | None, at: datetime) -> date:
    """Return the day a change holds from, today unless given; refuses a day to come."""
    if wanted is not None and wanted > at.date():
        raise Invalid(
            "effective_on",
            "A change can hold from today or from an earlier day. Enter this one when its day has come.",
            "effective_on",
        )
    return wanted or at.date()


def clean_email(value: object, *, required: bool = True) -> str:
    """Return an e-mail address, or refuse what is none."""
    email = clean_line(value, "email", most=254, required=required)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid("email", "This is not an e-mail address.", "email") from None
    return email
