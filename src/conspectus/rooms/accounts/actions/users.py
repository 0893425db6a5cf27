"""Accounts: opened, given a password and a role, closed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_name
from conspectus.rooms.accounts.actions.audit import audited
from conspectus.rooms.accounts.actions.divisions import clean_email
from conspectus.rooms.accounts.actions.sign_in import check_with_limits
from conspectus.rooms.accounts.choices import Ability, Language, Region, Role
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.queries import has_users
from conspectus.rooms.accounts.rules import require_administrator, require_fresh_sign_in, require_self_or_administrator

LONGEST_PASSWORD = 4096
OPERATOR = "command-line@localhost"


@deed("create_user", "opened an account", needs=Ability.ADMINISTER)
def create_user(
    *,
    email: str,
    name: str,
    password: str | None = None,
    role: str = "",
    division: Division | None = None,
    by: User,
    at: datetime,
) -> User:
    """Open an account; without a password it is entered by sign-in link only. Refuses an e-mail in use."""
    require_administrator(by)
    require_fresh_sign_in(by, at)
    email, name, role = clean_email(email), clean_name(name, "name"), clean_role(role)
    hashed = make_password(None if password is None else clean_password(password, email))
    taken = Invalid("email_taken", "An account with this e-mail exists.", "email")
    if User.objects.filter(email_key=email.casefold()).exists():
        raise taken
    try:
        with audited("create_user", by=by, at=at) as line:
            person = Person.objects.create(name=name, email=email, division=division)
            user = User.objects.create(
                person=person,
                email=email,
                email_key=email.casefold(),
                password=hashed,
                organisation_role=role,
                created_at=at,
            )
            line.about("user", user.pk, name=name, email=email, role=role)
    except IntegrityError:  # opened by somebody else between the question and the answer
        raise taken from None
    return user


@deed("set_password", "set somebody's password", needs=Ability.ADMINISTER)
def set_password(*, user: User, password: str, by: User, at: datetime) -> None:
    """Set a password, of one's own first time or as administrator; ends the account's other sessions."""
    require_self_or_administrator(by, user)
    if by.pk != user.pk:
        require_fresh_sign_in(by, at)
    if by.pk == user.pk and user.has_usable_password():
        raise Conflict("password_set", "You have a password. Change it by giving the present one.")
    _store_password("set_password", user, password, by=by, at=at)


@deed("change_own_password", "changed the own password")
def change_own_password(*, current: str, password: str, address: str, by: User, at: datetime) -> None:
    """Change one's own password; the present one is asked under the same limits as at sign-in."""
    require_self_or_administrator(by, by)
    if not check_with_limits(by, by.email_key, current, address=address, at=at):
        raise Invalid("wrong_password", "The present password is wrong.", "current")
    _store_password("change_own_password", by, password, by=by, at=at)


@deed("deactivate_user", "closed an account", needs=Ability.ADMINISTER)
def deactivate_user(*, user: User, by: User, at: datetime) -> User:
    """Close an account: its sessions, tokens and links end at once. Refuses the last administrator."""
    require_administrator(by)
    with audited("deactivate_user", by=by, at=at) as line:
        row = _locked(user)
        if not row.is_active:
            line.nothing_changed()
            return row
        _refuse_last_administrator(row)
        row.is_active, row.deactivated_at, row.revision = False, at, row.revision + 1
        row.save()
        row.tokens.filter(revoked_at=None).update(revoked_at=at)
        row.sign_in_links.filter(used_at=None).delete()
        line.about("user", row.pk, email=row.email)
    return row


@deed("reactivate_user", "opened an account again", needs=Ability.ADMINISTER)
def reactivate_user(*, user: User, by: User, at: datetime) -> User:
    """Open a closed account again; its tokens stay revoked."""
    require_administrator(by)
    require_fresh_sign_in(by, at)
    with audited("reactivate_user", by=by, at=at) as line:
        row = _locked(user)
        if row.is_active:
            line.nothing_changed()
            return row
        row.is_active, row.deactivated_at, row.revision = True, None, row.revision + 1
        row.save()
        line.about("user", row.pk, email=row.email)
    return row


