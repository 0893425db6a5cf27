"""`conspectus field`: defined, filled in and read in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.rooms.portfolio.models import Field


def test_a_field_from_the_terminal(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("conspectus.doors.cli.field.open_rows", lambda *_, **__: None)
    options = tmp_path / "regions.txt"
    options.write_text("north: North\nsouth: South\n", encoding="utf-8")
    code, bob, alice = cast.project.code, ["--as", cast.bob.email], ["--as", cast.alice.email]
    create = ["field", "create", "region", "Region", "--kind", "choice"]
    assert run([*create, "--options", str(options), *bob]) == 0
    assert run(["field", "create", "aim", "Aim", "--of", "portfolio", "--help-words", "Why it is", *bob]) == 0
    row = Field.objects.get(key="region")
    assert run(["field", "set", code, "region=north", "--from", "2024-01-01", *alice]) == 0
    assert run(["field", "set", code, "region=south", "region=north", *alice]) == 2
    assert run(["field", "set", code, "region=east", *alice]) == 2
    assert "does not offer this" in capsys.readouterr().err
    assert run(["field", "show", code, "--on", "2024-02-01", "--json", *alice]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["key"], one["value"], one["words"]) for one in told["fields"]] == [("region", "north", "North")]
    assert run(["field", "set", f"portfolio:{cast.portfolio.pk}", "aim=Grow", *bob]) == 0
    assert run(["field", "show", f"portfolio:{cast.portfolio.pk}", *alice]) == 0
    assert "Grow" in capsys.readouterr().out
    assert run(["field", "change", str(row.pk), "--label", "Zone", "--position", "3", *bob]) == 0
    assert run(["field", "retire", str(row.pk), *alice]) == 2
    assert run(["field", "retire", str(row.pk), *bob]) == 0
    assert run(["field", "change", str(row.pk), "--back", *bob]) == 0
    assert run(["field", "list", *alice]) == 0
    listed = capsys.readouterr().out
    assert "Zone" in listed
    assert run(["field", "create", "x", "X", "--options", str(tmp_path / "none.txt"), *bob]) == 2
    assert run(["field", "show", code, "--as", cast.dave.email]) == 2
