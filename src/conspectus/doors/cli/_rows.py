"""How a command opens the data folder and its rows, and in whose name it acts."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from conspectus.rooms.accounts.models import Person, User


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--data``."""
    parser.add_argument("--data", metavar="DIR", help="the data folder (default: CONSPECTUS_DATA, else your own)")


def add_as_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--as``."""
    parser.add_argument("--as", dest="acting", metavar="EMAIL", help="act in this user's name and with their rights")


def for_rows(command: argparse.ArgumentParser, run: Callable[[argparse.Namespace], object]) -> None:
    """Let a command work on a data folder in a user's name: its two options, and what it runs."""
    add_data_option(command)
    add_as_option(command)
    command.set_defaults(run=run)


def open_rows(arguments: argparse.Namespace, *, current: bool = True) -> None:
    """Set Django up on the chosen folder; where ``current``, bring the rows up to date first."""
    if getattr(arguments, "data", None):
        os.environ["CONSPECTUS_DATA"] = arguments.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conspectus.config.settings")
    os.umask(0o077)
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    if current:
        from conspectus.journeys.upkeep import migrate

        migrate(at=now())


def acting_user(arguments: argparse.Namespace) -> User:
    """Return in whose name the command acts: the user of ``--as``, else the machine's operator."""
    from conspectus.rooms.accounts.actions import local_operator
    from conspectus.rooms.accounts.queries import user_by_email

    email = getattr(arguments, "acting", None)
    return user_by_email(email) if email else local_operator()


def person_named(text: str) -> Person:
    """Return a person by their number, or by the e-mail of their account."""
    from conspectus.rooms.accounts.queries import get_person, user_by_email

    return user_by_email(text).person if "@" in text else get_person(text)


def now() -> datetime:
    """Read the clock, once a command."""
    return datetime.now(UTC)
