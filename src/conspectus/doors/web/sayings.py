"""What the engine says, in the reader's language: its sentences are known by their English and said anew.

Floors that know no languages keep whole English sentences with their figures. Each sentence here is the same English
with names for what changes; what is none of these is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache

from django.utils.translation import gettext

from conspectus.engine.measure import REASON_WORDS
from conspectus.engine.status.assessment import ACTUALS, COSTS, METHODS, REMEDIES
from conspectus.engine.status.exposure import NO_AMOUNTS, NO_CONTINGENCY
from conspectus.engine.status.forecast import (
    APPROVE,
    FORECAST,
    NO_BUDGET,
    NO_FORECAST,
    RATE,
    SPENT_ALREADY,
    UNRATED,
)
from conspectus.engine.status.plausible import SENTENCES as DOUBTS
from conspectus.engine.status.throughput import AGAIN, NO_GROWTH, NO_PROMISE, PROMISE, THROUGHPUT, UNKNOWN, UPLOAD
from conspectus.engine.status.verdict import UNASSESSED
from conspectus.formats import old_office
from conspectus.formats.agile import sentences as of_backlogs
from conspectus.formats.masterlist import sentences as of_sheets
from conspectus.kit.manner import Manner, manner, written_day
from conspectus.rooms.standards.choices import FIRST_SHIPPED

from .manners import number

CHECKS = (
    "Logic", "Leads", "Lags", "Relationship types", "Hard constraints", "High float", "Negative float",
    "High duration", "Invalid dates", "Resources", "Missed tasks", "Critical path test", "Critical path length index",
    "Baseline execution index",
)  # fmt: skip
_SLIPS = tuple(
    sentence
    for what in ("Finish", "Last finish", THROUGHPUT.replace("%", "%%"))
    for sentence in (
        f"{what} %(day)s is as approved.",
        f"{what} %(day)s is as in the baseline (from file).",
        f"{what} %(day)s is %(days)s (%(share)s %%) before the %(fixed)s; %(band)s.",
        f"{what} %(day)s is %(days)s (%(share)s %%) after the %(fixed)s; %(band)s.",
    )
)
_SHARES = tuple(
    f"%(part)s of %(all)s {words} (%(share)s %%)."
    for words in (
        "tasks to finish have no predecessor or no successor",
        "links have a lead",
        "links have a lag",
        "links are finish-to-start",
        "tasks to finish have a hard constraint",
        "tasks to finish have more than %(limit)s working days of float",
        "tasks to finish have negative float",
        "tasks to finish last more than %(limit)s working days",
        "tasks are forecast before the status date or have actual dates after it",
        "tasks of a day or more carry neither hours nor cost",
        "tasks due by the status date finished or will finish late",
    )
)
_NAMED = (
    "Reported as 100 %% complete without an actual finish",
    "With an actual finish, but not 100 %% complete",
    "With progress, but without an actual start",
    "Finished before the start",
    "Forecast to finish after the deadline",
    "With dates set by hand, which the logic does not move",
)
SENTENCES = (
    FIRST_SHIPPED,
    *_SLIPS,
    *DOUBTS,
    *of_backlogs.SENTENCES,
    *of_backlogs.PLACES,
    *of_sheets.SENTENCES,
    *old_office.SENTENCES,
    "SPI(t) is %(index)s; red below %(limit)s.",
    "SPI(t) is %(index)s; green from %(limit)s.",
    "Forecast at completion %(forecast)s is as approved.",
    "Forecast at completion %(forecast)s is as in the baseline.",
    "Forecast at completion %(forecast)s is as in the baseline (from file).",
    "Forecast at completion %(forecast)s is %(share)s %% over the %(held)s; %(band)s.",
    "Forecast at completion %(forecast)s is %(share)s %% under the %(held)s; %(band)s.",
    f"{SPENT_ALREADY} %(forecast)s is %(share)s %% over the %(held)s; %(band)s.",
    f"{SPENT_ALREADY} %(forecast)s is as approved.",
    "The backlog grew by %(share)s %%; %(band)s.",
    "The backlog shrank by %(share)s %%; %(band)s.",
    "CPI is %(index)s.",
    "Half likely by %(day)s.",
    "Scope grew by %(share)s %%.",
    "Scope shrank by %(share)s %%.",
    UPLOAD,
    "no plan, judged by its backlog",
    PROMISE,
    AGAIN,
    APPROVE,
    FORECAST,
    RATE,
    "Mandatory, past due and not accepted: %(deliverables)s, “%(name)s” first.",
    "Mandatory, past due and not accepted: %(deliverables)s, “%(name)s”.",
    "No mandatory deliverable is overdue.",
    "Approved and pending change is %(share)s %% of the baseline cost; %(band)s.",
    "Critical, open and past due: %(faults)s, “%(name)s” first.",
    "Critical, open and past due: %(faults)s, “%(name)s”.",
    "%(part)s of %(all)s: %(share)s %% of reviewed deliverables accepted; red below %(limit)s %%.",
    "%(part)s of %(all)s: %(share)s %% of reviewed deliverables accepted; green from %(limit)s %%.",
    "No critical non-conformity is overdue.",
    "Grave and without response or owner: %(risks)s, “%(name)s” first.",
    "Grave and without response or owner: %(risks)s, “%(name)s”.",
    "Exposure is %(share)s %% of the contingency left; %(band)s.",
    "No money is at risk.",
    "Money is at risk, and no contingency is left.",
    "Left out: %(projects)s with changes and no cost of a baseline.",
    "Counted: %(projects)s with money at risk and no contingency.",
    "Enter its risks.",
    "Enter its deliverables and changes.",
    "Review deliverables, and record what does not conform.",
    "Not assessed: the plan needs a status date and a baseline, and costs where cost is to be judged.",
    "Not assessed, because %(reason)s.",
    "Not measured, because %(reason)s.",
    "%(colour)s by %(by)s; %(part)s of %(all)s dimensions assessed.",
    "%(part)s of %(all)s dimensions assessed.",
    "Recovery of “%(name)s” alone would change this.",
    "Sums in %(currency)s at closing rates: %(rates)s.",
    "What is still to be spent is %(share)s %% of the budget approved for the whole, and the schedule is red. "
    "Stop it, or approve it anew.",
    "It is forecast to cost %(share)s %% of its budget, and the schedule is red; the rest alone is %(rest)s %%. "
    "Agree a way back.",
    *dict.fromkeys((*REMEDIES.values(), ACTUALS, COSTS)),
    *_SHARES,
    "%(part)s of %(all)s links are finish-to-start (%(share)s %%); %(number)s are start-to-finish, where none should "
    "be.",
    "No task to finish is critical, so nothing drives the finish.",
    "With %(push)s working days more on “%(name)s” the finish moves by %(number)s working days.",
    "%(number)s working days are left to the forecast finish, which is %(part)s working days after the baseline "
    "finish.",
    "%(number)s working days are left to the forecast finish, which is %(part)s working days before the baseline "
    "finish.",
    "1 task is finished, where 1 was due or has no baseline date.",
    "1 task is finished, where %(all)s were due or have no baseline date.",
    "%(part)s tasks are finished, where 1 was due or has no baseline date.",
    "%(part)s tasks are finished, where %(all)s were due or have no baseline date.",
    "Over tasks due alone the index is %(index)s.",
    "Of the tasks due in the month of the status date %(share)s %% were finished in time.",
    "for information",
    "<= %(limit)s %%",
    ">= %(limit)s %% FS",  # before the shorter one, which it begins with
    ">= %(limit)s %%",
    ">= %(limit)s days",
    ">= %(limit)s",
    "approved baseline %(number)s",
    "approved baseline",
    "from file",
    "Link each task to what it waits for and to what waits for it.",
    "Split the earlier task at the hand-over, and link the parts without a lead.",
    "Make waiting a task of its own, so that it can be seen and shortened.",
    "Use finish-to-start where the work allows; avoid start-to-finish.",
    "Replace it by a link, or by a deadline that does not move dates.",
    "Look for a missing successor; much float often means missing logic.",
    "Recover the time on their path, or agree another date.",
    "Break them into parts whose progress can be seen.",
    "Move work not done to after the status date; correct actual dates that lie in the future.",
    "Assign people or cost to them, or say why none is needed.",
    "Find out why work is late, and re-plan what depends on it.",
    "Find the break: missing successors, hard constraints, or dates set by hand.",
    "Recover time on the critical path, or agree another finish.",
    "Finish what is due, and bring new work into the baseline by approval.",
    "unchanged at %(measure)s.",
    "better, %(before)s before, %(measure)s now.",
    "worse, %(before)s before, %(measure)s now.",
    "%(before)s before, %(measure)s now.",
    "The plan has no active tasks, so there is nothing to check.",
    "Add the work to the plan.",
    "%(what)s: %(tasks)s, “%(name)s” first.",
    "%(what)s: %(tasks)s, “%(name)s”.",
    "Enter the day the work ended.",
    "Remove the actual finish, or complete the task.",
    "Enter the day the work began.",
    "Correct the actual dates.",
    "Recover the time, or agree another date.",
    "Let the tool schedule them.",
    "The plan has no status date, so progress, missed tasks and earned value cannot be judged.",
    "Set it in the tool, or give one.",
    "Actual dates after the status date %(day)s: %(tasks)s.",
    "Correct the dates, or move the status date.",
    "The plan has no baseline, so it cannot be said whether it is late.",
    "Approve one, or save one in the tool.",
    "Not in the baseline: %(part)s of %(tasks)s.",
    "Bring them into the baseline by approval.",
    "Forecast %(amount)s above the budget",
    "Forecast %(amount)s above the budget.",
    "Forecast %(amount)s above the budget, %(share)s%% of it",
    "Forecast %(amount)s above the budget, %(share)s%% of it.",
    "%(number)s in currencies without a rate to %(currency)s are not compared",
)
# Parts of sentences, by the name under which they stand in one.
PHRASES: dict[str, tuple[str, ...]] = {
    "days": ("1 working day", "%(number)s working days"),
    "fixed": ("approved finish %(day)s", "baseline finish %(day)s (from file)"),
    "band": (
        "green to %(green)s %%", "green to %(green)s %%, amber to %(amber)s %%", "amber to %(amber)s %%",
    ),
    "forecast": ("%(amount)s", "%(amount)s (%(method)s, because %(reason)s)"),
    "held": ("approved budget %(amount)s", "baseline budget %(amount)s", "baseline budget %(amount)s (from file)"),
    "method": tuple(METHODS.values()),
    "reason": (
        *REASON_WORDS.values(), *UNASSESSED.values(), *UNKNOWN.values(), "by CPI 0 there is none",
        "the planned duration is zero",
        "the budget is zero", "work is reported as done but no cost is recorded", "there are no actual costs",
        "there are no costs", NO_PROMISE, NO_GROWTH, NO_BUDGET, NO_FORECAST, UNRATED, NO_AMOUNTS, NO_CONTINGENCY,
    ),
    "colour": ("Green", "Amber", "Red"),
    "by": (
        "schedule", "cost", "scope", "quality", "risk", "benefits", "resources",
    ),
    "rates": ("1 %(currency)s = %(rate)s %(home)s of %(day)s",),
    "what": _NAMED,
    "needed": of_backlogs.NEEDED,
    "tasks": ("1 task", "%(number)s tasks"),
    "deliverables": ("1 deliverable", "%(number)s deliverables"),
    "risks": ("1 risk", "%(number)s risks"),
    "projects": ("1 project", "%(number)s projects"),
    "faults": ("1 non-conformity", "%(number)s non-conformities"),
    "measure": ("%(number)s %%", "%(number)s days", "%(number)s", "not measured, because %(reason)s"),
    "before": ("%(number)s %%", "%(number)s days", "%(number)s", "not measured, because %(reason)s"),
}  # fmt: skip
SEVERAL = {"rates": ", ", "by": " and "}  # what may stand in a place more than once, and what lies between
_SLOT = re.compile(r"%\((\w+)\)s")
_NO_FIGURE = re.compile(
    r"[\d,]{24}"
)  # longer than any the engine says: somebody typed it, and patterns would toil over it
_END = re.compile(r"(?<=[.!?”]) +")
_FIGURE = r"-?[\d,]*\.?\d+(?:e[+-]?\d+)?"
_SHAPES = {
    "day": r"\d{4}-\d\d-\d\d",
    "amount": r"-?[\d,]+(?: [A-Z]{3})?",
    "name": ".+?",
    "cell": r"[A-Z]{1,3}\d+|row \d+",
} | dict.fromkeys(("currency", "home"), "[A-Z]{3}")


def said(text: object) -> str:
    """Return what the engine says, in the reader's language."""
    reader = manner()
    plain = str(text)
    return plain if reader.language == "en" or _NO_FIGURE.search(plain) else _said(plain, reader)


