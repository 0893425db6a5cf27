"""A pack read: by the schema first, then by what only its parts together show; every finding with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.methods.checking import noticed
from conspectus.formats.methods.forming import form, plain
from conspectus.formats.methods.method import Method
from conspectus.formats.methods.schema import faults
from conspectus.formats.methods.text import Document, Path, Unreadable, read_text, write_text

MOST_FINDINGS = 200
REMEDIES = {"NOT_YAML": "Look for a missing quotation mark, a colon within a text, or blanks that do not line up."}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: a method where it can be formed; it is sound where no finding is an error."""

    method: Method | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Return whether the method can be published as it is."""
        bad = (Severity.REFUSED, Severity.ERROR)
        return self.method is not None and not any(one.severity in bad for one in self.findings)


def read(data: bytes, facts: Mapping[str, str]) -> Reading:
    """Return the method of a pack and what is noticed in it; ``facts`` are the kinds of the facts there are."""
    try:
        document = read_text(data)
    except Unreadable as error:
        place = f"line {error.line}"
        return Reading(None, (Finding(Severity.REFUSED, error.code, place, error.words, REMEDIES.get(error.code, "")),))
    found = [
        Finding(Severity.REFUSED, one.code.upper(), where(document, one.path), one.words)
        for one in faults(document.value)
    ]
    if found:
        return Reading(None, tuple(found[:MOST_FINDINGS]))
    method = form(Method, document.value)
    told = tuple(
        Finding(severity, code, where(document, path), words) for severity, code, path, words in noticed(method, facts)
    )
    return Reading(method, told[:MOST_FINDINGS])


def write(method: Method) -> bytes:
    """Return the text of a method; read again it gives the same method, and that the same text."""
    return write_text(plain(method))


def digest(method: Method) -> str:
    """Return what tells two versions apart: the hash of the written text."""
    return hashlib.sha256(write(method)).hexdigest()


def where(document: Document, path: Path) -> str:
    """Return the place of a value for people: its line, and the way to it by keys."""
    value, names = document.value, []
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            names.append(str(step))
            break
        key = value.get("key") if isinstance(step, int) and isinstance(value, dict) else None
        names.append(str(key or (step + 1 if isinstance(step, int) else step)))
    return f"line {document.line(path)}" + (f", {'/'.join(names)}" if names else "")
