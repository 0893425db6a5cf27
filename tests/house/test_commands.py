"""Commands that may be spoken to a server: which read, and that none opens a path by itself."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator

from tests.house.tree import SOURCE

from conspectus.doors.cli import build_parser
from conspectus.doors.cli._files import InFile, OutFile, OutFolder
from conspectus.doors.cli.remote.reads import READS

CLI = SOURCE / "doors" / "cli"
# What works on this machine alone: files without rows, the folder and the server themselves, where output goes.
HERE = {"__init__", "_earned", "_files", "_server", "_worker", "backup", "demo", "plan", "restore", "review"}
OPENERS = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "write_pack", "unlink", "mkdir", "iterdir"}
TELLING = {"list", "show", "following", "compare", "trend", "shares", "revisions", "placements", "packs", "fetch"}


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for inner in action.choices.values():
            yield from _commands(inner)
    if not below:
        yield parser


def _of_rows() -> dict[str, argparse.ArgumentParser]:
    return {str(name): one for one in _commands(build_parser()) if (name := one.get_default("rows"))}


def test_every_command_that_only_tells_is_known_to_read() -> None:
    commands = _of_rows()
    assert len(commands) > 100
    assert sorted(READS - commands.keys()) == []
    telling = {name for name in commands if name.split()[-1] in TELLING}
    assert sorted(telling - READS) == []


def test_no_argument_says_which_command_it_is() -> None:
    """An argument kept under such a name would let whoever types it choose what the door takes the command for."""
    kept = {"run", "rows", "here_only", "logs_in", "lists"}
    wrong = {name: dests for name, one in _of_rows().items() if (dests := kept & {act.dest for act in one._actions})}
    assert wrong == {}


def test_a_command_of_rows_opens_no_path_by_itself() -> None:
    wrong = []
    for path in sorted(CLI.glob("*.py")):
        if path.stem in HERE:
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in OPENERS or name == "Path":
                    wrong.append(f"{path.name}:{node.lineno} {name}")
            if isinstance(node, ast.ImportFrom) and node.module == "conspectus.doors.cli._files":
                wrong += [f"{path.name}: {one.name}" for one in node.names if one.name in ("read", "write", "expand")]
            if (
                isinstance(node, ast.ImportFrom) and path.stem != "_rows"
            ):  # who is named there is asked by account_named
                wrong += [f"{path.name}: {one.name}" for one in node.names if one.name == "user_by_email"]
    assert wrong == []


def test_an_argument_that_names_a_file_is_declared_as_one() -> None:
    wrong = []
    for name, command in _of_rows().items():
        for action in command._actions:
            told = f"{action.metavar or ''} {action.dest}".lower()
            if action.dest not in ("data", "help") and any(word in told.split() for word in ("file", "dir", "out")):
                wrong += [] if action.type in (InFile, OutFile, OutFolder) else [f"{name} {action.dest}"]
    assert wrong == []
