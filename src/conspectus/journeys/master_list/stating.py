"""What a row states of dates and money, and declares for a period, held against what was said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from conspectus.formats.currencies import decimals
from conspectus.formats.masterlist import Entry
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import Figures
from conspectus.rooms.portfolio.models import Stated
from conspectus.rooms.portfolio.queries import stated_of
from conspectus.rooms.status.actions import Declared, Words
from conspectus.rooms.status.choices import RAG, SCALES, Dimension
from conspectus.rooms.status.models import Report

DAYS = {"start": "starts_on", "finish": "finishes_on"}
MONEY = {"budget": "budget_minor", "cost": "cost_minor"}
FINE = "confidence_5"


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as a row makes it, whole: what it does not say stays as it was."""

    declared: tuple[Declared, ...]
    words: Words
    scale: str
    revision: int


class Statements:
    """What was stated and declared of projects before."""

    def __init__(self, projects: Iterable[int], period: Period | None, stated_on: date) -> None:
        self.period, self.stated_on = period, stated_on
        ids = list(projects)
        self._stated: dict[int, list[Stated]] = stated_of(ids, stated_on)
        found = Report.objects.filter(period=period, project__in=ids).prefetch_related("declarations")
        self._reports = {row.project_id: row for row in found} if period is not None else {}

    def start_of(self, project: int) -> date | None:
        """Return the day a project begins, as it was stated last."""
        before = self._stated.get(project, [])[-1:]
        return before[0].starts_on if before else None

    def figures(
        self, project: int | None, entry: Entry, currency: str, notes: list[str]
    ) -> tuple[Figures | None, list[tuple[str, object, object]]]:
        """Return the figures to keep, None where the list says nothing new, and each that differs: before and after.

        For a period each list is kept, so that what was stated can be followed; else only what differs.
        """
        before = self._stated.get(project, [])[-1:] if project is not None else []
        last = before[0] if before else None
        said: dict[str, object] = {name: entry.days[key] for key, name in DAYS.items() if key in entry.days}
        for key, name in MONEY.items():
            amount = entry.amounts.get(key)
            if amount is not None and (amount.currency or currency) != currency:
                notes.append(f"The {key} is in {amount.currency}, the project in {currency}; it is not taken.")
            elif amount is not None:
                said[name] = amount.minor
        if not said:
            return None, []
        keep = replace(_figures(last), **said, currency=currency)  # type: ignore[arg-type]  # by the names above
        fresh = self.period is not None and (last is None or last.stated_on != self.stated_on)
        told = [
            (key, getattr(last, name, None), said[name])
            for key, name in (DAYS | MONEY).items()
            if name in said and (fresh or getattr(last, name, None) != said[name])
        ]
        return (keep if told else None), told

    def declared(
        self, project: int | None, entry: Entry, scale: str
    ) -> tuple[Reported | None, list[tuple[str, str, str, str]]]:
        """Return the report to write, None where nothing is new or no period was chosen, and what it changes."""
        if self.period is None:
            return None, []
        report = self._reports.get(project) if project is not None else None
        scale = _scale(report, entry, scale)
        levels = {one.dimension: one for one in report.declarations.all()} if report is not None else {}
        changes = []
        for dimension, level in entry.colours.items():
            there = levels.get(dimension)
            if there is None or there.level != level:
                before = _label(report.scale, there.level) if report is not None and there is not None else ""
                after = _label(scale, level)
                changes.append((f"status {dimension}", f"{Dimension(dimension).label} status", before, after))
        comment = entry.texts.get("comment", "")
        if comment and (report is None or report.summary != comment):
            changes.append(("comment", "Comment", report.summary if report is not None else "", comment))
        if not changes:
            return None, []
        kept = {name: Declared(name, one.level, one.words) for name, one in levels.items()}
        kept |= {
            name: Declared(name, level, kept[name].words if name in kept else "")
            for name, level in entry.colours.items()
        }
        words = Words(report.summary, report.achieved, report.planned, report.decisions) if report else Words()
        words = replace(words, summary=comment) if comment else words
        return Reported(tuple(kept.values()), words, scale, report.revision if report else 0), changes


def money(minor: int, currency: str) -> str:
    """Return an amount in major units with its currency."""
    places = decimals(currency)
    return f"{Decimal(minor).scaleb(-places):,.{places}f} {currency}".strip()


def _figures(row: Stated | None) -> Figures:
    if row is None:
        return Figures()
    return Figures(row.starts_on, row.finishes_on, row.budget_minor, row.cost_minor, row.currency)


def _scale(report: Report | None, entry: Entry, scale: str) -> str:
    """Return the scale that holds what the row says and what was said before."""
    if report is None or report.scale == scale:
        return scale
    return FINE if FINE in (scale, report.scale) else RAG if not entry.colours else scale


def _label(scale: str, level: str) -> str:
    return next((one.label for one in SCALES[scale].levels if one.code == level), level)
