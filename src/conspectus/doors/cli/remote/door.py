"""The one address commands come in by: who speaks, what is allowed from elsewhere, what the command answered."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt

from conspectus import __version__
from conspectus.doors.cli import REFUSED, Refused, build_parser, refusal
from conspectus.doors.cli.remote.channel import ANSWER, HEADER, VERSION, Channel, Sent, spoken_by
from conspectus.doors.cli.remote.reads import READS
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Refusal, TooMany, http_status
from conspectus.kit.strict_json import read_json
from conspectus.rooms.accounts.actions import authenticate_token
from conspectus.rooms.accounts.actions.answers import FIELD, Answer, claim_answer, keep_answer
from conspectus.rooms.accounts.models import User

AT_ONCE = 2  # of the threads that answer pages, too
MOST_WORDS = 5000
SECRETS = frozenset({"token issue"})
ELSEWHERE = "works on the machine of the server only. Ask who runs it, or run it there."
_room = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command as it came in."""

    words: list[str]
    files: dict[str, Sent]
    columns: int | None
    plain: bool
    digest: str


@csrf_exempt
def answer_command(request: HttpRequest) -> HttpResponse:
    """Do a command in the name of who sends it; asked by GET, say who that is."""
    way, _, token = request.headers.get("Authorization", "").partition(" ")
    by = authenticate_token(token.strip(), at=now()) if way.lower() == "bearer" else None
    if by is None:
        told = _refused(401, "not_signed_in", "Send a token that is valid.")
        told.headers["WWW-Authenticate"] = "Bearer"
        return told
    if request.method == "GET":
        return _json(200, {"name": by.name, "email": by.email, "reading_only": by.reading_only})
    if request.method != "POST":
        told = _refused(405, "method", "This address takes commands by POST.")
        told.headers["Allow"] = "GET, POST"
        return told
    if not _room.acquire(blocking=False):
        return _told(TooMany("Other commands are being done. Repeat in a moment.", 1))
    try:
        return _answered(request, by)
    except Refusal as refused:
        return _told(refused)
    except RequestDataTooBig:
        return _refused(413, "too_large", "The command is too large. Nothing was changed.")
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation):
        return _refused(400, "bad_request", "The command was interrupted or is damaged. Nothing was changed.")
    finally:
        _room.release()


def _answered(request: HttpRequest, by: User) -> HttpResponse:
    if request.headers.get(HEADER) != str(VERSION):
        words = f"This server runs version {__version__} and does not understand this command line. Install that one."
        raise Conflict("version", words)
    spoken = _spoken(request)
    channel = Channel(by, spoken.files, spoken.columns, spoken.plain)
    with spoken_by(channel):
        try:
            parser = build_parser(spoken.words)
            arguments = parser.parse_args(spoken.words)
        except SystemExit as left:  # the parser has said on the channel what it does not understand
            return _said(channel, int(left.code or 0))
    command = str(getattr(arguments, "rows", ""))
    _refuse_local(arguments, command)
    if command in READS:
        return _done(arguments, channel)
    if by.reading_only:
        raise NotAllowed("This token may only read.")
    key = request.headers.get(FIELD)
    if key is None:
        raise Invalid("no_key", f"A command that changes something carries an {FIELD}.", FIELD)
    claim = claim_answer(by=by, key=key, sent=spoken.digest, at=now())
    if isinstance(claim, Answer):
        return HttpResponse(claim.body, status=claim.status, headers=claim.headers)
    # Its answer is kept whatever it was: a command may have done a part before it refused.
    response = _done(arguments, channel)
    kept = Answer(response.status_code, {"Content-Type": ANSWER, HEADER: __version__}, bytes(response.content))
    keep_answer(claim=claim, answer=kept, secret=command in SECRETS)
    return response


def _refuse_local(arguments: Any, command: str) -> None:
    """Refuse what has no place on a server: commands of one machine, its folders, and acting as somebody else."""
    if not command:
        raise Invalid("here_only", f"This command {ELSEWHERE}", "argv")
    if arguments.here_only:
        raise Invalid("here_only", arguments.here_only, "argv")
    if arguments.data or arguments.acting or arguments.server or arguments.token:
        raise Invalid("here_only", "The options --data, --as, --server and --token are for one's own machine.", "argv")


