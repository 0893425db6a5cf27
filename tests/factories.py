"""Rows for tests, made through the same actions as in life."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from conspectus.rooms.accounts.actions import create_division, create_person, create_user, local_operator
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.portfolio.actions import (
    NewField,
    NewObjective,
    NewProject,
    create_field,
    create_objective,
    create_portfolio,
    create_programme,
    create_project,
)
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Field, Objective, Portfolio, Programme, Project

AT = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)  # a Monday, before any day the suite may run on
PASSWORD = "a long walk by the sea"

_numbers = count(1)


def user(name: str = "", *, role: str = "", password: str | None = None, division: Division | None = None) -> User:
    """Return a new user."""
    name = name or f"Person {next(_numbers)}"
    email = f"{name.lower().replace(' ', '.')}@example.org"
    by = local_operator()
    return create_user(email=email, name=name, role=role, password=password, division=division, by=by, at=AT)


def person(name: str = "") -> Person:
    """Return a new person who does not sign in."""
    return create_person(name=name or f"Person {next(_numbers)}", by=local_operator(), at=AT)


def division(name: str = "", parent: Division | None = None) -> Division:
    """Return a new division."""
    return create_division(name=name or f"Division {next(_numbers)}", parent=parent, by=local_operator(), at=AT)


def portfolio(name: str = "", *, currency: str = "EUR") -> Portfolio:
    """Return a new portfolio."""
    return create_portfolio(name=name or f"Portfolio {next(_numbers)}", currency=currency, by=local_operator(), at=AT)


def programme(name: str = "", *, portfolio: Portfolio, manager: Person | None = None) -> Programme:
    """Return a new programme."""
    name = name or f"Programme {next(_numbers)}"
    return create_programme(portfolio=portfolio, name=name, manager=manager, by=local_operator(), at=AT)


def objective(name: str = "", *, portfolio: Portfolio, **particulars: Any) -> Objective:
    """Return a new strategic objective."""
    new = NewObjective(name=name or f"Objective {next(_numbers)}", **particulars)
    return create_objective(portfolio=portfolio, new=new, by=local_operator(), at=AT)


def project(name: str = "", *, state: str = State.ACTIVE, **particulars: Any) -> Project:
    """Return a new project; in a portfolio of its own unless one is given."""
    number = next(_numbers)
    place = particulars.pop("portfolio", None) or portfolio()
    code = particulars.pop("code", f"P-{number}")
    new = NewProject(portfolio=place, code=code, name=name or f"Project {number}", state=state, **particulars)
    return create_project(new=new, by=local_operator(), at=AT)


def field(key: str, kind: str = "text", **more: Any) -> Field:
    """Return a new field of projects."""
    new = {"subject_kind": "project", "key": key, "label": key.title(), "kind": kind} | more
    return create_field(new=NewField(**new), by=local_operator(), at=AT)
