"""Differences between the links of two revisions."""

from __future__ import annotations

from collections.abc import Iterator

from conspectus.engine.compare.pairing import Pair
from conspectus.engine.compare.rows import Change
from conspectus.engine.plan import LagUnit, Link, Plan

Form = tuple[int, int, int]  # type, lag, unit


def described(form: Form, minutes_per_day: int) -> str:
    """Return a link's type and lag as planners write it, such as FS+2d."""
    kind, lag, unit = form
    text = Link(kind).name
    if not lag:
        return text
    if unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return f"{text}{lag / 100:+g}%"
    day = 1440 if unit == LagUnit.ELAPSED else minutes_per_day or 480
    return f"{text}{lag / day:+.4g}{'ed' if unit == LagUnit.ELAPSED else 'd'}"


def _links(plan: Plan) -> dict[tuple[str, str], list[Form]]:
    found: dict[tuple[str, str], list[Form]] = {}
    uid, table = plan.tasks.uid, plan.links
    columns = (table.before, table.after, table.type, table.lag, table.unit)
    for before, after, kind, lag, unit in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault((uid[before], uid[after]), []).append((kind, lag, unit))
    return found


def links(pair: Pair) -> Iterator[Change]:
    """Yield links added, removed and changed; each counts for the task that waits."""
    old, new = _links(pair.old), _links(pair.new)
    names = dict(zip(pair.old.tasks.uid, pair.old.tasks.name, strict=True))
    names.update(zip(pair.new.tasks.uid, pair.new.tasks.name, strict=True))
    per_day = pair.new.options.minutes_per_day
    for (first, second), forms in new.items():
        was = old.get((first, second), [])
        gone, fresh = _without(was, forms), _without(forms, was)
        while gone and fresh:
            before, after = described(gone.pop(0), per_day), described(fresh.pop(0), per_day)
            words = f"The link from “{names[first]}” to “{names[second]}” is {after}; before: {before}."
            yield Change("link_changed", second, names[second], before, after, None, "", words)
        for form in fresh:
            yield _link("added", first, second, names, "", described(form, per_day))
        for form in gone:
            yield _link("removed", first, second, names, described(form, per_day), "")
    for (first, second), forms in old.items():
        if (first, second) not in new:
            for form in forms:
                yield _link("removed", first, second, names, described(form, per_day), "")


def _without(forms: list[Form], others: list[Form]) -> list[Form]:
    left = list(others)
    found = []
    for form in forms:
        if form in left:
            left.remove(form)
        else:
            found.append(form)
    return found


def _link(what: str, first: str, second: str, names: dict[str, str], before: str, after: str) -> Change:
    words = f"The link {before or after} from “{names[first]}” to “{names[second]}” was {what}."
    return Change(f"link_{what}", second, names[second], before, after, None, "", words)
