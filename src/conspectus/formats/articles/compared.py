"""What differs between two texts, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True, slots=True)
class ArticleDifference:
    """One line of a comparison: as it was, taken away, or added."""

    kind: Literal["same", "gone", "new"]
    line: str


def differences(before: str, after: str, *, around: int = 2) -> tuple[ArticleDifference, ...]:
    """Return the lines that went and came, each with some unchanged ones around it; none where the texts are alike."""
    old, new = before.splitlines(), after.splitlines()
    found: list[ArticleDifference] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        if found:
            found.append(ArticleDifference("same", "…"))
        for tag, first, last, start, stop in group:
            if tag == "equal":
                found += [ArticleDifference("same", line) for line in old[first:last]]
            else:
                found += [ArticleDifference("gone", line) for line in old[first:last]]
                found += [ArticleDifference("new", line) for line in new[start:stop]]
    return tuple(found)
