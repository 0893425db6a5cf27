"""Portfolios and programmes: opened and changed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_name, clean_text, fold
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.portfolio.actions.deputies import refuse_naming_oneself
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import require

DEEPEST = 8


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
    refuse_naming_oneself(by, manager, portfolio, at.date())
    name, purpose = clean_name(name, "name"), clean_text(purpose, "purpose")
    taken = Invalid("name_taken", "A programme with this name exists in this portfolio.", "name")
    if portfolio.programmes.filter(name_key=fold(name)).exists():
        raise taken
    try:
        with audited("create_programme", by=by, at=at) as line:
            row = Programme.objects.create(
                portfolio=portfolio, name=name, name_key=fold(name), purpose=purpose, manager=manager
            )
            row.path = f"/{row.pk}/"
            row.save(update_fields=["path"])
            line.about("programme", row.pk, name=name, portfolio=portfolio.pk, manager=manager and manager.pk)
    except IntegrityError:
        raise taken from None
    return row


@deed("arrange_programme", "put a programme in its place", needs=Ability.STEER)
def arrange_programme(
    *,
    programme: Programme,
    parent: Programme | None,
    own_plan: Project | None,
    revision: int,
    by: User,
    at: datetime,
) -> Programme:
    """Put a programme, with all below it, under another, and name the project in it whose plan is its own.

    Another place takes steering what it leaves and where it goes. Refuses a place below itself, in another
    portfolio or too deep, and a project that does not lie in the programme itself.
    """
    require(by, "arrange_programme", programme, at.date())
    if (parent.pk if parent else None) != programme.parent_id:
        for place in (programme.parent or programme.portfolio, parent or programme.portfolio):
            require(by, "create_programme", place, at.date())
    if parent is not None and parent.portfolio_id != programme.portfolio_id:
        raise Invalid("parent", "This programme belongs to another portfolio.", "parent")
    if own_plan is not None and own_plan.programme_id != programme.pk:
        raise Invalid(
            "own_plan",
            "%(value)s does not lie in this programme. Move it here first, on its page Particulars.",
            "own_plan",
            value=own_plan.code,
        )
    with audited("arrange_programme", by=by, at=at) as line:
        one_at_a_time("programmes")  # two moves at once could each put one below the other
        row = lock_row(programme, revision)
        above = Programme.objects.get(pk=parent.pk) if parent is not None else None
        if above is not None and above.path.startswith(row.path):
            raise Invalid("own_parent", "A programme cannot lie below itself. Choose another place.", "parent")
        row.own_plan = own_plan
        _move(row, above)
        line.about("programme", row.pk, parent=above and above.pk, own_plan=own_plan and own_plan.pk)
    return row


def _move(row: Programme, above: Programme | None) -> None:
    """Put a programme below another and take everything below it along."""
    before, after = row.path, f"{above.path if above else '/'}{row.pk}/"
    below = list(Programme.objects.filter(path__startswith=before).exclude(pk=row.pk))
    deepest = max([row.path.count("/"), *(one.path.count("/") for one in below)])
    if deepest - before.count("/") + after.count("/") > DEEPEST + 1:
        raise Invalid(
            "too_deep", "Programmes go %(deepest)s levels deep. Choose a place further up.", "parent", deepest=DEEPEST
        )
    row.parent, row.path = above, after
    row.save()
    for one in below:
        one.path = after + one.path[len(before) :]
        one.save(update_fields=["path"])


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
        refuse_naming_oneself(by, manager, programme, at.date())
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
