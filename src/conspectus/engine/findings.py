"""A finding: what was noticed, where, how bad, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters. A refusal means nothing of the file is used."""

    REFUSED = "refused"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in a file, a plan or a measure.

    ``code`` is a stable upper-case name (``LINK_CYCLE``), ``place`` says where in
    the reader's words (``Costs!B7``, ``task 31``), ``words`` is a full plain
    sentence, ``remedy`` what to do, ``tasks`` the uids concerned.
    """

    severity: Severity
    code: str
    place: str
    words: str
    remedy: str = ""
    tasks: tuple[str, ...] = ()
