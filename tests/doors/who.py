"""Who gets in where: the people of the cast by what they may, and what a row about an address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EVERYWHERE = frozenset({"bob", "erin", "frank"})
ALL = frozenset(
    ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "kim", "liam", "mona"]
)
READERS = ALL - {"dave"}
PLANNERS = frozenset({"alice", "bob", "frank", "ivan", "mona"})
CONTRIBUTORS = PLANNERS | {"heidi"}
BOOKERS = PLANNERS | {"liam"}  # of ledger entries
STEERERS = frozenset({"bob", "frank", "ivan", "mona"})
APPROVERS = frozenset({"bob", "carol", "frank", "mona"})
# A portfolio shows to those who hold a role in anything below it.
OPENERS = frozenset({"bob", "frank", "mona"})
ACCOUNTANTS = OPENERS | {"liam"}
PORTFOLIO_COST = frozenset({"bob", "erin", "frank", "liam", "mona"})  # of the whole, not of parts alone
PROGRAMME_COST = PORTFOLIO_COST | {"ivan"}
COST_SEEN = READERS - {"grace", "heidi", "kim"}


@dataclass(frozen=True)
class Row:
    """Who gets in where they see the thing; all who see it and are not named meet 403, all others 404."""

    may: frozenset[str] = ALL
    sees: frozenset[str] = ALL
    body: Any = None
    files: bool = False
    slow: bool = False  # a pack is made; two people stand for all


SCOPED = Row(READERS, READERS)
COSTED = Row(READERS - {"grace", "heidi", "kim"}, READERS)  # a file with costs in it
PACKED = Row(COSTED.may, COSTED.may)  # a kept pack that shows cost is missing for who may not see it
ADMINISTRATORS = frozenset({"frank"})
KEEPERS = frozenset({"bob", "frank"})  # of the people on record
ACCOUNT_SEEN = frozenset({"erin", "frank", "grace"})  # the account is grace's
DEPUTISED = frozenset({"alice", "carol", "frank"})  # alice is stood in for, by carol
OWN = Row(frozenset({"alice"}), frozenset({"alice"}))  # hers alone: nobody's role opens it
