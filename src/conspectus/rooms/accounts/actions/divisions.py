"""Divisions and the people in them."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid, Stale
from conspectus.kit.texts import clean_line, clean_name, fold
from conspectus.rooms.accounts.actions.audit import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.rules import require_administrator

DEEPEST = 20


@deed("create_division", "created the division {name}", needs=Ability.ADMINISTER)
def create_division(*, name: str, parent: Division | None = None, by: User, at: datetime) -> Division:
    """Create a division below ``parent`` or at the top; refuses a name its siblings have."""
    require_administrator(by)
    name = clean_name(name, "name")
    if parent is not None and parent.path.count("/") > DEEPEST:
        raise Invalid("too_deep", f"Divisions go {DEEPEST} levels deep. Choose a parent further up.", "parent")
    taken = Invalid("name_taken", "A division with this name exists here.", "name")
    if Division.objects.filter(parent=parent, name_key=fold(name)).exists():
        raise taken
    try:
        with audited("create_division", by=by, at=at) as line:
            division = Division.objects.create(name=name, name_key=fold(name), parent=parent)
            division.path = f"{parent.path if parent else '/'}{division.pk}/"
            division.save(update_fields=["path"])
            line.about("division", division.pk, name=name, parent=parent.pk if parent else None)
    except IntegrityError:  # somebody created it between the question and the answer
        raise taken from None
    return division


@deed("create_person", "entered {name}", needs=Ability.ADMINISTER)
def create_person(*, name: str, email: str = "", division: Division | None = None, by: User, at: datetime) -> Person:
    """Enter a person who need not sign in."""
    require_administrator(by)
    name, email = clean_name(name, "name"), clean_email(email, required=False)
    with audited("create_person", by=by, at=at) as line:
        person = Person.objects.create(name=name, email=email, division=division)
        line.about("person", person.pk, name=name, division=division.pk if division else None)
    return person


@deed("change_person", "changed the particulars of {name}", needs=Ability.ADMINISTER)
def change_person(
    *, person: Person, name: str, email: str, division: Division | None, revision: int, by: User, at: datetime
) -> Person:
    """Change name, e-mail and division of a person; refuses a stale revision."""
    require_administrator(by)
    name, email = clean_name(name, "name"), clean_email(email, required=False)
    with audited("change_person", by=by, at=at) as line:
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.revision != revision:
            raise Stale("Somebody changed this person meanwhile. Look again, then decide.", row.revision)
        row.name, row.email, row.division, row.revision = name, email, division, revision + 1
        row.save()
        line.about("person", row.pk, name=name, division=division.pk if division else None)
    return row


def clean_email(value: object, *, required: bool = True) -> str:
    """Return an e-mail address, or refuse what is none."""
    email = clean_line(value, "email", most=254, required=required)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid("email", "This is not an e-mail address.", "email") from None
    return email
