"""Dates of MSPDI files by the foreign scheduler, in a process of its own: ``python foreign.py JVM ARCHIVE... < files``.

Standard input and output are JSON: file names in, for each its tasks' early and late dates out, null where it failed.
"""

from __future__ import annotations

import json
import sys
from typing import Any

FIELDS = ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish")


def main() -> None:
    """Schedule every file named on standard input."""
    import jpype

    library, *archives = sys.argv[1:]
    jpype.startJVM(library, "-Xmx400m", "--enable-native-access=ALL-UNNAMED", classpath=archives)
    reader, scheduler = jpype.JClass("org.mpxj.mspdi.MSPDIReader"), jpype.JClass("org.mpxj.cpm.MicrosoftScheduler")
    json.dump({name: _dates(reader, scheduler, name) for name in json.load(sys.stdin)}, sys.stdout)


def _dates(reader: Any, scheduler: Any, name: str) -> dict[str, list[str | None]] | None:
    import jpype

    project = reader().read(name)
    try:
        scheduler().schedule(project, project.getProjectProperties().getStartDate())
    except jpype.JException:
        return None
    return {
        str(task.getUniqueID()): [_text(getattr(task, f"get{field}")()) for field in FIELDS]
        for task in project.getTasks()
        if not task.getSummary()
    }


def _text(date: Any) -> str | None:
    return None if date is None else str(date)[:16]


if __name__ == "__main__":
    main()
