"""Run as a program: schedule exchange files with the independent Primavera-style scheduler and print its dates.

Arguments: the Java library, the archives joined by commas, then the files. It has a process of its own,
because a virtual machine that was started cannot be ended in the one the tests run in.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(library: str, archives: str, files: list[str]) -> None:
    """Print, for each file, the early and late dates of every activity by its id."""
    import jpype

    jpype.startJVM("-XX:+UseSerialGC", jvmpath=library, classpath=archives.split(","), convertStrings=True)
    reader, scheduler = "org.mpxj.primavera.PrimaveraXERFileReader", "org.mpxj.cpm.PrimaveraScheduler"
    start = jpype.JClass("java.time.LocalDateTime").of(2026, 1, 5, 0, 0)
    found = {}
    for name in files:
        stream = jpype.JClass("java.io.ByteArrayInputStream")(Path(name).read_bytes())
        project = jpype.JClass(reader)().read(stream)
        jpype.JClass(scheduler)().schedule(project, start)
        found[Path(name).name] = {
            str(task.getActivityID()): [
                None if at is None else str(at)
                for at in (task.getEarlyStart(), task.getEarlyFinish(), task.getLateStart(), task.getLateFinish())
            ]
            for task in project.getTasks()
            if not task.getSummary()
        }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
