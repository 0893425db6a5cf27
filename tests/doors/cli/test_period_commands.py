"""Periods and status by command line: the same deeds as by page and API."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name
from tests.packed import may, png  # noqa: F401  # a fixture is used by its name

from conspectus.doors.cli import run
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.models import Override


@pytest.fixture
def say(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what runs a command and gives back its code and output."""

    def command(*words: object) -> tuple[int, str]:
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, (said.out or said.err).strip()

    return command


def test_a_month_by_command(cast: Cast, say: Any, reader: None, tmp_path: Path) -> None:  # noqa: F811  # the fixture
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    place = cast.portfolio.pk
    assert say("period", "calendar", place) == (0, "Growth: Calendar months, from January, UTC")
    said = say("period", "calendar", place, "--first-month", "4", "--zone", "Europe/Berlin")[1]
    assert said == "Growth: Calendar months, from April, Europe/Berlin"
    assert say("period", "lay", place, "--from", "2024-04-01", "--through", "2024-04-01")[0] == 0
    period = Period.objects.get()
    assert say("period", "open", period.pk) == (0, "Apr 2024 is open.")
    code, said = say("status", "declare", "WN-1", period.pk, "overall=green", "schedule=amber", "--summary", "Well")
    assert (code, said) == (0, "The report of WN-1 for Apr 2024 is written: draft.")
    assert say("status", "declare", "WN-1", period.pk, "overall")[0] == 2
    assert "submitted" in say("status", "submit", "WN-1", period.pk)[1]
    assert "returned" in say("status", "return", "WN-1", period.pk, "--words", "Say why")[1]
    assert say("status", "accept", "WN-1", period.pk)[0] == 2
    assert "submitted" in say("status", "submit", "WN-1", period.pk)[1]
    assert "accepted" in say("status", "accept", "WN-1", period.pk)[1]
    shown = say("status", "show", period.pk)[1]
    assert "WN-1 Warehouse north" in shown
    assert "+2" in shown
    assert "declared Green, computed red" in say("status", "gaps", period.pk)[1]
    assert say("status", "page", cast.project.code, period.pk, "--out", tmp_path / "one.pdf")[0] == 0
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    assert "pdf or pptx" in say("status", "page", cast.project.code, period.pk, "--out", tmp_path / "one.txt")[1]
    end = (now() + timedelta(days=9)).date().isoformat()
    code, said = say(
        "status", "override", "WN-1", "schedule", "amber", "--computed", "red", "--reason", "Agreed", "--until", end
    )
    row = Override.objects.get()
    assert (code, said) == (0, f"{row.pk} Schedule counts as amber until {end}.")
    assert say("status", "lift", row.pk) == (0, "Schedule counts as computed again.")
    assert "frozen as version 1: 2 snapshots" in say("period", "freeze", period.pk)[1]
    assert "version 1 stays" in say("period", "reopen", period.pk, "--reason", "Costs came late")[1]
    assert "Apr 2024" in say("period", "list", place)[1]


def test_two_periods_are_compared_by_command(cast: Cast, say: Any) -> None:
    say("period", "lay", cast.portfolio.pk, "--from", "2024-04-01", "--through", "2024-05-01")
    april, later = Period.objects.all()
    assert "Name the period" in say("period", "compare", later.pk)[1]
    say("period", "open", april.pk)
    say("period", "freeze", april.pk)
    say("project", "change", "WN-1", "--name", "Warehouse south")
    said = say("period", "compare", later.pk)[1]
    assert "May 2024 since Apr 2024: 1 changed, 0 as before." in said
    assert "renamed from Warehouse north" in said
    assert '"old": "Apr 2024"' in say("period", "compare", later.pk, "--with", april.pk, "--json")[1]


def test_packs_by_command(cast: Cast, say: Any, may: Period, tmp_path: Path) -> None:  # noqa: F811  # the fixture
    place, out = cast.portfolio.pk, tmp_path / "out"
    logo = tmp_path / "logo.png"
    logo.write_bytes(png())
    assert "Growth: no organisation, no logo" in say("period", "pack-template", place)[1]
    said = say("period", "pack-template", place, "--organisation", "Aldermere", "--logo", logo, "--pages", "status")[1]
    assert "Growth: Aldermere, a logo" in said
    assert "Pages status" in said
    assert say("period", "pack-template", place, "--accent", "FFFF00")[0] == 2
    assert say("period", "pack-template", place, "--logo", tmp_path / "none.png")[0] == 2
    assert "no logo" in say("period", "pack-template", place, "--logo", "")[1]
    code, said = say("period", "pack", may.pk, "--out", out, "--kind", "xlsx", "--kind", "pptx")
    assert code == 0
    found = {path.suffix: sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
    assert set(found) == {".xlsx", ".pptx"}
    listed = say("period", "packs", may.pk)[1]
    assert all(digest in said and digest in listed for digest in found.values())
    assert say("period", "pack", may.pk, "--out", out, "--version", "5")[0] == 2


def test_listed_periods_by_command(cast: Cast, say: Any) -> None:
    place = cast.portfolio.pk
    say("period", "calendar", place, "--kind", "listed")
    assert say("period", "add", place, "Wave 1", "--from", "2026-01-05", "--before", "2026-02-09")[0] == 0
    assert say("period", "lay", place, "--from", "2026-01-05", "--through", "2026-02-09")[0] == 2
    assert say("period", "list", place, "--as", "dave@example.org")[0] == 2
