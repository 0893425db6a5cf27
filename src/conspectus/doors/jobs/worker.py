"""The worker: takes waiting runs one after the other, two at a time, and one of each user's."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils.timezone import now

from conspectus.journeys.compliance_findings import follow_findings
from conspectus.journeys.exceptions import follow_exceptions
from conspectus.journeys.gather_facts import follow_facts
from conspectus.journeys.long_work import do_run, end_dead_runs, end_run, over, sweep_long_work
from conspectus.journeys.method_rules import follow_method_rules
from conspectus.journeys.notices.clock.keep import keep_reminders
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.post import send_due
from conspectus.journeys.reporting_cycle import keep_cycles
from conspectus.journeys.scheduled_packs import begin_due_packs
from conspectus.kit.folder_lock import WORKER, hold_folder
from conspectus.rooms.outbox.actions import sweep_outbox
from conspectus.rooms.runs.actions import claim_run
from conspectus.rooms.runs.models import Run
from conspectus.rooms.search.actions import follow_deeds

AT_ONCE = 2
PAUSE_SECONDS = 0.2
AFTER_A_FAULT_SECONDS = 5.0
TELL_SECONDS = 5.0  # how soon people are told of a deed
MEASURE_SECONDS = 5.0  # how soon facts follow a deed
LOOK_SECONDS = 0.5  # how soon a cancel reaches a file that is being read
SWEEP_EVERY = timedelta(hours=1)
FAULTS = (Error, OSError)  # what the database or the disk refuses for a while, a lost connection among it
_log = logging.getLogger("conspectus.runs")
_halts: dict[int, threading.Event] = {}  # one for each run at work here


def work_one_run() -> bool:
    """Do the next waiting run; return whether there was one."""
    run = claim_run(at=now())
    if run is None:
        return False
    halt = _halts[run.pk] = threading.Event()
    try:
        do_run(run, halt)
    except FAULTS:
        _log.exception("run %s could not be ended", run.pk)
        _end_in_time(run)
    finally:
        del _halts[run.pk]
    follow_deeds(at=now())  # what came in is found at once, and nobody waits for it
    return True


def halt_what_is_over() -> bool:
    """Have the files let go of whose runs go no further."""
    for key in over() if _halts else ():
        if (halt := _halts.get(key)) is not None:
            halt.set()
    return True


def _end_in_time(run: Run) -> None:
    """End a run as soon as the database takes it again: left running, it would hold up its starter for ever."""

    def ended() -> bool:
        end_run(run, at=now())
        return True

    close_old_connections()
    while not _unless_faulty(ended):
        pass


def work(stop: threading.Event) -> None:
    """Work until told to stop; what a worker before this one left unfinished is ended first, in words."""
    with hold_folder(settings.DATA_FOLDER, WORKER):
        end_dead_runs(at=now())
        hands = [threading.Thread(target=_work, args=(stop,), name=f"runs-{n}", daemon=True) for n in range(AT_ONCE)]
        hands.append(threading.Thread(target=_tell, args=(stop,), name="notices", daemon=True))
        hands.append(threading.Thread(target=_measure, args=(stop,), name="facts", daemon=True))
        for hand in hands:
            hand.start()
        swept = now() - SWEEP_EVERY
        while not stop.wait(LOOK_SECONDS):
            _unless_faulty(halt_what_is_over)
            if now() - swept >= SWEEP_EVERY:
                _unless_faulty(lambda: sweep_long_work(at=now()))
                _unless_faulty(lambda: sweep_outbox(at=now()))
                _unless_faulty(lambda: follow_deeds(at=now()))  # an index of before an update is filled here
                swept = now()
        _unless_faulty(lambda: end_dead_runs(at=now()))  # a hand still at work finds its run ended, and keeps nothing


def _work(stop: threading.Event) -> None:
    while not stop.is_set():
        if not _unless_faulty(work_one_run):
            stop.wait(PAUSE_SECONDS)


def _tell(stop: threading.Event) -> None:
    """Tell people of what was done, and send the mail that is due; a slow mail server holds up nothing else."""
    while not stop.wait(TELL_SECONDS):
        for deed in (begin_due_packs, keep_cycles, follow_exceptions, keep_reminders, follow_notices, send_due):
            try:
                _unless_faulty(partial(deed, at=now()))
            except Exception:
                _log.exception("people could not be told")
                stop.wait(AFTER_A_FAULT_SECONDS)


def _measure(stop: threading.Event) -> None:
    """Measure again what deeds touched; what cannot be measured holds up nothing else."""
    while not stop.wait(MEASURE_SECONDS):
        try:
            _unless_faulty(partial(follow_facts, at=now()))
            _unless_faulty(partial(follow_method_rules, at=now()))
            _unless_faulty(partial(follow_findings, at=now()))
        except Exception:
            _log.exception("facts could not be gathered")
            stop.wait(AFTER_A_FAULT_SECONDS)


def _unless_faulty(deed: Callable[[], object]) -> bool:
    """Do something that the database may refuse for a while; a fault is told and waited out."""
    try:
        return bool(deed())
    except FAULTS:
        _log.exception("the worker waits for the database or the disk")
        time.sleep(AFTER_A_FAULT_SECONDS)
        return False
    finally:
        close_old_connections()