@lru_cache(maxsize=8192)  # a table says the same of many projects, and of each on every page
def _said(text: str, reader: Manner) -> str:
    return " ".join(piece if known is None else known() for piece, known in pieces(text))


def pieces(text: str) -> Iterator[tuple[str, Callable[[], str] | None]]:
    """Yield a text sentence by sentence, each with what says it; None where it is no sentence of the engine."""
    rest = text.strip()
    while rest:
        name = next((one for one in CHECKS if rest.startswith(f"{one}: ") or rest == one), "")
        if name:
            head = rest[: len(name) + 1].rstrip()
            yield head, lambda name=name, colon=head != name: gettext(name) + (":" if colon else "")  # type: ignore[misc]
            rest = rest[len(head) :].lstrip()
            continue
        for message, pattern in _patterns():
            if found := pattern.match(rest):
                yield found[0], lambda message=message, found=found: _filled(message, found.groupdict())  # type: ignore[misc]
                rest = rest[found.end() :].lstrip()
                break
        else:
            piece, *left = _END.split(rest, maxsplit=1)
            yield piece, None
            rest = left[0] if left else ""


def _filled(message: str, values: dict[str, str]) -> str:
    return gettext(message) % {name: _value(name, text) for name, text in values.items()}


def _value(name: str, text: str) -> str:
    """Return a part of a sentence as the reader writes it."""
    if name == "day":
        try:
            return written_day(date.fromisoformat(text))
        except ValueError:  # typed by somebody in the engine's words
            return text
    if name in ("name", "currency", "home", "cell"):
        return text
    if name in SEVERAL:
        between = SEVERAL[name] if name == "rates" else f" {gettext('and')} "
        return between.join(_phrase(name, one) for one in text.split(SEVERAL[name]))
    return _phrase(name, text) if name in PHRASES else number(text)


def _phrase(kind: str, text: str) -> str:
    for message, pattern in _parts(kind):
        if found := pattern.fullmatch(text):
            return _filled(message, found.groupdict())
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one, re.compile(rf"{_shape(one)}(?=\s|$)")) for one in SENTENCES)


@cache
def _parts(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one, re.compile(_shape(one))) for one in PHRASES[kind])


def _shape(message: str) -> str:
    """Return the pattern of a message: its words as they stand, and what may stand in each of its places."""
    words, shape = _SLOT.split(message), ""
    for place, part in enumerate(words):
        if place % 2 == 0:
            shape += re.escape(part.replace("%%", "%"))
        elif part in PHRASES:
            shape += f"(?P<{part}>{_any(part)})"
        else:
            shape += f"(?P<{part}>{_SHAPES.get(part, _FIGURE)})"
    return shape


@cache
def _any(kind: str) -> str:
    """Return a pattern of all that may stand in a place, without names for its parts."""
    bare = "|".join(re.sub(r"\(\?P<\w+>", "(?:", _shape(one)) for one in sorted(PHRASES[kind], key=len, reverse=True))
    between = SEVERAL.get(kind)
    return f"(?:{bare})(?:{between}(?:{bare}))*" if between else bare
