"""How a command opens the rows, those of this machine or of the server it was spoken to, and in whose name it acts."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conspectus.doors.cli import Refused
from conspectus.doors.cli.remote.channel import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from conspectus.rooms.accounts.models import Person, User


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--data``."""
    parser.add_argument("--data", metavar="DIR", help="the data folder (default: CONSPECTUS_DATA, else your own)")


def add_as_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--as``."""
    parser.add_argument("--as", dest="acting", metavar="EMAIL", help="act in this user's name and with their rights")


def for_rows(
    command: argparse.ArgumentParser, run: Callable[[argparse.Namespace], object], *, here_only: str = ""
) -> None:
    """Let a command work on a data folder in a user's name, or on a server unless ``here_only`` says why not."""
    add_data_option(command)
    add_as_option(command)
    command.set_defaults(run=run, rows=command.prog.partition(" ")[2], here_only=here_only)


def open_rows(arguments: argparse.Namespace, *, migrated: bool = True) -> None:
    """Set Django up on the chosen folder; where ``migrated``, bring the rows up to date first."""
    if current() is not None:
        return  # the server has them open
    if getattr(arguments, "data", None):
        os.environ["CONSPECTUS_DATA"] = arguments.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conspectus.config.settings")
    os.umask(0o077)
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    if migrated:
        from conspectus.journeys.upkeep import migrate

        migrate(at=now())


def acting_user(arguments: argparse.Namespace) -> User:
    """Return in whose name the command acts: who spoke it, the user of ``--as``, else the machine's operator."""
    channel = current()
    if channel is not None:
        return channel.by
    from conspectus.rooms.accounts.actions import local_operator
    from conspectus.rooms.accounts.queries import user_by_email

    email = getattr(arguments, "acting", None)
    return user_by_email(email) if email else local_operator()


def person_named(text: str) -> Person:
    """Return a person by their number, or by the e-mail of their account; from elsewhere, of one that is open."""
    from conspectus.kit.errors import NotFound
    from conspectus.rooms.accounts.queries import get_person, user_by_email
    from conspectus.rooms.accounts.rules import keeps_people, may_audit

    if "@" not in text:
        return get_person(text)
    user, channel = user_by_email(text), current()
    if channel is None or user.is_active or keeps_people(channel.by) or may_audit(channel.by):
        return user.person
    raise NotFound


def account_named(by: User, email: str) -> User:
    """Return an account that ``by`` may see, by its e-mail."""
    from conspectus.kit.errors import NotFound
    from conspectus.rooms.accounts.queries import visible_users

    user = visible_users(by).filter(email_key=email.strip().casefold()).first()
    if user is None:
        raise NotFound
    return user


def refuse_elsewhere(words: str) -> None:
    """Refuse what only the machine of the rows may do, to a command that came from elsewhere."""
    if current() is not None:
        raise Refused(words)


def now() -> datetime:
    """Read the clock, once a command."""
    return datetime.now(UTC)
