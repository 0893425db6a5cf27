"""The reader child killed while it reads: the file is refused in words, nothing is stored, the next try works."""

from __future__ import annotations

import threading
import time

import psutil
import pytest
from tests.cast import AT, Cast
from tests.handed_in import house

from conspectus.formats.schedules import write_mspdi
from conspectus.rooms.schedule.actions import FileRefused, import_plan
from conspectus.rooms.schedule.models import PlanDocument, PlanRevision


def kill_children(ended: threading.Event, killed: list[int]) -> None:
    """Kill every child that appears, until told to end."""
    me = psutil.Process()
    while not ended.is_set():
        for child in me.children(recursive=True):
            if "postgres" in child.name():
                continue
            killed.append(child.pid)
            child.kill()
        time.sleep(0.05)


@pytest.mark.java
def test_a_killed_reader_stores_nothing_and_the_next_try_works(cast: Cast) -> None:
    data = write_mspdi(house())
    ended, killed = threading.Event(), list[int]()
    killer = threading.Thread(target=kill_children, args=(ended, killed))
    killer.start()
    try:
        with pytest.raises(FileRefused) as caught:
            import_plan(project=cast.project, data=data, name="north.xml", by=cast.alice, at=AT)
    finally:
        ended.set()
        killer.join()
    assert killed
    # Killed while it starts or while it reads: either way the words say what happened and what to do.
    told = caught.value.words
    starting = "could not start" in told and told.count("conspectus doctor") == 1
    assert starting or "The reader stopped" in told
    assert not PlanRevision.objects.exists()
    assert not PlanDocument.objects.exists()
    done = import_plan(project=cast.project, data=data, name="north.xml", by=cast.alice, at=AT)
    assert (done.revision.number, done.revision.source_kind) == (1, "MSPDI")
