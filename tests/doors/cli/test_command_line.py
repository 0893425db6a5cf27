"""The command line itself: version, help, refusals, interruption."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import pytest
from django.db import OperationalError

from conspectus import __version__
from conspectus.doors import cli


def test_version_and_help_leave_with_0(capsys):
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as left:
            cli.run([option])
        assert left.value.code == 0
    assert f"conspectus {__version__}" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["review"], ["plan"], ["plan", "show"], ["plan", "compare"], ["plan", "check"]])
def test_every_command_explains_itself(capsys, command):
    with pytest.raises(SystemExit) as left:
        cli.run([*command, "--help"])
    assert left.value.code == 0
    assert "usage: conspectus" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["nonsense"], ["plan", "nonsense"], ["review"], ["plan", "show", "a", "--mode", "x"]])
def test_what_is_not_understood_is_refused(capsys, argv):
    with pytest.raises(SystemExit) as left:
        cli.run(argv)
    assert left.value.code == 2


def test_no_command_shows_the_help(capsys):
    assert cli.run([]) == 2
    assert "review" in capsys.readouterr().err


def test_a_refusal_says_its_words_and_leaves_with_2(capsys, monkeypatch):
    def refuse(_):
        raise cli.Refused("The folder is full.")

    _fake(monkeypatch, refuse)
    assert cli.run(["x"]) == 2
    assert capsys.readouterr().err == "The folder is full.\n"


def test_interruption_leaves_with_130_and_a_fault_is_not_hidden(capsys, monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    _fake(monkeypatch, stop)
    assert cli.run(["x"]) == 130

    def fault(_):
        raise RuntimeError("a fault of ours")

    _fake(monkeypatch, fault)
    with pytest.raises(RuntimeError):
        cli.run(["x"])


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "secret"), "The disk is full."),
        (OperationalError("secret"), "The database does not answer"),
    ],
)
def test_a_full_disk_and_a_database_that_is_away_are_told_in_words(capsys, monkeypatch, fault, words):
    def fail(_):
        raise fault

    _fake(monkeypatch, fail)
    assert cli.run(["x"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(words)
    assert "secret" not in said


def _fake(monkeypatch, deed) -> None:
    import argparse

    def parser(_):
        made = argparse.ArgumentParser()
        made.add_argument("command")
        made.set_defaults(run=deed)
        return made

    monkeypatch.setattr(cli, "build_parser", parser)


def test_the_pure_commands_start_without_django():
    code = (
        "import sys; from conspectus.doors.cli import build_parser\n"
        "build_parser(['plan']); build_parser(['review'])\n"
        "heavy = {'django', 'numba', 'numpy', 'pptx', 'typst'} & {n.partition('.')[0] for n in sys.modules}\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_terminal_without_our_letters_still_gets_its_table(tmp_path):
    (tmp_path / "plan.csv").write_bytes("Id,Task,Duration\n1,한국어,3d\n".encode())
    code = "from conspectus.__main__ import main; main()"
    command = [sys.executable, "-c", code, "plan", "show", "plan.csv"]
    # As at home: no settings are named, and these commands have none.
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = {**bare, "PYTHONIOENCODING": "cp1252"}
    for more in ([], ["--json"]):
        done = subprocess.run([*command, *more], cwd=tmp_path, env=environment, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["projects"][0]["tasks"][0]["name"] == "한국어"


def test_every_refusal_of_a_room_leaves_with_2(capsys, monkeypatch):
    from conspectus.kit import errors

    refusals = [
        errors.NotFound(),
        errors.NotAllowed("No."),
        errors.Invalid("x", "No."),
        errors.Stale("No.", 1),
        errors.Conflict("x", "No."),
        errors.TooMany("No.", 9),
    ]
    ours = {kind for kind in errors.Refusal.__subclasses__() if kind.__module__ == errors.__name__}
    assert {type(one) for one in refusals} == ours
    for refusal in refusals:

        def refuse(_, refusal=refusal):
            raise refusal

        _fake(monkeypatch, refuse)
        assert cli.run(["x"]) == 2
        assert capsys.readouterr().err == f"{refusal.words}\n"
