"""Two revisions of a plan compared, as the terminal shows it."""

from __future__ import annotations

from typing import Any

from conspectus.doors.cli._terminal import print_findings, print_table
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.words import visible

_SHOWN = 60


def print_comparison(answer: dict[str, Any]) -> None:
    """Print what moved the finish, then the changes."""
    for project in answer["projects"]:
        print(visible(f"{project['name']}: {project['words']}"))
        print()
        if project["causes"]:
            causes = [(c["name"] or "the plan", f"{c['days']:+,.1f}", ", ".join(c["what"])) for c in project["causes"]]
            print_table(("What moved the finish", "Days", "By"), causes, figures=(1,), cut=60)
        changes = project["changes"]
        if changes:
            heads = ("Change", "Id", "Task", "Before", "After", "By")
            rows = [_row(change, project["currency"] or "") for change in changes[:_SHOWN]]
            print_table(heads, rows, figures=(5,), cut=44)
        if len(changes) > _SHOWN:
            print(f"… and {len(changes) - _SHOWN} more changes; --json lists all.\n")
    print_findings([row for row in answer["findings"] if row["severity"] != "note"])


def _row(change: dict[str, Any], currency: str) -> tuple[str, ...]:
    before, after, delta = change["before"], change["after"], change["delta"]
    shown = "" if delta is None else f"{delta:+,.1f} {change['unit']}".strip()
    if change["unit"] == "money" and delta is not None:
        minor = 10 ** decimals(currency)
        before, after = (f"{float(amount) / minor:,.2f}" if amount else "–" for amount in (before, after))
        shown = f"{delta / minor:+,.2f} {currency}".strip()
    kind = change["kind"].replace("_", " ")
    return (kind, change["uid"], change["name"], before.replace("T", " "), after.replace("T", " "), shown)
