"""The review of a folder as a fresh process against one fresh Java process that only reads the same files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import Times, heading, said, spent, table, timed, verdict
from benchmarks.networks import network
from conspectus.formats.schedules import write_mspdi
from conspectus.formats.schedules.java import find_runtime

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("CONSPECTUS_SHARED_DATA", HERE.parent.parent / "shared" / "data"))
SIZES = (1_000, 5_000, 10_000)


def review(source: Path, *, cache: str = "") -> None:
    """Run the review with its packs in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "conspectus", "review", str(source), "--out", out, "--json"]
        environment = {**os.environ, **({"NUMBA_CACHE_DIR": cache} if cache else {})}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        if done.returncode or not any(Path(out).iterdir()):
            raise SystemExit(f"the review failed: {done.stderr.decode()[-400:]}")


def read_only(files: list[Path]) -> None:
    """Read the files in one fresh Java process and do nothing else."""
    runtime = find_runtime()
    command = [sys.executable, str(HERE / "children" / "jvm_read.py"), str(runtime.library)]
    command += [":".join(map(str, runtime.archives)), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True)


def folder() -> None:
    """Compare on the folder of real files; skip where it is absent."""
    source = SHARED / "schedules" / "files"
    if not source.is_dir():
        print("The folder of real files is not here; this comparison was left out.")
        return
    files = sorted(source.iterdir())
    heading(f"Review of {len(files)} real files, packs included, against Java reading them")
    with tempfile.TemporaryDirectory() as cache:
        first = timed(lambda: review(source, cache=cache), 1)
    review(source)
    pairs = [(spent(lambda: read_only(files)), spent(lambda: review(source))) for _ in range(5)]
    theirs, ours = (tuple(Times(tuple(pair[side][kind] for pair in pairs)) for kind in (0, 1)) for side in (0, 1))
    rows = [
        ("fresh process with Java that only reads", theirs[0], theirs[1], "1.00"),
        ("conspectus review, kernels cached", *ours, f"{ours[0].least / theirs[0].least:.2f}"),
        ("conspectus review, first run with compilation", first, "", f"{first.least / theirs[0].least:.2f}"),
    ]
    table(("what", "seconds", "processor seconds", "ratio"), rows)
    print()
    verdict("review over reading alone, least times", ours[0].least / theirs[0].least, 3.0, unit=" times")


def slope(sizes: Sequence[int], runs: int) -> None:
    """Measure what each further 1,000 tasks cost."""
    heading("Review of one generated file, by its size")
    with tempfile.TemporaryDirectory() as place:
        files = {size: Path(place) / f"{size}.xml" for size in sizes}
        for size, file in files.items():
            file.write_bytes(write_mspdi(network(size)))
        taken = [{size: spent(lambda file=file: review(file)) for size, file in files.items()} for _ in range(runs)]
    wall = {size: Times(tuple(run[size][0] for run in taken)) for size in sizes}
    work = {size: Times(tuple(run[size][1] for run in taken)) for size in sizes}
    table(("tasks", "seconds", "processor seconds"), [(f"{size:,}", wall[size], work[size]) for size in sizes])
    print()
    steps = (sizes[-1] - sizes[0]) / 1000
    verdict("each further 1,000 tasks", (wall[sizes[-1]].least - wall[sizes[0]].least) / steps, 0.5, unit=" s")
    print(f"        in processor seconds: {said((work[sizes[-1]].least - work[sizes[0]].least) / steps)}")


def main(*, small: bool = False) -> None:
    """Run both; the folder has no small size."""
    if small:
        slope((50, 100), 1)
        return
    folder()
    slope(SIZES, 3)


if __name__ == "__main__":
    main()
