#!/usr/bin/env python3
"""Set up and run everything with Python alone: demo, test, check, bench, lock, or any conspectus command."""
# Written so that a Python as old as 3.6 can read it, and say that it is too old.

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = BIN / f"python{EXE}"
USAGE = """Usage: python3 run.py COMMAND

  demo [options]   set everything up, load the demo portfolio, serve it on 127.0.0.1
  test [options]   set everything up and run every test (options go to pytest)
  check            formatter, linter, types and the import law
  bench [name]     measurements, printed as ratios; --small only shows that they run
  trust [goal]     the promises of docs/trust.md, tested in full
  words            find every message of the pages, bring the German catalogue up to date
  lock             write the locked dependencies anew
  anything else    the conspectus command, e.g. python3 run.py review plans/
"""


def say(words: str) -> None:
    print(f"[conspectus] {words}", file=sys.stderr, flush=True)


def stop(words: str) -> None:
    say(words)
    sys.exit(2)


def call(*args: object, **more: object) -> int:
    environment = {
        **os.environ,
        "UV_SYSTEM_CERTS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "UV_NO_PROGRESS": os.environ.get("UV_NO_PROGRESS", "1"),
        **more.get("env", {}),  # type: ignore[dict-item]
    }
    process = subprocess.Popen([str(a) for a in args], cwd=ROOT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()  # the same Ctrl-C reached it; it puts away what it has begun
        raise


def must(*args: object, failing: str, **more: object) -> None:
    code = call(*args, **more)
    if code:
        say(failing)
        sys.exit(code)


def find_uv() -> Path:
    """Return the pinned installer: beside the checkout, or fetched by pip and checked by hash."""
    pinned = next(line.split("==")[1].split()[0] for line in _read("locks/uv.txt").splitlines() if line[:4] == "uv==")
    beside = TOOLS / pinned / "bin" / f"uv{EXE}"
    if beside.exists():
        return beside
    onpath = shutil.which("uv")
    if onpath and pinned in subprocess.run([onpath, "--version"], capture_output=True, text=True, check=False).stdout:
        return Path(onpath)
    say(f"fetching the installer uv {pinned} into .tools")
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        if onpath:
            return Path(onpath)
        stop("This Python has neither pip nor uv. Install one of them (for example the package python3-pip) and retry.")
    target = TOOLS / pinned
    must(
        *pip, "install", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--target", target,
        "-r", ROOT / "locks/uv.txt",
        failing="The installer could not be fetched. Check the network or the package index and retry.",
    )  # fmt: skip
    return beside


def set_up(lock: str) -> None:
    """Bring ``.venv`` to the named lock; nothing is done when it is there already."""
    if sys.version_info < (3, 11):
        stop(f"Conspectus needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    stamp, wanted = VENV / "conspectus.stamp", _stamp(lock)
    held = stamp.read_text() if stamp.exists() else ""
    if PYTHON.exists() and held in {wanted, _stamp("dev") if lock == "run" else wanted}:
        return
    began = time.monotonic()
    uv = find_uv()
    if not PYTHON.exists():
        must(uv, "venv", "--quiet", "--python", sys.executable, VENV, failing="The environment could not be made.")
    say(f"installing locked dependencies ({lock}); the first time takes a minute or two")
    target = {"env": {"VIRTUAL_ENV": str(VENV)}}
    must(
        uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", f"locks/{lock}.txt",
        failing="The dependencies could not be installed. Check the network or the package index and retry.", **target,
    )  # fmt: skip
    must(
        uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", ".",
        failing="Conspectus itself could not be installed.", **target,
    )  # fmt: skip
    stamp.write_text(wanted)
    say(f"set up in {time.monotonic() - began:.0f} s")


def test(options: "list[str]") -> int:
    """Run every test: pure and browser tests once, tests of rows on both databases."""
    set_up("dev")
    call(PYTHON, "-m", "conspectus.engine.warm")
    if options:
        return call(PYTHON, "-m", "pytest", *options)
    many = ("-q", "-n", "2", "--dist", "worksteal")  # one half each, so that what a module builds is built once
    kept = {"PYTHONDONTWRITEBYTECODE": ""}  # or every worker, and each program a test starts, compiles the source anew
    say("tests on SQLite")
    first = call(PYTHON, "-m", "pytest", *many, "-m", "not slow", env=kept)
    say("tests of rows on PostgreSQL")
    second = call(
        PYTHON, "-m", "pytest", *many, "-m", "rows and not slow and not browser",
        env={**kept, "CONSPECTUS_TEST_DATABASE": "postgres"},
    )  # fmt: skip
    return first or second


def check() -> int:
    """Run the one strict check: format, lint, types, import law."""
    set_up("dev")
    codes = [
        call(BIN / "ruff", "format", "--check", "."),
        call(BIN / "ruff", "check", "."),
        call(BIN / "lint-imports", "--no-cache"),
        call(BIN / "mypy"),
    ]
    return max(codes)


def lock() -> int:
    """Write the locks anew, with hashes and without naming an index."""
    set_up("dev")
    base = [
        find_uv(), "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "pyproject.toml",
    ]  # fmt: skip
    groups = {"run": ["build"], "dev": ["build", "test", "lint"], "bench": ["build", "test", "bench"]}
    for name, members in groups.items():
        chosen = [part for member in members for part in ("--group", f"pyproject.toml:{member}")]
        same = [] if name == "run" else ["-c", "locks/run.txt"]
        must(*base, *chosen, *same, "-o", f"locks/{name}.txt", failing=f"The lock {name} could not be solved.")
    return 0


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _stamp(lock: str) -> str:
    parts = (lock, sys.version, _read(f"locks/{lock}.txt"), _read("pyproject.toml"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def main(argv: "list[str]") -> int:
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return 0
    command, options = argv[0], argv[1:]
    if command == "test":
        return test(options)
    if command == "check":
        return check()
    if command == "lock":
        return lock()
    if command == "trust":
        set_up("dev")
        return call(PYTHON, "-m", "tests.trust.report", *options)
    if command == "words":
        set_up("dev")
        return call(PYTHON, "-m", "tests.wording")
    if command == "bench":
        set_up("bench")
        return call(PYTHON, "-m", "benchmarks", *options)
    set_up("run")
    return call(BIN / f"conspectus{EXE}", *argv)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
