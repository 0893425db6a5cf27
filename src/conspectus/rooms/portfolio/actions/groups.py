"""Portfolios and programmes: opened and changed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name, clean_text, fold
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.rules import require


@deed("create_portfolio", "opened a portfolio", needs=Ability.STEER)
def create_portfolio(*, name: str, currency: str, purpose: str = "", by: User, at: datetime) -> Portfolio:
    """Open a portfolio; takes a role over the whole organisation."""
    require(by, "create_portfolio", None, at.date())
    name, currency, purpose = clean_name(name, "name"), currency_code(currency), clean_text(purpose, "purpose")
    taken = Invalid("name_taken", "A portfolio with this name exists.", "name")
    if Portfolio.objects.filter(name_key=fold(name)).exists():
        raise taken
    try:
        with audited("create_portfolio", by=by, at=at) as line:
            row = Portfolio.objects.create(name=name, name_key=fold(name), currency=currency, purpose=purpose)
            line.about("portfolio", row.pk, name=name, currency=currency)
    except IntegrityError:
        raise taken from None
    return row


@deed("change_portfolio", "changed a portfolio", needs=Ability.STEER)
def change_portfolio(
    *, portfolio: Portfolio, name: str, purpose: str, revision: int, by: User, at: datetime
) -> Portfolio:
    """Change name and purpose of a portfolio; its currency stays, for sums already made in it."""
    require(by, "change_portfolio", portfolio, at.date())
    name, purpose = clean_name(name, "name"), clean_text(purpose, "purpose")
    try:
        with audited("change_portfolio", by=by, at=at) as line:
            row = lock_row(portfolio, revision)
            row.name, row.name_key, row.purpose = name, fold(name), purpose
            row.save()
            line.about("portfolio", row.pk, name=name, purpose=purpose)
    except IntegrityError:
        raise Invalid("name_taken", "A portfolio with this name exists.", "name") from None
    return row


@deed("create_programme", "opened a programme", needs=Ability.STEER)
def create_programme(
    *, portfolio: Portfolio, name: str, purpose: str = "", manager: Person | None = None, by: User, at: datetime
) -> Programme:
    """Open a programme in a portfolio."""
    require(by, "create_programme", portfolio, at.date())
    name, purpose = clean_name(name, "name"), clean_text(purpose, "purpose")
    taken = Invalid("name_taken", "A programme with this name exists in this portfolio.", "name")
    if portfolio.programmes.filter(name_key=fold(name)).exists():
        raise taken
    try:
        with audited("create_programme", by=by, at=at) as line:
            row = Programme.objects.create(
                portfolio=portfolio, name=name, name_key=fold(name), purpose=purpose, manager=manager
            )
            line.about("programme", row.pk, name=name, portfolio=portfolio.pk, manager=manager and manager.pk)
    except IntegrityError:
        raise taken from None
    return row


@deed("change_programme", "changed a programme", needs=Ability.STEER)
def change_programme(
    *,
    programme: Programme,
    name: str,
    purpose: str,
    manager: Person | None,
    revision: int,
    by: User,
    at: datetime,
) -> Programme:
    """Change name, purpose and manager of a programme."""
    require(by, "change_programme", programme, at.date())
    if manager is not None and manager.pk != programme.manager_id:
        require_fresh_sign_in(by, at)  # whoever is named steers the programme from now on
    name, purpose = clean_name(name, "name"), clean_text(purpose, "purpose")
    try:
        with audited("change_programme", by=by, at=at) as line:
            row = lock_row(programme, revision)
            row.name, row.name_key, row.purpose, row.manager = name, fold(name), purpose, manager
            row.save()
            line.about("programme", row.pk, name=name, purpose=purpose, manager=manager and manager.pk)
    except IntegrityError:
        raise Invalid("name_taken", "A programme with this name exists in this portfolio.", "name") from None
    return row
