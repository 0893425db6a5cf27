"""Two revisions of a plan compared, as the terminal shows it: the finish first, then each kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from conspectus.doors.cli._terminal import print_findings, print_table, room
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.words import visible

_SHOWN = 12  # of a kind
_SENTENCE = 100  # a line longer than this is hard to read
_TITLES = {
    "added": "Tasks added",
    "removed": "Tasks removed",
    "renamed": "Tasks renamed",
    "moved": "Tasks moved",
    "longer": "Tasks longer",
    "shorter": "Tasks shorter",
    "link_added": "Links added",
    "link_removed": "Links removed",
    "link_changed": "Links changed",
    "constraint": "Constraints changed",
    "calendar": "Calendars changed",
    "cost": "Costs changed",
    "progress": "Progress",
    "baseline": "Stored baselines changed",
    "status_date": "Status date",
}


def print_comparison(answer: dict[str, Any]) -> None:
    """Print what moved the finish, then the changes of each kind, the largest first."""
    for project in answer["projects"]:
        print(fill(visible(f"{project['name']}: {project['words']}"), min(room(), _SENTENCE)))
        print()
        if project["causes"]:
            rows = [(c["name"] or "the plan", f"{c['days']:+,.1f}", ", ".join(c["what"])) for c in project["causes"]]
            _section("What moved the finish", len(rows), ("Task", "Days", "By"), rows, figures=(1,))
        for kind, title in _TITLES.items():
            changes = [change for change in project["changes"] if change["kind"] == kind]
            if changes:
                _print_kind(title, changes, project["currency"] or "")
    print_findings([row for row in answer["findings"] if row["severity"] != "note"])


def _print_kind(title: str, changes: list[dict[str, Any]], currency: str) -> None:
    ranked = sorted(changes, key=lambda change: -abs(change["delta"] or 0))
    rows = [_row(change, currency) for change in ranked]
    _section(title, len(rows), ("Task", "Id", "Before", "After", "By", "What"), rows, figures=(4,))


def _section(
    title: str, count: int, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, figures: tuple[int, ...]
) -> None:
    print(f"{title} ({count:,})")
    shown = rows[:_SHOWN]
    told = [place for place in range(len(heads)) if any(row[place] for row in shown)]  # columns that say something
    placed = [told.index(place) for place in figures if place in told]
    cut = 28 if len(told) > 3 else 48
    print_table([heads[p] for p in told], [[row[p] for p in told] for row in shown], figures=placed, cut=cut)
    if count > _SHOWN:
        print(f"… and {count - _SHOWN:,} more; --json lists all.\n")


def _row(change: dict[str, Any], currency: str) -> tuple[str, ...]:
    before, after, delta = change["before"], change["after"], change["delta"]
    shown = "" if delta is None else f"{delta:+,.1f} {change['unit']}".strip()
    if change["unit"] == "money" and delta is not None:
        minor = 10 ** decimals(currency)
        before, after = (f"{float(amount) / minor:,.2f}" if amount else "–" for amount in (before, after))
        shown = f"{delta / minor:+,.2f} {currency}".strip()
    said = "" if before or after else change["words"]
    return (change["name"] or "the plan", change["uid"], _value(before), _value(after), shown, said)


def _value(text: str) -> str:
    """Return an instant as date and time, a long decimal number rounded, other text as it is."""
    try:
        return f"{float(text):,.10g}" if len(text) < 7 else f"{float(text):,.2f}"
    except ValueError:
        return text.replace("T", " ") if text[:1].isdigit() else text
