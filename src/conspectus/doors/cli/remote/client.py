"""A command asked of a server: sent with its files, done once however often it is asked, its files written here."""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import ssl
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from conspectus import __version__
from conspectus.doors.cli import NO_ANSWER, Refused
from conspectus.doors.cli._files import InFile, OutFile, OutFolder
from conspectus.doors.cli.remote import channel
from conspectus.doors.cli.remote.profile import Server
from conspectus.doors.cli.remote.sending import Sending

REACH_SECONDS = 15
ANSWER_SECONDS = 600
WAITS = (1, 2, 4)  # seconds before a command is asked again whose answer was lost
LOST = (OSError, http.client.HTTPException)
_NO_SERVER = "{} takes no commands: it is no Conspectus server, or of an older version."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]  # their names in small letters: servers and proxies write them as they like
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        """A refusal's parts; empty where it is not told in our way."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def ask(server: Server, words: Sequence[str], arguments: argparse.Namespace) -> int:
    """Let a server do a command, show what it said, write what it made; return its exit code."""
    given = [one for one in _values(arguments) if isinstance(one, InFile) and one.text and not one.is_link]
    files = {one.text: Path(one.text) for one in given}
    tty = sys.stdout.isatty()
    command = {
        "argv": list(words),
        "files": [{"given": text, "name": path.name} for text, path in files.items()],
        "columns": shutil.get_terminal_size().columns if tty else None,
        "plain": (sys.stdout.encoding or "").lower().replace("-", "") != "utf8",
    }
    answer = _asked(server, Sending(command, list(files.values())), {"Idempotency-Key": uuid4().hex})
    if answer.status != 200 or answer.headers.get("content-type") != channel.ANSWER:
        raise _refusal(server, answer)
    head, _, data = answer.body.partition(b"\n")
    try:
        told: dict[str, Any] = json.loads(head)
        code, out, err, made = int(told["code"]), str(told["out"]), str(told["err"]), _made(told["files"], data)
    except (ValueError, KeyError, TypeError):
        raise _refusal(server, answer) from None
    _write(made, arguments)
    sys.stdout.write(out)
    sys.stderr.write(err)
    there = answer.headers.get(channel.HEADER.lower(), "")
    if code and there != __version__:
        print(f"{server.host} runs version {there}, this is {__version__}: their commands may differ.", file=sys.stderr)
    return code


def who(server: Server) -> dict[str, Any]:
    """Return who one is on a server."""
    answer = _once(server, "GET", None, {})
    if answer.status != 200 or "email" not in answer.told:
        raise _refusal(server, answer)
    return answer.told


def _asked(server: Server, sending: Sending, headers: dict[str, str]) -> Answer:
    """Send a command until it is answered; the key it carries lets it be done once."""
    until, waits = time.monotonic() + ANSWER_SECONDS, list(WAITS)
    while True:
        try:
            answer = _once(server, "POST", sending, headers)
        except LOST:
            if not waits:
                words = f"The connection to {server.host} was lost before it answered. Look whether it was done."
                raise Refused(words, NO_ANSWER) from None
            time.sleep(waits.pop(0))
            continue
        waiting = answer.status == 429 or (answer.status == 409 and answer.told.get("code") == "being_done")
        if not waiting or time.monotonic() > until:
            return answer
        time.sleep(WAITS[0])


def _once(server: Server, method: str, sending: Sending | None, headers: dict[str, str]) -> Answer:
    parts = urlsplit(server.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=REACH_SECONDS)
    try:
        _connect(connection, server)
        connection.sock.settimeout(ANSWER_SECONDS)
        sent = {"Authorization": f"Bearer {server.token}", channel.HEADER: str(channel.VERSION), **headers}
        if sending is not None:
            sent |= sending.headers
        # Refused before all of it was read, the answer says why.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, channel.ADDRESS, body=sending, headers=sent)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def _connect(connection: http.client.HTTPConnection, server: Server) -> None:
    """Reach the server, or say why not."""
    try:
        connection.connect()
    except ssl.SSLCertVerificationError as error:
        said = error.verify_message or "it does not fit"
        words = f"The certificate of {server.host} does not prove whose it is ({said}). Ask who runs it; send nothing."
        raise Refused(words, NO_ANSWER) from None
    except ssl.SSLError:
        raise Refused(f"{server.host} does not speak TLS here. Check the address.", NO_ANSWER) from None
    except OSError:
        words = f"{server.host} cannot be reached. Check the address and the network, then repeat."
        raise Refused(words, NO_ANSWER) from None


def _refusal(server: Server, answer: Answer) -> Refused:
    """Return what a server's refusal means, in words."""
    if answer.status == 401:
        words = f"{server.host} does not know this token, or it has ended. Take another, then: conspectus login"
        return Refused(f"{words} {server.url}")
    if words := str(answer.told.get("words", "")):
        return Refused(words if answer.status != 404 else _NO_SERVER.format(server.host))
    if 300 <= answer.status < 400:
        return Refused(f"{server.host} leads elsewhere, and a token follows nobody. Name the address itself.")
    if answer.status in (502, 503, 504):
        return Refused(
            f"{server.host} does not answer at the moment. Look whether it was done, then repeat.", NO_ANSWER
        )
    return Refused(_NO_SERVER.format(server.host))


def _made(told: Sequence[Mapping[str, Any]], data: bytes) -> list[channel.Made]:
    """Return the files a command made, as they lie one after the other in the answer."""
    found, at = [], 0
    for one in told:
        size = int(one["size"])
        found.append(channel.Made(str(one["given"]), str(one["name"]), data[at : at + size]))
        at += size
    if at != len(data):
        raise ValueError("the files are not as long as was said")
    return found


def _write(made: Sequence[channel.Made], arguments: argparse.Namespace) -> None:
    """Write the files a command made, each where an argument of ours says and nowhere else."""
    places = {one.text: one for one in _values(arguments) if isinstance(one, OutFile | OutFolder)}
    for one in made:
        place, plain = places.get(one.given), PurePath(one.name.replace("\\", "/")).name
        if isinstance(place, OutFolder) and one.name not in ("", ".", "..") and plain == one.name:
            place.write({one.name: one.data})
        elif isinstance(place, OutFile) and not one.name:
            place.write(one.data)
        else:
            raise Refused("The server answered with a file nobody asked for. It was not written.")


def _values(arguments: argparse.Namespace) -> list[Any]:
    """Return every value that was given, those of lists one by one."""
    held = vars(arguments).values()
    return [one for value in held for one in (value if isinstance(value, list) else (value,))]
