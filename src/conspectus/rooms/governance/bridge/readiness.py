"""How ready a project is for a gate: evidence by what it counts, what blocks and what only warns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Deliverable, Gate
from conspectus.kit.frozen import from_json, to_json
from conspectus.kit.texts import fold
from conspectus.rooms.governance.choices import BLOCKING, LEFT_OUT, PRESENT, Hurdle, Shows

# Evidence that is kept here as rows, by the fact that counts them: what a deliverable's key or its template asks for.
RECORDS: dict[str, str] = {
    "acceptance-record": "deliverables_accepted",
    "assumption-log": "assumptions_due",
    "budget-request": "budgets",
    "contract_summary": "contracts_in_force",
    "cost-plan": "budgets",
    "objectives_map": "objectives_linked",
    "risk-register": "risks_open",
    "schedule-basis": "plan_revisions",
}
ALL_OF = {"deliverables_accepted": "deliverables"}  # these count only where they are as many
# Kinds of documents that are one deliverable each.
KINDS: dict[str, str] = {"charter": "charter", "business_case": "business_case", "final_case": "business_case"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a gate looks at; ``source`` names by what it counts, ``count`` says of how many rows."""

    key: str
    name: str
    shows: Shows
    source: str = ""
    owner: str = ""
    count: int = 0
    on: date | None = None
    template: str = ""

    @property
    def asked(self) -> bool:
        """Whether it counts among what is asked."""
        return self.shows not in LEFT_OUT

    @property
    def present(self) -> bool:
        """Whether it is there."""
        return self.shows in PRESENT


@dataclass(frozen=True, slots=True)
class Point:
    """What blocks or warns: which thing by its id, and its name."""

    hurdle: Hurdle
    name: str
    key: str = ""
    on: date | None = None
    remedy: str = ""

    @property
    def blocks(self) -> bool:
        """Whether a gate is not passed with it unless somebody says why."""
        return self.hurdle in BLOCKING


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a project stands before a gate on a day."""

    gate: str
    name: str
    on: date
    tier: str
    evidence: tuple[Evidence, ...]
    points: tuple[Point, ...]

    @property
    def asked(self) -> int:
        """How many pieces of evidence are asked for."""
        return sum(one.asked for one in self.evidence)

    @property
    def present(self) -> int:
        """How many of them are there."""
        return sum(one.asked and one.present for one in self.evidence)

    @property
    def declared(self) -> int:
        """How many of those are only declared: nobody here can look at them."""
        return sum(one.shows == Shows.DECLARED for one in self.evidence)

    @property
    def blocking(self) -> tuple[Point, ...]:
        """What blocks."""
        return tuple(one for one in self.points if one.blocks)

    @property
    def warning(self) -> tuple[Point, ...]:
        """What only warns."""
        return tuple(one for one in self.points if not one.blocks)

    @property
    def ready(self) -> bool:
        """Whether nothing blocks."""
        return not self.blocking

    @property
    def digest(self) -> str:
        """The digest of all that is shown, whatever the day."""
        return sha256(to_json(Readiness, replace(self, on=date.min))).hexdigest()


def frozen(readiness: Readiness) -> str:
    """Return a readiness as it is kept with a decision."""
    return to_json(Readiness, readiness).decode()


def thawed(text: str) -> Readiness | None:
    """Return the readiness that was kept; None where none was."""
    return from_json(Readiness, text.encode()) if text else None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a project: its newest version of a day, and whether that is only an address."""

    number: int
    title: str
    kind: str
    owner: str
    on: date
    is_link: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A deliverable of a project and where it stands on a day."""

    number: int
    key: str
    name: str
    state: str


def evidence_of(method: Method, gate: Gate, tier: str) -> tuple[tuple[Deliverable, bool], ...]:
    """Return the deliverables a gate looks at, and whether this tier must bring them; one not known yet brings all."""
    told = {one.key: one for one in method.deliverables}
    keys = [*gate.evidence, *(one.key for one in method.deliverables if one.gate == gate.key)]
    wanted = [told[key] for key in dict.fromkeys(keys) if key in told]
    return tuple((one, not (tier and one.mandatory) or tier in one.mandatory) for one in wanted)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a project keeps that may be evidence, and what of it was chosen: a kind and a number."""

    facts: Mapping[str, int]
    papers: Sequence[Paper]
    pieces: Sequence[Piece]
    chosen: Mapping[tuple[int, str], tuple[str, int]]  # by method and key


