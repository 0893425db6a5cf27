"""A slip carried through 1,000 linked projects of 60 tasks with 3,000 links: the engine, plans prepared before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.machine import timed, verdict
from benchmarks.networks import calendars, network

PROJECTS, TASKS, LINKS, AIM = 1000, 60, 3, 1.0


def main(*, small: bool = False) -> None:
    """Build the plans, link each to some before it, and work out the dates with and without a slip of the first."""
    from conspectus.engine.calendars import WorkClock
    from conspectus.engine.joined import Member, Outcome, Tie, carry
    from conspectus.engine.network.again import Prepared

    count, rng = 40 if small else PROJECTS, np.random.Generator(np.random.PCG64(3))
    plans = {
        number: replace(network(TASKS, depth=15, seed=number), calendars=calendars(3)) for number in range(1, count + 1)
    }
    members = {
        number: Member(Prepared(one), WorkClock(one.calendars[0]), one.calendars[0].minutes_per_day)
        for number, one in plans.items()
    }
    known = {}
    for number, one in members.items():
        dates = one.prepared.run({})
        known |= {
            (number, uid): (int(dates.start[row]), int(dates.finish[row])) for uid, row in one.prepared.row_of.items()
        }
    ties = []
    for place in range(LINKS * count):
        taker = int(rng.integers(2, count + 1))
        giver = 1 if taker <= 60 else int(rng.integers(max(1, taker - 160), taker - 55))
        ties.append(Tie(place, giver, str(rng.integers(30, 61)), taker, str(rng.integers(1, 31))))
    longer = plans[1].tasks.duration.copy()
    longer[0] += 4800
    slipped = replace(plans[1], tasks=replace(plans[1].tasks, duration=longer, remaining_duration=longer))
    changed = {1: replace(members[1], prepared=Prepared(slipped))}

    def preview() -> tuple[Outcome, Outcome]:
        return carry(ties, known, members.__getitem__), carry(ties, known, members.__getitem__, changed)

    found = timed(preview, 1 if small else 5)
    print(f"{count} projects, {len(ties)} links, {preview()[1].runs} projects worked out anew with the slip")
    verdict("a slip through all linked projects", found.least, AIM, unit=" s")


if __name__ == "__main__":
    main()
