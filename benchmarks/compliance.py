"""Compliance of 1,000 projects over 60 clauses: today and two years back, the first time in a process and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks.grown import empty_house
from benchmarks.machine import table, timed, verdict

PROJECTS, CLAUSES, SHEETS, AIM, AIM_BACK = 1_000, 60, 52, 2.0, 4.0
YEARS = timedelta(days=730)


def main(*, small: bool = False) -> None:
    """Let projects follow the shipped method cut to 60 clauses, with a sheet a fortnight, and judge them."""
    size, sheets = (20, 3) if small else (PROJECTS, SHEETS)
    with empty_house():
        at = datetime.now(UTC)
        ids = _house(size, sheets, at)
        from conspectus.rooms.standards.bridge import packs
        from conspectus.rooms.standards.queries import Counts, compliance_at

        def judged(on: date) -> Any:
            return compliance_at(ids, on, known_by=on)

        def fresh(on: date) -> Any:
            for kept in (packs._compiled, packs._read):
                kept.cache_clear()
            return judged(on)

        today, back = at.date(), (at - YEARS).date()
        found = judged(today)
        told = sum((one.counts for one in found.values()), Counts())
        print(f"{len(found):,} projects, {told.applicable + told.not_applicable:,} standings; {told}\n")
        runs = 1 if small else 5
        times = {
            "today, first in a process": timed(lambda: fresh(today), runs),
            "today, again": timed(lambda: judged(today), runs),
            "two years back, first in a process": timed(lambda: fresh(back), runs),
            "two years back, again": timed(lambda: judged(back), runs),
        }
        rows = ((name, one, f"{one.effort:.2f} s") for name, one in times.items())
        table(("what", "by the clock", "processor time, least"), rows)
        print()
        first = (times["today, first in a process"].effort, times["two years back, first in a process"].effort)
        verdict(f"{size:,} projects today, processor time", first[0], AIM, unit=" s")
        verdict("two years back, processor time", first[1], AIM_BACK, unit=" s")


def _house(size: int, sheets: int, at: datetime) -> list[int]:
    """Return projects that follow a method of 60 clauses since two years, with facts of each fortnight."""
    from conspectus.journeys.upkeep import migrate
    from conspectus.rooms.accounts.actions import local_operator
    from conspectus.rooms.facts.bridge import kept_of, packed
    from conspectus.rooms.facts.models import Sheet
    from conspectus.rooms.portfolio.actions import create_portfolio
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.standards.models import Adoption

    migrate(at=at)
    by, begun = local_operator(), at - YEARS - timedelta(days=30)
    place = create_portfolio(name="Works", currency="EUR", by=by, at=begun)
    projects = Project.objects.bulk_create(
        Project(
            portfolio=place,
            code=f"W-{n}",
            code_key=f"w-{n}",
            name=f"Works {n}",
            name_key=f"works {n}",
            currency="EUR",
            created_at=begun,
            changed_at=begun,
        )
        for n in range(size)
    )
    version = _version(by, begun)
    told = {"starts_on": begun.date(), "adopted_by": by.person, "recorded_at": begun}
    Adoption.objects.bulk_create(Adoption(project=one, version=version, **told) for one in projects)
    rng = np.random.Generator(np.random.PCG64(11))
    drawn = [_drawn(rng, at.date()) for _ in range(min(size, 200) * 3)]
    step = (YEARS + timedelta(days=28)) / max(sheets - 1, 1)
    for number in range(sheets):
        when = begun + number * step
        rows = []
        for place_, one in enumerate(projects):
            digest, body = packed(kept_of(drawn[(place_ * 7 + number) % len(drawn)], {}, when.date()))
            rows.append(
                Sheet(project=one, valid_on=when.date(), recorded_at=when, source="bench", digest=digest, body=body)
            )
        Sheet.objects.bulk_create(rows)
    return [one.pk for one in projects]


def _version(by: Any, at: datetime) -> Any:
    """Return the shipped investment method with its first 60 policies, published."""
    from conspectus.rooms.standards.bridge.packs import read_pack, shipped_packs, written
    from conspectus.rooms.standards.models import Method, Version

    found = next(one for data in shipped_packs() if (one := read_pack(data).method) and one.key == "investment")
    text, digest = written(replace(found, key="bench", policies=found.policies[:CLAUSES]))
    method = Method.objects.create(key="bench", name="Bench")
    told = {"number": "1.0", "name": "Bench", "text": text, "digest": digest}
    return Version.objects.create(method=method, **told, published_by=by.person, published_at=at)


def _drawn(rng: np.random.Generator, today: date) -> dict[str, Any]:
    """Return a sheet of every fact there is, drawn; one in twelve has no value."""
    from conspectus.engine.measure import Reason
    from conspectus.rooms.facts.choices import FACTS, Amount

    def day() -> date:
        return today - timedelta(days=int(rng.integers(-200, 900)))

    def value(kind: str) -> Any:
        if kind == "number":
            return round(float(rng.gamma(2, 12)), 2) if rng.random() < 0.5 else int(rng.integers(0, 40))
        if kind == "money":
            return Amount(int(rng.integers(0, 10**9)), "EUR")
        if kind == "yes_no":
            return bool(rng.random() < 0.8)
        if kind == "date":
            return day()
        if kind == "dates":
            return tuple(sorted(day() for _ in range(int(rng.integers(0, 12)))))
        if kind == "numbers":
            return tuple(float(one) for one in rng.integers(0, 9, 3))
        words = ("active", "green", "amber", "charter", "minutes", "schedule")
        return str(rng.choice(words)) if kind == "text" else tuple(rng.choice(words, 2).tolist())

    drawn = {name: Reason.NO_DATA if rng.random() < 1 / 12 else value(str(one.kind)) for name, one in FACTS.items()}
    return drawn | {"state": "active" if rng.random() < 0.9 else "closed"}


if __name__ == "__main__":
    main()
