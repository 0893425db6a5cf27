"""Figures and dates as people read them; pure functions that templates use as filters."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from conspectus.engine.measure import REASON_WORDS, Measure, Reason
from conspectus.engine.plan import DAY, NONE
from conspectus.formats.currencies import decimals, written
from conspectus.formats.packs.words import told as told_of_packs
from conspectus.kit.manner import written_day
from conspectus.rooms.governance.choices import (
    CauseKind,
    Closing,
    ConditionState,
    ExceptionState,
    GateDecision,
    GateState,
    Hurdle,
    Outcome,
    Shows,
)
from conspectus.rooms.portfolio.choices import PlaceKind, State
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.standards.choices import FindingAnswer, FindingEnd, FindingState, FindingStepKind
from conspectus.rooms.status.choices import Dimension, ReportState, RequestState

from .manners import clock, here, number
from .nouns import NOUNS
from .sayings import said

_EPOCH = dt.date(1970, 1, 1)
_CALLED: dict[str, type[TextChoices]] = {
    "colour": Colour,
    "cause": CauseKind,
    "closing": Closing,
    "condition": ConditionState,
    "dimension": Dimension,
    "exception": ExceptionState,
    "finding": FindingState,
    "finding answer": FindingAnswer,
    "finding end": FindingEnd,
    "finding step": FindingStepKind,
    "gate": GateState,
    "gate_decision": GateDecision,
    "hurdle": Hurdle,
    "outcome": Outcome,
    "place": PlaceKind,
    "report": ReportState,
    "request": RequestState,
    "shows": Shows,
    "state": State,
}
DASH = "–"


def day(value: object) -> str:
    """Return a date, an instant or engine minutes as ``31 Oct 2026``."""
    if isinstance(value, dt.datetime):
        value = here(value).date()
    if isinstance(value, dt.date):
        return written_day(value)
    if value is None or value == "" or value == NONE:
        return DASH
    return day(_EPOCH + dt.timedelta(days=int(value) // DAY))  # type: ignore[call-overload]  # engine minutes


def last_day(value: object) -> str:
    """Return the day a half-open instant ends: midnight belongs to the day before."""
    if isinstance(value, int) and value != NONE and value % DAY == 0:
        return day(value - 1)
    return day(value)


def told(text: object) -> str:
    """Return a sentence of the engine in the reader's language, any other with its dates as the reader writes them.

    What is quoted stays as people named it.
    """
    return told_of_packs(said(text), written_day)


def eve(value: dt.date) -> str:
    """Return the day before: the last day of what ends before ``value``."""
    return day(value - dt.timedelta(days=1))


def moment(value: dt.datetime | None) -> str:
    """Return ``31 Oct 2026, 14:05`` in the reader's time zone."""
    if value is None:
        return DASH
    local = here(value)
    return f"{day(local)}, {clock(local)}"


def whole(value: object) -> str:
    """Return a whole number with its thousands apart."""
    return number(f"{round(float(value)):,}")  # type: ignore[arg-type]  # any number


def plain(value: object) -> str:
    """Return a number with at most one decimal and no trailing zero."""
    text = f"{float(value):,.1f}".removesuffix(".0")  # type: ignore[arg-type]  # any number
    return number(text) if text != "-0" else "0"


def tenths(value: object) -> str:
    """Return a number with one decimal always, so that figures in a column stand under each other."""
    text = f"{float(value):,.1f}"  # type: ignore[arg-type]  # any number
    return number(text if text != "-0.0" else "0.0")


def hundredth(value: object) -> str:
    """Return a number with the decimals it has, at most two."""
    return number(f"{float(value):,.2f}".rstrip("0").rstrip("."))  # type: ignore[arg-type]  # any number


def size(value: object) -> str:
    """Return bytes in the unit that fits."""
    return number(filesizeformat(value))  # type: ignore[arg-type]  # any number


def steps(value: object) -> str:
    """Return a gap in steps of a scale, its direction before it."""
    return plain(value) if float(value) < 0 else f"+{plain(value)}"  # type: ignore[arg-type]  # any number


def signs(text: str) -> str:
    """Return a comparison in its proper signs."""
    return said(text).replace("<=", "≤").replace(">=", "≥")


def hundredths(share: object) -> str:
    """Return a share of one as 0 to 100, kept within its track."""
    return f"{min(max(float(share), 0.0), 1.0) * 100:.1f}"  # type: ignore[arg-type]  # any number


def percent(share: object) -> str:
    """Return a share of one as a percentage."""
    if share is None or share == "":
        return DASH
    return f"{plain(float(share) * 100)} %"  # type: ignore[arg-type]  # any number


def part(basis_points: object) -> str:
    """Return basis points as a percentage, with the decimals they have."""
    return number(f"{int(basis_points) / 100:g} %")  # type: ignore[call-overload]  # any number


def money(minor: object, currency: str = "") -> str:
    """Return minor units as an amount in whole units of the currency."""
    if minor is None or minor == "":
        return DASH
    units = round(float(minor) / 10 ** decimals(currency))  # type: ignore[arg-type]  # any number
    return f"{whole(units)} {currency}".strip()


def exact(minor: object, currency: str = "") -> str:
    """Return minor units as an exact amount, as a ledger has it."""
    if minor is None or minor == "":
        return DASH
    return number(written(int(minor), currency))  # type: ignore[call-overload]  # any whole number


def ratio(value: object) -> str:
    """Return an index with two decimals."""
    if value is None or value == "":
        return DASH
    return number(f"{float(value):.2f}")  # type: ignore[arg-type]  # any number


def checked(value: Measure, unit: str) -> str:
    """Return what a quality check measured: days whole, the rest with two decimals; empty where a reason is."""
    if value.value is None:
        return ""
    return whole(value.value) if unit == "days" else ratio(value.value)


def why(reason: object) -> str:
    """Return a reason in words; anything else as it is."""
    if isinstance(reason, Measure):
        reason = reason.reason
    if isinstance(reason, Reason):
        return gettext(REASON_WORDS[reason])
    text = str(reason or "")
    return gettext(REASON_WORDS[Reason(text)]) if text in Reason.__members__ else text


def several(count: object, noun: str) -> str:
    """Return ``1 task`` or ``3 tasks``."""
    counted = int(count)  # type: ignore[call-overload]  # any whole number
    return NOUNS[noun] % {"number": counted, "count": whole(counted)}


def called(code: object, kind: str) -> str:
    """Return what a state, a colour or another kept word is called; what is none of its kind, as it is."""
    known = _CALLED[kind]
    return str(known(code).label) if code in known.values else str(code)


def spoken(label: str) -> str:
    """Return a kept label, which is English, in the reader's language."""
    return gettext(label) if label else ""


def address(path: str, query: dict[str, str], **changes: str | int | None) -> str:
    """Return a link to ``path`` with some of the query changed and empty values left out."""
    merged = {**query, **{name: "" if value is None else str(value) for name, value in changes.items()}}
    kept = {name: value for name, value in merged.items() if value != ""}
    return f"{path}?{urlencode(kept)}" if kept else path
