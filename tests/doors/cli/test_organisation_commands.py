"""The organisation by command line: the same deeds as by page and API."""

from __future__ import annotations

import io
from typing import Any

import pytest
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.rooms.accounts.models import Division, Person
from conspectus.rooms.accounts.queries import lines_about, user_by_email
from conspectus.rooms.portfolio.models import Grant, Portfolio, Programme, ProjectRole


@pytest.fixture
def say(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what runs a command and gives back code and first word of its output."""

    def command(*words: object) -> tuple[int, str]:
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, (said.out or said.err).strip()

    return command


def test_portfolios_programmes_and_projects(cast: Cast, say: Any) -> None:
    code, said = say("portfolio", "create", "Renewal", "--currency", "SEK", "--purpose", "Old to new")
    portfolio = Portfolio.objects.get(name="Renewal")
    assert (code, said) == (0, f"{portfolio.pk} Renewal")
    assert say("portfolio", "change", portfolio.pk, "--name", "Renewal 2") == (0, f"{portfolio.pk} Renewal 2")
    portfolio.refresh_from_db()
    assert (portfolio.purpose, portfolio.revision) == ("Old to new", 2)
    assert "Renewal 2 (SEK)" in say("portfolio", "list")[1]
    say("programme", "create", "Plants", "--portfolio", portfolio.pk, "--manager", "ivan@example.org")
    programme = Programme.objects.get(name="Plants")
    assert programme.manager == cast.ivan.person
    say("programme", "change", programme.pk, "--manager", "", "--purpose", "Heat")
    programme.refresh_from_db()
    assert (programme.name, programme.purpose, programme.manager) == ("Plants", "Heat", None)
    assert "Plants (Renewal 2)" in say("programme", "list")[1]
    say("project", "change", "WN-1", "--name", "North", "--sponsor", "", "--code", "WN-2")
    cast.project.refresh_from_db()
    assert (cast.project.code, cast.project.name, cast.project.sponsor) == ("WN-2", "North", None)
    assert say("project", "change", "WN-2", "--portfolio", "")[0] == 2
    assert say("project", "change", "WN-2", "--name", "x", "--as", "grace@example.org")[0] == 2


def test_divisions_and_people(cast: Cast, say: Any) -> None:
    assert say("division", "change", cast.division.pk, "--name", "Freight", "--below", "")[0] == 0
    cast.division.refresh_from_db()
    assert (cast.division.name, cast.division.parent, cast.division.path) == ("Freight", None, f"/{cast.division.pk}/")
    assert say("division", "change", cast.house.pk, "--below", cast.house.pk)[0] == 2
    assert Division.objects.get(pk=cast.house.pk).parent is None
    say("person", "create", "Nils", "--email", "nils@example.org", "--division", cast.house.pk)
    nils = Person.objects.get(name="Nils")
    assert say("person", "change", nils.pk, "--left")[0] == 0
    nils.refresh_from_db()
    assert (nils.is_active, nils.division, nils.email) == (False, cast.house, "nils@example.org")
    assert '"here": false' in say("person", "list", "--json")[1]
    say("person", "change", nils.pk, "--back", "--division", "")
    nils.refresh_from_db()
    assert (nils.is_active, nils.division) == (True, None)
    assert say("person", "change", "dave@example.org", "--left")[1].startswith("This person has an open account.")
    assert say("person", "list", "--as", "grace@example.org")[0] == 2


def test_roles(cast: Cast, say: Any) -> None:
    code, said = say(
        "role", "give", "dave@example.org", "viewer", f"programme:{cast.programme.pk}", "--until", "2099-01-01"
    )
    grant = Grant.objects.get(person=cast.dave.person)
    assert (code, said) == (0, f"{grant.pk} Dave: Viewer over programme:{cast.programme.pk}")
    assert f"{grant.pk} Dave: Viewer" in say("role", "list", f"programme:{cast.programme.pk}")[1]
    assert say("role", "end", grant.pk)[0] == 0
    grant.refresh_from_db()
    assert str(grant.ends_on) != "2099-01-01"
    assert say("role", "give", "dave@example.org", "viewer", "programme:1", "--until", "soon")[0] == 2
    assert say("role", "enter", "WN-1", cast.dave.person_id, "viewer")[0] == 0
    assert ProjectRole.objects.filter(person=cast.dave.person).count() == 1
    assert say("role", "leave", "WN-1", "dave@example.org", "viewer")[0] == 0
    assert say("role", "leave", "WN-1", "dave@example.org", "viewer") == (2, "Dave has no such role in WN-1.")
    assert lines_about("project", cast.project.pk)[0].deed == "take_project_role"


def test_a_password_comes_by_standard_input_only(cast: Cast, say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long walk in the hills\n"))
    assert say("user", "password", "dave@example.org")[0] == 0
    assert user_by_email("dave@example.org").check_password("a long walk in the hills")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    code, said = say("user", "password", "dave@example.org")
    assert code == 2
    assert "too short" in said


def test_views_and_several_projects(cast: Cast, say: Any) -> None:
    code, said = say("view", "save", "Red", "--choose", "status=red", "--share", cast.portfolio.pk)
    number = said.split()[0]
    assert (code, said) == (0, f"{number} Red")
    assert say("view", "change", number, "--name", "Red ones") == (0, f"{number} Red ones")
    assert say("view", "first", number) == (0, "the portfolio table opens with Red ones")
    assert "status=red" in say("view", "list")[1]
    assert say("view", "first")[1] == "the portfolio table opens with all projects"
    assert say("view", "remove", number) == (0, "removed Red ones")
    several = ("project", "change-many", "WN-1", "HO-1", "--state", "paused", "--reason", "Budget")
    assert "State: Active to On hold" in say(*several, "--preview")[1]
    cast.project.refresh_from_db()
    assert cast.project.state == "active"
    assert say(*several)[1].count("State: Active to On hold") == 2
    assert say("project", "state", "WN-1", "stopped", "--reason", "No ground") == (0, "WN-1: stopped")
    assert say("project", "reopen", "WN-1", "--reason", "Ground", "--authority", "Board")[1] == "WN-1: proposed"
    assert "No ground" in say("project", "life", "WN-1")[1]
    assert say("project", "change-many", "WN-1", "--manager", "grace@example.org")[1].count("Alice to Grace") == 1
    code, said = say("project", "change-many", "wn-1", "NO-1", "--manager", "")
    assert (code, "There is no project with the code 'NO-1'." in said) == (2, True)
    assert "WN-1" in say("portfolio", "table", "--group", "manager")[1]
