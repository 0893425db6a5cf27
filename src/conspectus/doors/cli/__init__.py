"""The command line: one module an area, each adding its commands to one parser; refusals leave with 2."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from conspectus import __version__

if TYPE_CHECKING:
    from conspectus.doors.cli.remote.profile import Server

REFUSED = 2
NO_ANSWER = 3
INTERRUPTED = 130
_KIT_REFUSALS = ("NotFound", "NotAllowed", "Invalid", "Stale", "Conflict", "TooMany")


class Refused(Exception):
    """A command cannot do what was asked; the words say what, where and what to do."""

    def __init__(self, words: str, code: int = REFUSED) -> None:
        super().__init__(words)
        self.code = code


def run(argv: Sequence[str]) -> int:
    """Run one command line, here or on a server, and return its exit code: 0 done, 2 refused, 3 no answer."""
    arguments = build_parser(argv).parse_args(argv)
    if not hasattr(arguments, "run"):
        build_parser(()).print_help(sys.stderr)
        return REFUSED
    try:
        server = _wanted_server(arguments)
        code = arguments.run(arguments) if server is None else _ask(server, argv, arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Stopped; nothing half-done was kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (for example `| head`); that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        refused = refusal(arguments, error)
        if refused is None:
            if words := _fault_words(error):
                return _refuse(arguments, words)
            raise
        return refused
    return int(code or 0)


def refusal(arguments: argparse.Namespace, error: Exception) -> int | None:
    """Say what a command refuses and return the exit code it leaves with; None where the error is no refusal."""
    if isinstance(error, Refused):
        return _refuse(arguments, str(error), error.code)
    if isinstance(error, _kit_refusals()):
        return _refuse(arguments, str(getattr(error, "words", None) or error))
    return None


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of every command, or only of the area that ``argv`` names (quicker to load)."""
    parser = argparse.ArgumentParser(
        prog="conspectus",
        description="Conspectus, the system a project management office runs on.",
        epilog="Every command explains itself: conspectus COMMAND --help",
    )
    parser.add_argument("--version", action="version", version=f"conspectus {__version__}")
    parser.add_argument("--server", metavar="URL", help="speak to this server instead of a data folder")
    parser.add_argument("--token", metavar="TOKEN", help="who you are there; better kept by: conspectus login")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for area in _areas(argv):
        importlib.import_module(f"{__name__}.{area}").register(subparsers)
    return parser


def words_of(argv: Sequence[str]) -> list[str]:
    """Return a command line without the options that say where it goes."""
    words = list(argv)
    while words and (name := words[0].partition("="))[0] in ("--server", "--token"):
        del words[: 1 if name[1] else 2]
    return words


def _wanted_server(arguments: argparse.Namespace) -> Server | None:
    """Return the server the command goes to; None where it is done here."""
    from conspectus.doors.cli.remote.profile import chosen_server

    return chosen_server(arguments)


def _ask(server: Server, argv: Sequence[str], arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli.remote.client import ask

    return ask(server, words_of(argv), arguments)


def _refuse(arguments: argparse.Namespace, words: str, code: int = REFUSED) -> int:
    """Say why on standard error, and as a finding where JSON was asked for by a command that names its lists."""
    print(words, file=sys.stderr)
    if getattr(arguments, "json", False) and hasattr(arguments, "lists"):
        import json

        finding = {"severity": "refused", "code": "REFUSED", "file": "", "project": "", "place": "command line"}
        lists: dict[str, list[object]] = {name: [] for name in arguments.lists}
        answer = lists | {"findings": [finding | {"words": words, "remedy": "", "tasks": []}]}
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    return code


def _areas(argv: Sequence[str]) -> Iterable[str]:
    names = sorted(
        item.name for item in pkgutil.iter_modules(__path__) if not (item.ispkg or item.name.startswith("_"))
    )
    words = words_of(argv)[:1]
    return words if words and words[0] in names else names


def _fault_words(error: Exception) -> str:
    """Return the words for a full disk or a database that is away; a fault of ours has none."""
    if "django" not in sys.modules:  # the pure commands meet the disk only
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        return "The disk is full. Make room and repeat." if full else ""
    from conspectus.kit.faults import AWAY, FULL, fault_status

    return {507: FULL, 503: AWAY}.get(fault_status(error), "")


def _kit_refusals() -> tuple[type[BaseException], ...]:
    """Return the refusals of the rooms, if a command has loaded them; the pure commands never do."""
    errors = sys.modules.get("conspectus.kit.errors")
    return tuple(getattr(errors, name) for name in _KIT_REFUSALS if hasattr(errors, name))
