"""The review of a folder as a fresh process against one fresh Java process that only reads the same files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import Times, heading, said, table, timed, verdict
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
    pairs = [(timed(lambda: read_only(files), 1), timed(lambda: review(source), 1)) for _ in range(5)]
    theirs = Times(tuple(pair[0].least for pair in pairs))
    ours = Times(tuple(pair[1].least for pair in pairs))
    rows = [
        ("fresh process with Java that only reads", theirs, "1.00"),
        ("conspectus review, kernels cached", ours, f"{ours.median / theirs.median:.2f}"),
        ("conspectus review, first run with compilation", first, f"{first.least / theirs.median:.2f}"),
    ]
    table(("what", "seconds", "ratio"), rows)
    print()
    verdict("review over reading alone, medians", ours.median / theirs.median, 3.0, unit=" times")


def slope() -> None:
    """Measure what each further 1,000 tasks cost."""
    heading("Review of one generated file, by its size")
    found: dict[int, Times] = {}
    with tempfile.TemporaryDirectory() as place:
        for size in SIZES:
            file = Path(place) / f"{size}.xml"
            file.write_bytes(write_mspdi(network(size)))
            found[size] = timed(lambda file=file: review(file), 3)
    table(("tasks", "seconds", "each 1,000"), [(f"{n:,}", t, said(t.median * 1000 / n)) for n, t in found.items()])
    print()
    more = (found[SIZES[-1]].median - found[SIZES[0]].median) / (SIZES[-1] - SIZES[0]) * 1000
    verdict("each further 1,000 tasks", more, 0.5, unit=" s")


def main() -> None:
    """Run both."""
    folder()
    slope()


if __name__ == "__main__":
    main()