@deed("change_organisation_role", "changed somebody's role in the organisation", needs=Ability.ADMINISTER)
def change_organisation_role(*, user: User, role: str, by: User, at: datetime) -> User:
    """Change the role a user holds over the whole organisation. Refuses to leave no administrator."""
    require_administrator(by)
    require_fresh_sign_in(by, at)
    role = clean_role(role)
    with audited("change_organisation_role", by=by, at=at) as line:
        row = _locked(user)
        if role != Role.ADMINISTRATOR:
            _refuse_last_administrator(row)
        before, row.organisation_role, row.revision = row.organisation_role, role, row.revision + 1
        row.save()
        line.about("user", row.pk, email=row.email, before=before, role=role)
    return row


@deed("change_user_settings", "changed how pages are written for an account")
def change_user_settings(*, user: User, language: str, region: str, time_zone: str, by: User, at: datetime) -> User:
    """Choose language, way of numbers and days, and time zone of an account's pages; empty takes the usual."""
    require_self_or_administrator(by, user)
    wanted = {"language": language, "region": region, "time_zone": time_zone}
    if language not in ("", *Language.values):
        raise Invalid("language", "There is no such language.", "language")
    if region not in ("", *Region.values):
        raise Invalid("region", "There is no such region.", "region")
    if time_zone and time_zone not in available_timezones():
        raise Invalid("time_zone", "There is no such time zone. Enter one such as Europe/Berlin.", "time_zone")
    with audited("change_user_settings", by=by, at=at) as line:
        row = _locked(user)
        before = {name: getattr(row, name) for name in wanted}
        if wanted == before:
            line.nothing_changed()
            return row
        User.objects.filter(pk=row.pk).update(**wanted)
        line.about("user", row.pk, email=row.email, before=before, **wanted)
    for name, value in wanted.items():
        setattr(row, name, value)
    return row


def create_first_administrator(*, at: datetime, email: str = "administrator@localhost") -> User:
    """Open the first account of an empty house, entered by sign-in link only."""
    if has_users():
        raise Conflict("not_empty", "There are accounts already. Ask an administrator for a sign-in link.")
    return create_user(email=email, name="Administrator", role=Role.ADMINISTRATOR, by=local_operator(), at=at)


def local_operator() -> User:
    """Return the account in whose name the command line acts: it has all rights and can never sign in."""
    user = User.objects.select_related("person").filter(email_key=OPERATOR).first()
    if user is not None:
        return user
    with transaction.atomic():
        one_at_a_time("local operator")
        user = User.objects.select_related("person").filter(email_key=OPERATOR).first()
        if user is None:
            person = Person.objects.create(name="Command line", is_active=False)
            user = User.objects.create(
                person=person,
                email=OPERATOR,
                email_key=OPERATOR,
                password=make_password(None),
                organisation_role=Role.ADMINISTRATOR,
                is_system=True,
                created_at=now(),
            )
    return user


def clean_password(password: object, email: str) -> str:
    """Return a password good enough to keep, or say why it is not."""
    if not isinstance(password, str):
        raise Invalid("not_text", "Enter text here.", "password")
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST_PASSWORD:
        raise Invalid("too_long", "A password has at most %(longest)s bytes.", "password", longest=LONGEST_PASSWORD)
    try:
        password.encode()
        validate_password(password, User(email=email))
    except UnicodeEncodeError:
        raise Invalid("bad_characters", "The password contains invalid characters.", "password") from None
    except ValidationError as error:
        raise Invalid("weak_password", " ".join(error.messages), "password") from None
    return password


def clean_role(role: object) -> str:
    """Return a role's stored word, or "" for none."""
    if role == "" or (isinstance(role, str) and role in Role.values):
        return str(role)
    raise Invalid("role", "There is no such role.", "role")


def _locked(user: User) -> User:
    """Return the row as it is now; two closings of two administrators follow one another."""
    one_at_a_time("administrators")
    return User.objects.select_related("person").get(pk=user.pk)


def _refuse_last_administrator(user: User) -> None:
    """Refuse to take the last administrator away."""
    administrators = User.objects.filter(organisation_role=Role.ADMINISTRATOR, is_active=True, is_system=False)
    if user.organisation_role == Role.ADMINISTRATOR and not administrators.exclude(pk=user.pk).exists():
        raise Conflict("last_administrator", "This is the last administrator. Name another one first.")


def _store_password(name: str, user: User, password: str, *, by: User, at: datetime) -> None:
    """Keep the new password's hash."""
    hashed = make_password(clean_password(password, user.email))
    with audited(name, by=by, at=at) as line:
        User.objects.filter(pk=user.pk).update(password=hashed)
        user.sign_in_links.filter(used_at=None).delete()
        line.about("user", user.pk, email=user.email)
    user.password = hashed
