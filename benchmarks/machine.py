"""What was measured on, how often, and how it is printed."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of several runs of one thing, by the clock and of the processor's time it got."""

    runs: tuple[float, ...]
    work: tuple[float, ...] = ()

    @property
    def least(self) -> float:
        """The quickest run: what the machine can do when nobody disturbs it."""
        return min(self.runs)

    @property
    def median(self) -> float:
        """The usual run."""
        return statistics.median(self.runs)

    @property
    def effort(self) -> float:
        """The least processor time of the thread that worked; busy neighbours do not lengthen it."""
        return min(self.work or self.runs)

    def __str__(self) -> str:
        return f"{said(self.least)} least, {said(self.median)} median of {len(self.runs)}"


def said(seconds: float) -> str:
    """Return seconds in a unit that reads well."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.2f} µs"


def timed(work: Callable[[], object], runs: int = 5) -> Times:
    """Run something several times and return how long each took."""
    taken, worked = [], []
    for _ in range(runs):
        gc.collect()
        began, busy = time.perf_counter(), time.thread_time()
        work()
        worked.append(time.thread_time() - busy)
        taken.append(time.perf_counter() - began)
    return Times(tuple(taken), tuple(worked))


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Run something made of child processes; return its seconds and the processor seconds of those children."""
    before, began = os.times(), time.perf_counter()
    work()
    taken, after = time.perf_counter() - began, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return taken, processor


def facts() -> str:
    """Return the machine in one line: processor, cores, memory, system, Python, load."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        name = models[0] if models else name
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}{load}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    )


def heading(title: str) -> None:
    """Print what is measured and on what."""
    print(f"\n## {title}\n\n{facts()}\n")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table that reads as text and as Markdown."""
    cells = [tuple(map(str, head)), *(tuple(map(str, row)) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for place, row in enumerate(cells):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if place == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    sys.stdout.flush()


def verdict(what: str, reached: float, aim: float, *, unit: str = "", most: bool = True) -> bool:
    """Print whether a figure meets its aim and return that."""
    met = reached <= aim if most else reached >= aim
    sign = "at most" if most else "at least"
    print(f"{'met   ' if met else 'MISSED'}  {what}: {reached:.3g}{unit}, aim {sign} {aim:g}{unit}")
    return met
