"""Which server a command goes to, by which token: said with the command, by the environment, or kept by a login."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from conspectus.doors.cli import Refused
from conspectus.kit.folders import config_folder

LOOPBACK = ("127.0.0.1", "::1", "localhost")
HERE = "This command works on this machine only. Leave --server out."


@dataclass(frozen=True, slots=True)
class Server:
    """A server and who one is there."""

    url: str
    token: str

    @property
    def host(self) -> str:
        """Its name, as people say it."""
        return urlsplit(self.url).netloc


def chosen_server(arguments: argparse.Namespace) -> Server | None:
    """Return the server a command goes to; None for one that works here.

    What is said with the command goes before the environment, that before a login;
    a data folder that is named goes before a server that is not named beside it.
    """
    said = getattr(arguments, "server", None)
    if not getattr(arguments, "rows", ""):
        if said and not getattr(arguments, "logs_in", False):
            raise Refused(HERE)
        return None
    here = getattr(arguments, "data", None)
    if said and here:
        raise Refused("--server and --data name two places. Leave one of them out.")
    url = said or ("" if here else _usual())
    if not url:
        return None
    if arguments.here_only:
        hint = "" if said else " Name the data folder of this machine with --data where you mean that."
        raise Refused(arguments.here_only + hint)
    if arguments.acting:
        raise Refused(
            "On a server the token says who acts. Leave --as out, or name a folder of this machine by --data."
        )
    url = checked(url)
    return Server(url, _token(arguments, url))


def checked(url: str) -> str:
    """Return a server's address in its one way of writing; refuses what is none, and one that would show the token."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("https", "http") or parts.path.strip("/") or parts.query or parts.username:
        raise Refused(f"'{url}' is no address of a server. Write it as https://pmo.example.org.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise Refused(f"To {host} the token would go in the clear. Write https:// before its name.")
    return f"{parts.scheme}://{parts.netloc}"


def keep(server: Server) -> None:
    """Keep a login for the user's eyes only."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"server": server.url, "token": server.token}, file)


def kept() -> Server | None:
    """Return the login that is kept."""
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
        return Server(str(found["server"]), str(found["token"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("What the last login kept cannot be read. Log in again: conspectus login URL.") from None


def forget() -> bool:
    """Forget the login; return whether there was one."""
    there = _path().exists()
    _path().unlink(missing_ok=True)
    return there


def _usual() -> str:
    """Return where commands go that do not say; nothing where that is a data folder."""
    if given := os.environ.get("CONSPECTUS_SERVER"):
        return given
    login = None if os.environ.get("CONSPECTUS_DATA") else kept()
    return login.url if login else ""


def _token(arguments: argparse.Namespace, url: str) -> str:
    token = getattr(arguments, "token", None) or os.environ.get("CONSPECTUS_TOKEN")
    if not token:
        login = kept()
        token = login.token if login and login.url == url else ""
    if not token:
        raise Refused(f"No token for {url}. Take one on your profile page there, then: conspectus login {url}")
    return token


def _path() -> Path:
    return config_folder() / "login.json"
