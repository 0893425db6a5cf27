"""A child that schedules a network with MPXJ's own scheduler and prints the seconds of each run as JSON:
by the clock, and of processor time of the thread that schedules.

Arguments: the Java library, the class path, a file of arrays, how many runs.
"""

from __future__ import annotations

import json
import sys
import time

import jpype
import numpy as np


def main() -> None:
    """Build the project in Java, then time only the scheduling."""
    library, class_path, arrays, runs = sys.argv[1:5]
    jpype.startJVM("-Xmx2g", "--enable-native-access=ALL-UNNAMED", jvmpath=library, classpath=class_path.split(":"))
    given = np.load(arrays)
    duration_of = jpype.JClass("org.mpxj.Duration").getInstance
    days = jpype.JClass("org.mpxj.TimeUnit").DAYS
    builder = jpype.JClass("org.mpxj.Relation$Builder")
    start = jpype.JClass("java.time.LocalDateTime").of(2026, 1, 1, 8, 0)
    project = jpype.JClass("org.mpxj.ProjectFile")()
    calendar = project.addDefaultBaseCalendar()
    project.setDefaultCalendar(calendar)
    project.getProjectProperties().setStartDate(start)
    lengths = {int(day): duration_of(float(day), days) for day in np.unique(given["days"])}
    lengths[0] = duration_of(0.0, days)
    tasks = []
    for day in given["days"]:
        task = project.addTask()
        task.setDuration(lengths[int(day)])
        task.setRemainingDuration(lengths[int(day)])
        task.setActualDuration(lengths[0])
        tasks.append(task)
    for before, after in zip(given["before"], given["after"], strict=True):
        tasks[int(after)].addPredecessor(builder().predecessorTask(tasks[int(before)]))
    taken, worked = [], []
    for _ in range(int(runs)):
        scheduler = jpype.JClass("org.mpxj.cpm.MicrosoftScheduler")()
        began, busy = time.perf_counter(), time.thread_time()
        scheduler.schedule(project, start)
        worked.append(time.thread_time() - busy)
        taken.append(time.perf_counter() - began)
    finish = str(project.getEarliestStartDate()), str(project.getLatestFinishDate())
    print(json.dumps({"seconds": taken, "processor": worked, "span": finish}))


main()
