"""In whose manner a page is being written: language, way of numbers and days, time zone; files and the API have one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.utils.translation import override

if TYPE_CHECKING:
    from babel import Locale

# How numbers and days are written where only a language was chosen.
USUAL_REGIONS = {"en": "en-GB", "de": "de-DE"}
REGIONS = ("en-GB", "en-US", "de-DE", "de-AT", "de-CH")


@dataclass(frozen=True, slots=True)
class Manner:
    """What a reader chose, each by its standard code: ISO 639, BCP 47, IANA."""

    language: str = "en"
    region: str = "en-GB"
    zone: str = "UTC"


PLAIN = Manner()
_NOW: ContextVar[Manner] = ContextVar("manner", default=PLAIN)


def manner() -> Manner:
    """Return the manner of whom the present page is for; the plain one outside pages."""
    return _NOW.get()


@contextmanager
def written_for(reader: Manner) -> Iterator[None]:
    """Write everything inside in a reader's manner."""
    token = _NOW.set(reader)
    try:
        with override(reader.language):
            yield
    finally:
        _NOW.reset(token)


def inside(label: object) -> str:
    """Return a label as it stands within a sentence: English writes it small, a German noun keeps its capital."""
    return str(label) if manner().language == "de" else str(label).lower()


def usual_manner(*, language: str = "", region: str = "", zone: str = "") -> Manner:
    """Return the manner an organisation set for those who chose none; refuses to start with one there is not."""
    for name, said, known in (
        ("CONSPECTUS_LANGUAGE", language, USUAL_REGIONS),
        ("CONSPECTUS_REGION", region, REGIONS),
        ("CONSPECTUS_TIME_ZONE", zone, available_timezones() if zone else ()),
    ):
        if said and said not in known:
            some = "a zone such as Europe/Berlin" if name.endswith("ZONE") else f"one of {', '.join(known)}"
            raise SystemExit(f"{name} is '{said}'. Set it to {some}, or leave it out.")
    return chosen(PLAIN, language=language, region=region, zone=zone)


def chosen(usual: Manner, *, language: str = "", region: str = "", zone: str = "") -> Manner:
    """Return what was chosen, the usual where nothing was; a region follows its language."""
    spoken = language or usual.language
    fitting = usual.region if spoken == usual.language else USUAL_REGIONS[spoken]
    return Manner(spoken, region or fitting, zone or usual.zone)


def written_day(on: date) -> str:
    """Return a day as the present reader's region writes it, its month named in their language."""
    reader = manner()
    return _day(on, reader.language, reader.region)


@lru_cache(maxsize=4096)  # a roadmap writes thousands of days, many of them the same
def _day(on: date, language: str, region: str) -> str:
    return shaped_day(on, str(locale_of(region).date_formats["medium"].pattern), language)


@lru_cache(maxsize=4096)
def shaped_day(on: date, pattern: str, language: str) -> str:
    """Return a day by a pattern of CLDR, its names in a language."""
    from babel.dates import format_date

    return format_date(on, pattern, locale=language)


def locale_of(region: str) -> Locale:
    """Return what CLDR knows of a region; the library is read with the first page, not at the start."""
    from babel import Locale

    return Locale.parse(region, sep="-")
