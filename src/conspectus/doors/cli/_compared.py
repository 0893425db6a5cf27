"""Two revisions of a plan compared, as the terminal shows it: the finish first, then each kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._terminal import print_findings, print_table, room, shortened
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.words import told, visible

if TYPE_CHECKING:
    from conspectus.rooms.schedule.queries import ChangeView, ComparisonView

_SHOWN = 12  # of a kind
_SENTENCE = 100  # a line longer than this is hard to read
_NAME, _WORDS = 36, 50  # a task's name and what is said of it, beside one another in a line
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
        _sentence(f"{project['name']}: {project['words']}")
        if project["causes"]:
            rows = [(c["name"] or "the plan", f"{c['days']:+,.1f}", ", ".join(c["what"])) for c in project["causes"]]
            _section("What moved the finish", len(rows), ("Task", "Days", "By"), rows, figures=(1,))
        for kind, title in _TITLES.items():
            changes = [change for change in project["changes"] if change["kind"] == kind]
            if changes:
                _print_kind(title, changes, project["currency"] or "")
    print_findings([row for row in answer["findings"] if row["severity"] != "note"])


def print_changes(found: ComparisonView) -> None:
    """Print the same of two stored revisions."""
    _sentence(" ".join(found.words))
    if found.causes:
        causes = [(c.name or "the plan", c.uid, f"{c.days or 0:+,.1f}", c.what) for c in found.causes]
        _section("What moved the finish", len(causes), ("Task", "Id", "Days", "By"), causes, figures=(2,))
    for kind, title in _TITLES.items():
        changes = [change for change in found.changes if change.what == kind.replace("_", " ")]
        if changes:
            changes.sort(key=lambda change: -abs(change.days or 0))
            said = [(shortened(c.name or "the plan", _NAME, _NAME // 3), c.uid, _bare(c)) for c in changes]
            _section(title, len(said), ("Task", "Id", "In words"), said, cut=_WORDS)


def _bare(change: ChangeView) -> str:
    """Return the words without the name that stands beside them."""
    return told(change.words.removeprefix(f"“{change.name}” "))


def _sentence(words: str) -> None:
    print(fill(visible(words), min(room(), _SENTENCE)))
    print()


def _print_kind(title: str, changes: list[dict[str, Any]], currency: str) -> None:
    ranked = sorted(changes, key=lambda change: -abs(change["delta"] or 0))
    rows = [_row(change, currency) for change in ranked]
    _section(title, len(rows), ("Task", "Id", "Before", "After", "By", "What"), rows, figures=(4,))


def _section(
    title: str,
    count: int,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    figures: tuple[int, ...] = (),
    cut: int = 0,
) -> None:
    print(f"{title} ({count:,})")
    shown = rows[:_SHOWN]
    said = [place for place in range(len(heads)) if any(row[place] for row in shown)]  # columns that say something
    placed = [said.index(place) for place in figures if place in said]
    cut = cut or (28 if len(said) > 3 else 48)
    print_table([heads[p] for p in said], [[row[p] for p in said] for row in shown], figures=placed, cut=cut)
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
