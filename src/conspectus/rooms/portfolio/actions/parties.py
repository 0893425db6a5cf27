"""Outside parties: entered and changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name, fold
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.choices import PartyKind
from conspectus.rooms.portfolio.models import Party, Portfolio
from conspectus.rooms.portfolio.rules import require


@dataclass(frozen=True, slots=True)
class PartyParticulars:
    """What is kept of an outside party; ``kinds`` are supplier, customer, site or several."""

    name: str
    kinds: tuple[str, ...]
    code: str = ""
    country: str = ""
    owner: Person | None = None
    is_active: bool = True


@deed("create_party", "entered an outside party", needs=Ability.FINANCE)
def create_party(*, portfolio: Portfolio, new: PartyParticulars, by: User, at: datetime) -> Party:
    """Enter a supplier, a customer or a site of a portfolio; refuses a name or code in use there."""
    require(by, "create_party", portfolio, at.date())
    row = _filled(Party(portfolio=portfolio), new)
    _refuse_taken(row)
    try:
        with audited("create_party", by=by, at=at) as line:
            row.save()
            line.about("party", row.pk, **_told(row))
    except IntegrityError:
        raise _taken("name") from None
    return row


@deed("change_party", "changed an outside party", needs=Ability.FINANCE)
def change_party(*, party: Party, new: PartyParticulars, revision: int, by: User, at: datetime) -> Party:
    """Change the particulars of an outside party; one with contracts stays a supplier."""
    require(by, "change_party", party.portfolio, at.date())
    if PartyKind.SUPPLIER not in new.kinds and party.contracts.exists():
        raise Invalid("kinds", "There are contracts with this party: it stays a supplier.", "kinds")
    try:
        with audited("change_party", by=by, at=at) as line:
            row = _filled(lock_row(party, revision), new)
            _refuse_taken(row)
            row.save()
            line.about("party", row.pk, **_told(row))
    except IntegrityError:
        raise _taken("name") from None
    return row


def _filled(row: Party, new: PartyParticulars) -> Party:
    """Put checked values into the row."""
    kinds = set(new.kinds)
    if not kinds or kinds - set(PartyKind.values):
        raise Invalid("kinds", "A party is a supplier, a customer, a site, or several of these.", "kinds")
    for kind in PartyKind:
        setattr(row, f"is_{kind.value}", kind.value in kinds)
    row.name = clean_name(new.name, "name")
    row.code = clean_name(new.code, "code", most=40, required=False)
    row.name_key, row.code_key = fold(row.name), fold(row.code)
    country = new.country.strip().upper() if isinstance(new.country, str) else "?"
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Invalid("country", "Enter a country's two letters, such as DE, or leave it out.", "country")
    row.country, row.owner, row.is_active = country, new.owner, new.is_active
    return row


def _refuse_taken(row: Party) -> None:
    others = Party.objects.filter(portfolio=row.portfolio_id).exclude(pk=row.pk)
    if others.filter(name_key=row.name_key).exists():
        raise _taken("name")
    if row.code_key and others.filter(code_key=row.code_key).exists():
        raise _taken("code")


def _taken(field: str) -> Invalid:
    return Invalid(f"{field}_taken", "A party with this %(asked)s exists in this portfolio.", field, asked=field)


def _told(row: Party) -> dict[str, object]:
    names = ("name", "kinds", "code", "country", "is_active")
    return {name: getattr(row, name) for name in names} | {"owner": row.owner_id}
