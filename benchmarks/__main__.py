"""``python -m benchmarks [name ...]``: run all measurements, or those named."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "network_pass",
    "plan_loading",
    "review_folder",
    "pack_size",
    "period_pack",
    "portfolio_page",
    "roadmap",
    "search",
)


def main(names: list[str]) -> int:
    """Run the named measurements, all of them where none is named."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    for name in names or NAMES:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
