"""What changed between two versions of a method: parts added, removed, changed field by field."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from conspectus.formats.methods import Method
from conspectus.formats.methods.forming import plain
from conspectus.formats.methods.text import write_text

LISTS = ("policies", "stages", "gates", "deliverables", "roles", "tiers", "rating_scales", "kpis")
SINGLE = ("name", "language", "words", "review")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a part, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a method that came, went or changed; ``place`` is its clause or order."""

    part: str
    key: str
    name: str
    change: str  # added, removed, changed, moved
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed between two versions."""

    parts: tuple[PartChange, ...]

    def count(self, change: str) -> int:
        """Return how many clauses came, went or changed."""
        return sum(one.part == "policies" and one.change == change for one in self.parts)

    @property
    def added(self) -> int:
        """Return how many clauses are new."""
        return self.count("added")

    @property
    def removed(self) -> int:
        """Return how many clauses are gone."""
        return self.count("removed")

    @property
    def changed(self) -> int:
        """Return how many clauses say something else."""
        return self.count("changed")


def compare_methods(before: Method, after: Method) -> Difference:
    """Return what a version says otherwise than the one before."""
    found: list[PartChange] = []
    for name in LISTS:
        found += _list(name, getattr(before, name), getattr(after, name))
    for name in ("tolerances",):
        old, new = (
            {f"{one.dimension}{' ' + one.tier if one.tier else ''}": one for one in getattr(method, name)}
            for method in (before, after)
        )
        found += _parts(name, old, new)
    single = tuple(_field(name, getattr(before, name), getattr(after, name)) for name in SINGLE)
    told = tuple(one for one in single if one is not None)
    if told:
        found.append(PartChange("method", after.key, after.name, "changed", told))
    return Difference(tuple(found))


def _list(name: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> list[PartChange]:
    old, new = ({one.key: one for one in part} for part in (before, after))
    found = _parts(name, old, new)
    if name in ("stages", "gates", "tiers"):
        shared_old, shared_new = [key for key in old if key in new], [key for key in new if key in old]
        if shared_old != shared_new:
            change = FieldChange("order", ", ".join(shared_old), ", ".join(shared_new))
            found.append(PartChange(name, "", "", "moved", (change,)))
    return found


def _parts(name: str, old: dict[str, Any], new: dict[str, Any]) -> list[PartChange]:
    found = [PartChange(name, key, _name(one), "removed") for key, one in old.items() if key not in new]
    found += [PartChange(name, key, _name(one), "added") for key, one in new.items() if key not in old]
    for key, one in new.items():
        if key in old and old[key] != one:
            names = [field.name for field in fields(one)]
            changes = (_field(each, getattr(old[key], each), getattr(one, each)) for each in names)
            told = tuple(change for change in changes if change is not None)
            found.append(PartChange(name, key, _name(one), "changed", told))
    return found


def _name(one: Any) -> str:
    if hasattr(one, "clause"):
        return f"{one.clause} {one.title}"
    return str(getattr(one, "name", getattr(one, "dimension", "")))


def _field(name: str, before: Any, after: Any) -> FieldChange | None:
    return None if before == after else FieldChange(name, _text(before), _text(after))


def _text(value: Any) -> str:
    """Return a value as it stands in the pack."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        return write_text([one if isinstance(one, str) else plain(one) for one in value]).decode().strip()
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if hasattr(value, "__dataclass_fields__"):
        return write_text(plain(value)).decode().strip()
    return str(value)