def _done(arguments: Any, channel: Channel) -> HttpResponse:
    """Do the command; a fault is told by the server as any other."""
    with spoken_by(channel):
        try:
            code = int(arguments.run(arguments) or 0)
        except (Refused, Refusal) as error:
            refused = refusal(arguments, error)
            code = REFUSED if refused is None else refused
        except SystemExit as left:  # it ends the command, not the server
            code = int(left.code or 0) if isinstance(left.code, int | None) else REFUSED
    return _said(channel, code)


def _said(channel: Channel, code: int) -> HttpResponse:
    """Return what was said, in a line, and after it the bytes of the files that were made."""
    told = {
        "code": code,
        "out": channel.out.getvalue(),
        "err": channel.err.getvalue(),
        "files": [{"given": one.given, "name": one.name, "size": len(one.data)} for one in channel.made],
    }
    body = b"".join([json.dumps(told).encode(), b"\n", *(one.data for one in channel.made)])
    return HttpResponse(body, content_type=ANSWER, headers={HEADER: __version__})


def _spoken(request: HttpRequest) -> Spoken:
    """Return the command that was sent; refuses what is none."""
    told = read_json(request.POST.get("command", "").encode("utf-8", "surrogatepass"), field="command")
    if not isinstance(told, dict) or told.keys() - {"argv", "files", "columns", "plain"}:
        raise Invalid("command", "Send a command as argv, files, columns and plain.", "command")
    words, columns, listed = told.get("argv"), told.get("columns"), told.get("files", [])
    if not isinstance(words, list) or not all(isinstance(word, str) and "\0" not in word for word in words):
        raise Invalid("argv", "The words of a command are a list of texts.", "argv")
    if not words or len(words) > MOST_WORDS:
        raise Invalid("argv", f"A command has 1 to {MOST_WORDS:,} words.", "argv")
    if columns is not None and (
        isinstance(columns, bool) or not isinstance(columns, int) or not 1 <= columns <= 10_000
    ):
        raise Invalid("columns", "A terminal has 1 to 10,000 columns.", "columns")
    files = _files(request, listed)
    digest = hashlib.sha256(json.dumps([words, columns, bool(told.get("plain"))]).encode())
    for given, sent in sorted(files.items()):
        digest.update(f"{len(given)}:{given}:{hashlib.file_digest(sent.data, 'sha256').hexdigest()}".encode())
        sent.data.seek(0)
    return Spoken(words, files, columns, bool(told.get("plain")), digest.hexdigest())


def _files(request: HttpRequest, listed: Any) -> dict[str, Sent]:
    """Return the files that came, by what the command calls them; each is what was sent, never a path of ours."""
    found: dict[str, Sent] = {}
    for number, one in enumerate(listed if isinstance(listed, list) else [None]):
        file = request.FILES.get(f"file{number}")
        if not isinstance(one, Mapping) or not all(isinstance(one.get(name), str) for name in ("given", "name")):
            raise Invalid("files", "Each file has what it was given as, and its name.", "files")
        if file is None or isinstance(file, list):
            raise Invalid("files", f"The file {one['given'][:200]!r} did not come.", "files")
        if (file.size or 0) > settings.UPLOAD_MOST_BYTES:
            most = settings.UPLOAD_MOST_BYTES // 2**20
            raise Invalid(
                "too_large", f"{_own_name(one['name'])} is larger than {most} MB. Nothing was changed.", "files"
            )
        found[one["given"]] = Sent(_own_name(one["name"]), file.file)
    return found


def _own_name(text: str) -> str:
    """Return a file's own name, whatever folders it is said to lie in."""
    return re.split(r"[/\\]", text)[-1].replace("\0", "")[:200] or "file"


def _told(refused: Refusal) -> HttpResponse:
    status = 413 if refused.code == "too_large" else http_status(refused)
    told = _refused(status, refused.code, refused.words, refused.field)
    if isinstance(refused, TooMany):
        told.headers["Retry-After"] = str(refused.seconds)
    return told


def _refused(status: int, code: str, words: str, field: str = "") -> HttpResponse:
    return _json(status, {"status": status, "code": code, "words": words, "field": field}, "application/problem+json")


def _json(status: int, told: Mapping[str, Any], kind: str = "application/json") -> HttpResponse:
    return HttpResponse(json.dumps(told), status=status, content_type=kind, headers={HEADER: __version__})
