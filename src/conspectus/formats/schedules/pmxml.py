"""A light look over a Primavera XML file: its structure, and what it names that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conspectus.engine.findings import Finding
from conspectus.formats.schedules import loops, orphans

BLOCK = re.compile(r"<(WBS|EPS|Calendar|Activity|Relationship)>(.*?)</\1>", re.DOTALL)
CURRENCY = re.compile(r"<Currency>(.{0,2000}?)</Currency>", re.DOTALL)
HEAD = re.compile(
    r"<(?:Baseline)?Project>(.*?)<(?:WBS|Calendar|Activity|ResourceAssignment|/(?:Baseline)?Project)>", re.DOTALL
)
FIELD = re.compile(
    r"<((?:Parent|BaseCalendar|WBS|PredecessorActivity|SuccessorActivity)?ObjectId|Id|Code|Name|ExchangeRate)>"
    r"\s*([^<]*?)\s*</\1>"
)


class Look:
    """What was found."""

    def __init__(self, text: str) -> None:
        self.trees: loops.Tree = {}
        self._tasks, self._wbs = set[str](), set[str]()
        self._links: list[tuple[str, str]] = []
        self._parents: list[tuple[str, str]] = []
        for kind, body in BLOCK.findall(text):
            self._take(kind, dict(reversed(FIELD.findall(body))))  # the first of a name counts
        for head in HEAD.findall(text):  # a project's own node is named by the project and need not be in the file
            self._wbs.add(dict(FIELD.findall(head)).get("WBSObjectId", ""))

    def _take(self, kind: str, told: dict[str, str]) -> None:
        own = told.get("ObjectId", "")
        name = told.get("Code") or told.get("Name") or own
        if kind == "Relationship":
            self._links.append((told.get("PredecessorActivityObjectId", ""), told.get("SuccessorActivityObjectId", "")))
        elif kind == "Activity":
            self._tasks.add(own)
            self._parents.append((told.get("Id") or own, told.get("WBSObjectId", "")))
        else:
            above = told.get("BaseCalendarObjectId" if kind == "Calendar" else "ParentObjectId", "")
            if own and above:
                self.trees[f"{kind} {own}"] = (f"{kind} {above}", told.get("Name", own))
            if kind == "WBS":
                self._wbs.add(own)
                self._parents.append((f"WBS {name}", above))

    def findings(self) -> Iterator[Finding]:
        """Yield what is named and is not there."""
        yield from orphans.parents([one for one in self._parents if one[1] and one[1] not in self._wbs])
        yield from orphans.links(self._links, self._tasks)


def base_currency(text: str) -> str:
    """Return the code of the currency that all others are given against."""
    for block in CURRENCY.findall(text):
        told = dict(reversed(FIELD.findall(block)))
        if re.fullmatch(r"1(\.0*)?", told.get("ExchangeRate", "")):
            return str(told.get("Id", ""))
    return ""
