"""``python -m benchmarks [--small] [NAME ...]``: run measurements, all or those named; small shows that they run."""

from __future__ import annotations

import importlib
import subprocess
import sys

NAMES = (
    "network_pass",
    "plan_loading",
    "review_folder",
    "pack_size",
    "period_pack",
    "portfolio_page",
    "register_pages",
    "reporting_cycle",
    "roadmap",
    "search",
    "slip_preview",
    "compliance",
    "facts",
)


SMALL = "--small"


def main(given: list[str]) -> int:
    """Run the named measurements, all of them where none is named, each in a process of its own."""
    small, names = SMALL in given, [name for name in given if name != SMALL]
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    if len(names) == 1:
        importlib.import_module(f"benchmarks.{names[0]}").main(small=small)
        return 0
    options = [SMALL] if small else []
    calls = [[sys.executable, "-m", "benchmarks", *options, name] for name in names or NAMES]
    return max(subprocess.run(call, check=False).returncode for call in calls)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
