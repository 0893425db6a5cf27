"""One critical-path pass, forward and backward with calendars and floats: how fast, how linear, against others.

Ratios compare the processor time of the thread that works, so that other work on
the machine, and a virtual machine's own helpers, count for nobody.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.machine import Times, heading, said, table, timed, verdict
from benchmarks.networks import network
from conspectus.engine.network import schedule
from conspectus.engine.plan import DAY, Plan
from conspectus.formats.schedules.java import find_runtime

HERE = Path(__file__).parent
SIZES = (50_000, 100_000, 250_000, 500_000)


def linearity(sizes: Sequence[int]) -> None:
    """Schedule growing networks; the time per activity must not grow."""
    heading("Critical-path pass, every link type, lags and three calendars")
    schedule(network(1_000))  # compile or load the kernels
    rows, each = [], []
    for size in sizes:
        plan = network(size)
        taken = timed(lambda plan=plan: schedule(plan), 5)
        each.append(taken.effort / size)
        rows.append((f"{size:,}", f"{len(plan.links):,}", taken, said(taken.effort), said(each[-1])))
    table(("activities", "links", "seconds", "processor", "per activity"), rows)
    print()
    most, least = f"{sizes[-1]:,}", f"{sizes[0]:,}"
    verdict(f"{most} activities and twice as many links", taken.least, 1.0, unit=" s")
    verdict(f"per activity at {most} over per activity at {least}", each[-1] / each[0], 1.5, unit=" times")


def against_trueppm(size: int) -> None:
    """Schedule the same network with trueppm-scheduler; skip where it is not installed."""
    try:
        import trueppm_scheduler as other
    except ModuleNotFoundError:
        print("trueppm-scheduler is not installed here; this comparison was left out.")
        return
    plan = network(size, plain=True)
    tasks = [
        other.Task(id=uid, name=uid, duration=timedelta(days=int(minutes) // 480))
        for uid, minutes in zip(plan.tasks.uid, plan.tasks.duration, strict=True)
    ]
    uids = plan.tasks.uid
    links = [
        other.Dependency(predecessor_id=uids[before], successor_id=uids[after])
        for before, after in zip(plan.links.before, plan.links.after, strict=True)
    ]
    began = date(1970, 1, 1) + timedelta(days=int(plan.start // DAY))
    project = other.Project(id="p", name="p", start_date=began, tasks=tasks, dependencies=links)
    _compare("trueppm-scheduler", plan, timed(lambda: other.schedule(project), 3), 50)


def against_mpxj(size: int) -> None:
    """Schedule the same network with MPXJ's scheduler in a child."""
    plan = network(size, plain=True)
    runtime = find_runtime()
    with tempfile.TemporaryDirectory() as folder:
        arrays = Path(folder) / "network.npz"
        np.savez(arrays, days=plan.tasks.duration // 480, before=plan.links.before, after=plan.links.after)
        command = [sys.executable, str(HERE / "children" / "mpxj_schedule.py"), str(runtime.library)]
        command += [":".join(map(str, runtime.archives)), str(arrays), "3"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        print(f"MPXJ's scheduler did not finish {size:,} tasks: {answer.stderr.strip().splitlines()[-1:]}")
        return
    _compare("MPXJ's MicrosoftScheduler", plan, _times(json.loads(answer.stdout)), 15)


def _times(answer: dict[str, list[float]]) -> Times:
    return Times(tuple(answer["seconds"]), tuple(answer["processor"]))


def _compare(name: str, plan: Plan, theirs: Times, aim: float) -> None:
    schedule(plan)
    ours = timed(lambda: schedule(plan), 7)
    size = len(plan.tasks)
    heading(f"{size:,} activities, {len(plan.links):,} links, one calendar, against {name}")
    rows = [(who, took, said(took.effort), said(took.effort / size)) for who, took in (("ours", ours), (name, theirs))]
    table(("scheduler", "seconds", "processor", "per activity"), rows)
    print()
    print(f"by the clock {theirs.least / ours.least:.1f} times; by processor time:")
    verdict(f"times faster than {name}", theirs.effort / ours.effort, aim, most=False)


def main(*, small: bool = False) -> None:
    """Run the three comparisons."""
    linearity((1_000, 2_000) if small else SIZES)
    against_trueppm(1_000 if small else 10_000)
    for size in (1_000,) if small else (10_000, 100_000):
        against_mpxj(size)


if __name__ == "__main__":
    main()
