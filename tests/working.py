"""The worker's part in a test: runs are done when the test says so, in its own process and its own transaction."""

from __future__ import annotations

from typing import Any

from django.test import Client


def work_off() -> int:
    """Do all waiting runs; return how many there were."""
    from conspectus.doors.jobs.worker import work_one_run

    done = 0
    while work_one_run():
        done += 1
    return done


def through(client: Client, answer: Any) -> tuple[str, Any]:
    """Follow an answer, through a run where it leads to one; return the last address and its answer."""
    where = ""
    while answer.status_code in (301, 302, 303):
        where = answer.headers["Location"]
        if where.startswith("/runs/"):
            work_off()
        answer = client.get(where)
    return where, answer
