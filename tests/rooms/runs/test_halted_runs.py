"""A cancel, or the token revoked, ends the reading of the file a run is at; nothing is changed, and it is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.timezone import now
from tests.cast import Cast
from tests.formats.schedules.test_reader_process import large
from tests.rooms.runs.test_runs import asked, states

from conspectus.doors.jobs import worker
from conspectus.formats.schedules.process import Process
from conspectus.journeys.long_work import REVOKED
from conspectus.rooms.accounts.actions import authenticate_token, issue_token, revoke_token
from conspectus.rooms.runs import actions
from conspectus.rooms.runs.choices import Kind
from conspectus.rooms.schedule.models import PlanRevision

pytestmark = pytest.mark.java


@pytest.mark.parametrize(
    ("kind", "revoked"), [(Kind.LOOK, False), (Kind.STORE, False), (Kind.STORE, True)], ids=["look", "store", "revoked"]
)
def test_the_file_being_read_is_let_go_of(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: Kind, revoked: bool
) -> None:
    issued = issue_token(user=cast.alice, name="t", scope="write", by=cast.alice, at=now())
    by = authenticate_token(issued.text, at=now())
    assert by is not None
    run = asked(by, kind, large(60_000), large(10), **{"target-0": str(cast.project.pk), "shown-0": "0"})
    looks: list[Process] = []

    def meanwhile(process: Process) -> int:  # the child is asked for its memory while its answer is waited for
        if not looks:
            if revoked:
                revoke_token(token=issued.token, by=cast.alice, at=now())
            else:
                actions.cancel_run(run=run, by=cast.alice, at=now())
            assert states(run) == ["running"]
            worker.halt_what_is_over()
        looks.append(process)
        return 0

    monkeypatch.setattr(Process, "_memory", meanwhile)
    monkeypatch.setattr(Process, "spent", property(lambda self: self._child.poll() is not None))
    assert worker.work_one_run()
    assert len(looks) == 1
    assert states(run) == ["failed" if revoked else "cancelled"]
    stopped = REVOKED if revoked else f"The {'reading' if kind == Kind.LOOK else 'import'} was stopped"
    assert run.words == f"{stopped}; nothing was changed. Start again?"
    assert not PlanRevision.objects.exists()
    assert looks[0].spent


def test_a_run_nobody_stopped_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run, real = asked(cast.alice), actions.report_progress

    def report(**said: Any) -> None:
        worker.halt_what_is_over()
        real(**said)

    monkeypatch.setattr(actions, "report_progress", report)
    assert worker.work_one_run()
    assert states(run) == ["done"]