def judged(wanted: Deliverable, asked: bool, kept: Kept, chosen: tuple[str, int] | None, waived: bool) -> Evidence:
    """Return by what a deliverable counts: rows kept here, else an accepted deliverable, else a document.

    Where somebody chose a thing it is that thing alone; else what is kept as such, by its kind or code. What is only
    called so is a proposal. The strongest stands; what only half counts is named before what is missing altogether.
    """
    made = Evidence(wanted.key, wanted.name, Shows.MISSING, template=wanted.template)
    found = [_by_records(made, wanted, kept.facts)]
    for piece in kept.pieces:
        if chosen == ("deliverable", piece.number) or (chosen is None and fold(piece.key) == fold(wanted.key)):
            found.append(_by_piece(made, piece))
        elif chosen is None and piece.state != "dropped" and is_called(wanted, piece.name):
            found.append(replace(made, shows=Shows.PROPOSED, source=piece.name))
    for paper in kept.papers:
        if chosen == ("document", paper.number) or (chosen is None and KINDS.get(wanted.key) == paper.kind):
            found.append(_by_paper(made, paper))
        elif chosen is None and is_called(wanted, paper.title):
            found.append(replace(made, shows=Shows.PROPOSED, source=paper.title, owner=paper.owner, on=paper.on))
    order = list(Shows)
    best = min((one for one in found if one is not None), key=lambda one: order.index(one.shows), default=made)
    if best.present:
        return best
    if not asked:
        return replace(best, shows=Shows.NOT_ASKED)
    return replace(best, shows=Shows.WAIVED) if waived else best


def _by_records(made: Evidence, wanted: Deliverable, facts: Mapping[str, int]) -> Evidence | None:
    fact = RECORDS.get(wanted.key) or RECORDS.get(wanted.template, "")
    count = facts.get(fact, 0)
    if count <= 0 or count < facts.get(ALL_OF.get(fact, fact), 0):
        return None
    return replace(made, shows=Shows.RECORDS, source=fact, count=count)


def _by_piece(made: Evidence, piece: Piece) -> Evidence | None:
    if piece.state == "dropped":
        return None
    shows = Shows.ACCEPTED if piece.state == "accepted" else Shows.UNACCEPTED
    return replace(made, shows=shows, source=piece.name)


def _by_paper(made: Evidence, paper: Paper) -> Evidence:
    shows = Shows.UNOWNED if not paper.owner else Shows.DECLARED if paper.is_link else Shows.DOCUMENT
    return replace(made, shows=shows, source=paper.title, owner=paper.owner, on=paper.on)


def is_called(wanted: Deliverable, name: str) -> bool:
    """Return whether something is called as a deliverable is, alone or within a longer name."""
    called = fold(name)
    return called == fold(wanted.key.replace("_", " ")) or bool(
        re.search(rf"(?<!\w){re.escape(fold(wanted.name))}(?!\w)", called)
    )


def asked_facts() -> frozenset[str]:
    """Return the facts that evidence is counted by."""
    return frozenset({*RECORDS.values(), *ALL_OF.values()})


def clause_of(wanted: Deliverable, key: str, expression: str) -> bool:
    """Return whether a clause asks for the same as a deliverable: by its key, or for the same kind of document."""
    kind = KINDS.get(wanted.key)
    if key == wanted.key or key.startswith(f"{wanted.key}_"):
        return True
    return kind is not None and (f"{kind}_on" in expression or f'"{kind}"' in expression)
