"""Where the command `conspectus` begins."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line and leave with its exit code."""
    from conspectus.doors.cli import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter the terminal lacks must not end the command
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
