"""How formulas hang together: the order they are computed in, what each needs to be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.bridge.formulas import Formula, check_formula, find_cycle
from conspectus.rooms.portfolio.choices import FIGURES, FieldKind, FieldRight, FieldSubject
from conspectus.rooms.portfolio.models import Field

_NAME = re.compile(r"(?<![\w.$])[A-Za-z_]\w*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Graph:
    """The fields of one kind of subject: formulas in the order they are computed, and the rights each field takes."""

    formulas: Mapping[str, Formula]
    needs: Mapping[str, frozenset[str]]

    def users_of(self, key: str) -> tuple[str, ...]:
        """Return the formulas that use a field."""
        return tuple(name for name, formula in self.formulas.items() if key in formula.uses)


def graph_of(fields: Sequence[Field]) -> Graph:
    """Return how the fields of one subject kind hang together; refuses formulas that wait for each other, by path."""
    rows = {row.key: row for row in fields}
    project = any(row.subject_kind == FieldSubject.PROJECT for row in fields)
    known = dict(FIGURES) if project else {}
    kinds: dict[str, str] = {name: kind for name, (kind, _) in known.items()}
    kinds |= {key: row.kind for key, row in rows.items() if row.kind != FieldKind.FORMULA}
    needs = {name: _right(right) for name, (_, right) in known.items()}
    needs |= {key: _right(row.sees) for key, row in rows.items()}
    waits = {key: names_in(row.formula) & set(rows) for key, row in rows.items() if row.kind == FieldKind.FORMULA}
    if path := find_cycle(waits):
        raise Invalid("cycle", "These formulas wait for each other: %(path)s.", "formula", path=" → ".join(path))
    formulas: dict[str, Formula] = {}
    for key in _ordered(waits):
        formula = check_formula(rows[key].formula, kinds)
        formulas[key], kinds[key] = formula, formula.kind
        needs[key] = needs[key].union(*(needs[name] for name in formula.uses if name in needs))
    return Graph(formulas, needs)


def names_in(text: str) -> frozenset[str]:
    """Return the names a formula speaks of, those within quotes left out."""
    return frozenset(_NAME.findall(_QUOTED.sub(" ", text)))


def _right(right: str) -> frozenset[str]:
    return frozenset() if right == FieldRight.EVERYBODY else frozenset({str(right)})


def _ordered(waits: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the names, each after those it waits for; there is no cycle."""
    done: list[str] = []
    left = dict(waits)
    while left:
        ready = sorted(key for key, names in left.items() if not names & set(left))
        done += ready
        left = {key: names for key, names in left.items() if key not in ready}
    return done
