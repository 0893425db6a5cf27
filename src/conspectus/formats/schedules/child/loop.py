"""The child's life: put limits on itself, start Java, then answer one framed request after the other.

A frame is four bytes of length and JSON; a request is followed by the file's bytes, announced by ``size``.
Everything the Java side prints goes nowhere, so that nothing but frames travels on the pipe.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

MORE_PROCESSES = 512
NEW_USER_NAMESPACE, NEW_NETWORK_NAMESPACE = 0x10000000, 0x40000000


def _limit(start: dict[str, Any]) -> None:
    """Cap address space, file size and core dumps where the system knows such limits."""
    with contextlib.suppress(ImportError):
        import resource

        for name, amount in (("RLIMIT_AS", start["address_space"]), ("RLIMIT_FSIZE", 256 << 20), ("RLIMIT_CORE", 0)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (amount, amount))


def _limit_processes() -> None:
    """Let this user start few processes and threads more: what goes wild in here must not fill the machine's table."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        own = os.getuid()
        there = sum(_threads(place, own) for place in Path("/proc").glob("[0-9]*"))
        if there:
            resource.setrlimit(resource.RLIMIT_NPROC, (there + MORE_PROCESSES, there + MORE_PROCESSES))


def _threads(process: Path, owner: int) -> int:
    with contextlib.suppress(OSError):
        return len(list((process / "task").iterdir())) if process.stat().st_uid == owner else 0
    return 0  # it ended while we counted


def _limit_time(seconds: float) -> None:
    """Let the next file take so much of the processors; the parent's clock cannot see a child that hides from it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), hard))


def cut_network() -> bool:
    """Leave for a network of our own that has no way out; say whether that worked."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    tries = (NEW_NETWORK_NAMESPACE, NEW_USER_NAMESPACE | NEW_NETWORK_NAMESPACE)
    return any(libc.unshare(flags) == 0 for flags in tries)


def _watch_parent(folder: str) -> None:
    """Leave, and take the folder along, when the parent is gone while a file is being read."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes to ourselves and point the standard streams at nothing."""
    source, sink = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


def _start_java(start: dict[str, Any]) -> None:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # not needed here, and slow to load
    import jpype

    folder = start["folder"]
    options = [
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={folder}",
        f"-XX:ErrorFile={folder}/crash.log",
        "-Djava.awt.headless=true",
        "--enable-native-access=ALL-UNNAMED",
    ]
    jpype.startJVM(*options, jvmpath=start["jvm"], classpath=start["jars"], convertStrings=False)
    charset = jpype.JClass("java.nio.charset.Charset")
    if not charset.isSupported("MacRoman"):
        raise RuntimeError("this Java lacks the extended character sets")


def _receive(source: BinaryIO) -> dict[str, Any] | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    message: dict[str, Any] = json.loads(source.read(int.from_bytes(head, "big")))
    return message


def _send(sink: BinaryIO, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    sink.write(len(body).to_bytes(4, "big") + body)
    sink.flush()


def _answer(extractor: Any, request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return the projects of one file, or the plain name of what the reader threw."""
    try:
        return {"projects": extractor.read(request["kind"], data, request.get("charset"))}
    except BaseException as problem:
        causes: list[str] = []
        cause: Any = problem
        while cause is not None and len(causes) < 8:
            causes.append(f"{type(cause).__name__}: {str(cause)[:300]}")
            cause = cause.getCause() if hasattr(cause, "getCause") else None
        return {"error": causes}


def main() -> None:
    """Serve requests until the pipe closes."""
    source, sink = _private_pipes()
    start = _receive(source)
    if start is None:
        return
    offline = cut_network()
    _limit(start)
    _watch_parent(start["folder"])
    try:
        _start_java(start)
        from conspectus.formats.schedules.child.extract import Extractor

        extractor = Extractor()
    except BaseException as problem:
        _send(sink, {"ready": False, "why": str(problem)[:300]})
        return
    _limit_processes()
    _send(sink, {"ready": True, "offline": offline})
    while (request := _receive(source)) is not None:
        data = source.read(request["size"])
        _limit_time(request["cpu_seconds"])
        _send(sink, _answer(extractor, request, data))
        for left in Path(start["folder"]).iterdir():
            with contextlib.suppress(OSError):
                left.unlink()
