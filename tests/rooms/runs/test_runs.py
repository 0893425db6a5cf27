"""Runs wait, run and end once; they are their starter's alone, and a user has one at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.web.conftest import plan_file
from tests.working import work_off

from conspectus.doors.jobs import worker
from conspectus.journeys import long_work
from conspectus.kit.errors import NotAllowed, NotFound, TooMany
from conspectus.kit.staging import TooLarge, stage
from conspectus.rooms.accounts.actions import (
    authenticate_token,
    change_organisation_role,
    deactivate_user,
    issue_token,
    revoke_token,
)
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.runs import actions, queries
from conspectus.rooms.runs.choices import FOLLOWS, Kind, State
from conspectus.rooms.runs.models import Run
from conspectus.rooms.schedule.actions import imports
from conspectus.rooms.schedule.models import PlanRevision


def files(by: User, *contents: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return stage(by.pk, [SimpleUploadedFile(f"plan-{n}.csv", data) for n, data in enumerate(contents)])


def asked(by: User, kind: Kind = Kind.LOOK, *contents: bytes, **typed: str) -> Run:
    """Have one's files, or one small plan, put into the queue."""
    said = {"typed": typed, "usual": ""}
    staged = files(by, *(contents or (plan_file(),)))
    return long_work.start_files(kind=kind, staged=staged, said=said, by=by, at=now())


def states(*runs: Run) -> list[str]:
    for run in runs:
        run.refresh_from_db()
    return [run.state for run in runs]


def test_a_run_is_done_and_its_result_kept(cast: Cast) -> None:
    run = asked(cast.alice)
    assert states(run) == ["waiting"]
    assert work_off() == 1
    assert states(run) == ["done"]
    (line,) = long_work.lines_of(run)
    assert line.match.tasks == 4
    assert run.result["plans"] == 1
    assert run.begun_at <= run.ended_at


def test_one_at_a_time_for_each_user(cast: Cast) -> None:
    first, second, other = asked(cast.alice), asked(cast.alice), asked(cast.bob)
    assert [actions.claim_run(at=now()) for _ in range(3)] == [first, other, None]
    assert states(first, second, other) == ["running", "waiting", "running"]
    actions.finish_run(run=first, result={}, words="", at=now())
    assert actions.claim_run(at=now()) == second


def test_a_foreign_run_is_missing(cast: Cast) -> None:
    run = asked(cast.alice)
    for who in (cast.bob, cast.frank, cast.dave):
        with pytest.raises(NotFound):
            queries.get_run(who, run.pk)
    for wanted in (0, -1, 10**30, "x", None):
        with pytest.raises(NotFound):
            queries.get_run(cast.alice, wanted)


def test_waiting_is_cancelled_at_once_and_running_at_its_next_step(cast: Cast) -> None:
    waits, runs = asked(cast.alice), asked(cast.bob)
    actions.cancel_run(run=waits, by=cast.alice, at=now())
    assert states(waits) == ["cancelled"]
    claimed = actions.claim_run(at=now())
    assert claimed == runs
    actions.cancel_run(run=runs, by=cast.bob, at=now())
    assert states(runs) == ["running"]
    assert runs.cancel_asked
    long_work.do_run(claimed)
    assert states(runs) == ["cancelled"]
    assert runs.words == "The reading was stopped; nothing was changed. Start again?"


def test_cancelled_between_two_files_what_is_stored_is_whole_and_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(cast.alice, Kind.STORE, plan_file(), plan_file(30), **{"target-0": str(cast.project.pk)})
    run.asked["typed"]["target-1"] = str(cast.project.pk)
    real, seen = actions.report_progress, []

    def report(**said: Any) -> None:
        seen.append(said["words"])
        if said["words"].startswith("storing"):
            actions.cancel_run(run=run, by=cast.alice, at=now())
        real(**said)

    monkeypatch.setattr(actions, "report_progress", report)
    assert work_off() == 1
    assert states(run) == ["cancelled"]
    assert seen[:2] == ["reading plan-0.csv", "reading plan-1.csv"]
    assert run.words == "The import was stopped; nothing was changed. Start again?"
    assert not PlanRevision.objects.exists()


def test_what_was_stored_before_the_cancel_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    new = f"new-{cast.portfolio.pk}"
    typed = {"target-0": new, "code-0": "N-1", "target-1": new, "code-1": "N-2"}
    run, real = asked(cast.bob, Kind.STORE, plan_file(), plan_file(30), **typed), actions.report_progress

    def report(**said: Any) -> None:
        if said["done"] == 1:
            actions.cancel_run(run=run, by=cast.bob, at=now())
        real(**said)

    monkeypatch.setattr(actions, "report_progress", report)
    work_off()
    assert states(run) == ["cancelled"]
    assert PlanRevision.objects.count() == 1
    assert run.words == "The import was stopped; 1 plan is stored, whole. Start again for the rest?"


def test_ten_unfinished_are_enough(cast: Cast) -> None:
    staged = files(cast.alice, plan_file())
    said: dict[str, Any] = {"typed": {}, "usual": ""}
    for _ in range(actions.MOST_UNFINISHED):
        long_work.start_files(kind=Kind.LOOK, staged=staged, said=said, by=cast.alice, at=now())
    with pytest.raises(TooMany):
        long_work.start_files(kind=Kind.LOOK, staged=staged, said=said, by=cast.alice, at=now())


def test_the_rights_are_those_at_run_time(cast: Cast) -> None:
    run = asked(cast.alice, Kind.STORE, **{"target-0": str(cast.project.pk), "shown-0": "0"})
    cast.project.manager = cast.bob.person
    cast.project.save()
    cast.project.roles.filter(person=cast.alice.person).delete()
    work_off()
    assert not PlanRevision.objects.exists()
    assert states(run) == ["done"]
    assert run.result["stored"] == 0
    closed = asked(cast.mona)
    deactivate_user(user=cast.mona, by=cast.frank, at=now())
    work_off()
    assert states(closed) == ["failed"]
    assert "account" in closed.words


def test_a_reading_token_runs_reading_only(cast: Cast) -> None:
    cast.alice.reading_only = True
    run = asked(cast.alice, Kind.STORE, **{"target-0": str(cast.project.pk), "shown-0": "0"})
    work_off()
    assert not PlanRevision.objects.exists()
    actions.cancel_run(run=run, by=cast.alice, at=now())
    cast.alice.reading_only = False
    own = asked(cast.alice)
    cast.alice.reading_only = True
    with pytest.raises(NotAllowed):
        actions.cancel_run(run=own, by=cast.alice, at=now())


def test_what_nobody_thought_of_ends_in_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(cast.alice)

    def fail(*_: Any) -> Any:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(long_work, "_desk", fail)
    work_off()
    assert states(run) == ["failed"]
    assert f"run {run.pk}" in run.words
    assert "secret" not in run.words


def test_a_worker_that_died_leaves_words_and_the_next_try_works(cast: Cast) -> None:
    run = asked(cast.alice, Kind.STORE, **{"target-0": str(cast.project.pk), "shown-0": "0"})
    claimed = actions.claim_run(at=now())
    assert claimed is not None
    assert long_work.end_dead_runs(at=now()) == 1
    assert states(run) == ["stopped"]
    assert run.words == "The import was stopped; nothing was changed. Start again?"
    long_work.do_run(claimed)  # a hand that was at work after all stores nothing
    assert not PlanRevision.objects.exists()
    again = long_work.start_again(run=run, by=cast.alice, at=now())
    work_off()
    assert states(run, again) == ["stopped", "done"]
    assert PlanRevision.objects.count() == 1


def test_an_ended_run_stays_as_it_is(cast: Cast) -> None:
    run = asked(cast.alice)
    work_off()
    actions.cancel_run(run=run, by=cast.alice, at=now())
    assert states(run) == ["done"]
    with pytest.raises(actions.RunEnded):
        actions.fail_run(run=run, words="late", at=now())
    assert not set(FOLLOWS) & {State.DONE, State.FAILED, State.CANCELLED, State.STOPPED}


def test_after_seven_days_a_run_is_gone(cast: Cast) -> None:
    run, fresh = asked(cast.alice), asked(cast.bob)
    work_off()
    Run.objects.filter(pk=run.pk).update(ended_at=now() - timedelta(days=8))
    long_work.sweep_long_work(at=now())
    assert list(Run.objects.all()) == [fresh]


def test_the_page_tells_each_state(cast: Cast, enter: Callable[[User], Client]) -> None:
    client, run = enter(cast.alice), asked(cast.alice)
    where = f"/runs/{run.pk}/"
    page = client.get(where).content.decode()
    assert 'http-equiv="refresh"' in page
    assert "the worker that does this is not running" in page
    actions.claim_run(at=now())
    actions.report_progress(run=run, done=3, total=12, words="reading Harbour.xer")
    assert "3 of 12 files: reading Harbour.xer" in client.get(f"{where}progress/").content.decode()
    client.post(f"{where}cancellation/")
    assert "Stopping: a file that is being read" in client.get(where).content.decode()
    long_work.end_dead_runs(at=now())
    told = client.get(f"{where}progress/")
    assert (told.status_code, told.headers["HX-Redirect"]) == (204, where)
    page = client.get(where).content.decode()
    assert "nothing was changed. Start again?" in page
    assert 'http-equiv="refresh"' not in page
    again = client.post(f"{where}again/").headers["Location"]
    work_off()
    told = client.get(f"{again}progress/")
    assert told.headers["HX-Redirect"] == again.replace("/runs/", "/upload/")
    assert client.get(again).headers["Location"] == again.replace("/runs/", "/upload/")


def test_an_account_closed_while_its_run_goes_stores_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    new = f"new-{cast.portfolio.pk}"
    typed = {"target-0": new, "code-0": "N-1", "target-1": new, "code-1": "N-2"}
    run, real = asked(cast.bob, Kind.STORE, plan_file(), plan_file(30), **typed), actions.report_progress

    def report(**said: Any) -> None:
        if said["done"] == 1:
            deactivate_user(user=cast.bob, by=cast.frank, at=now())
        real(**said)

    monkeypatch.setattr(actions, "report_progress", report)
    work_off()
    assert states(run) == ["failed"]
    assert PlanRevision.objects.count() == 1
    assert run.words == f"{long_work.CLOSED}; 1 plan is stored, whole. Start again for the rest?"


@pytest.mark.parametrize("early", [True, False])
def test_a_run_asked_for_with_a_token_ends_with_it(cast: Cast, monkeypatch: pytest.MonkeyPatch, early: bool) -> None:
    issued = issue_token(user=cast.bob, name="t", scope="write", by=cast.bob, at=now())
    by = authenticate_token(issued.text, at=now())
    assert by is not None
    new = f"new-{cast.portfolio.pk}"
    typed = {"target-0": new, "code-0": "N-1", "target-1": new, "code-1": "N-2"}
    run, real = asked(by, Kind.STORE, plan_file(), plan_file(30), **typed), actions.report_progress
    again = long_work.start_again(run=run, by=cast.bob, at=now())

    def report(**said: Any) -> None:
        if said["done"] == 1:
            revoke_token(token=issued.token, by=cast.bob, at=now())
        real(**said)

    if early:
        revoke_token(token=issued.token, by=cast.bob, at=now())
    else:
        monkeypatch.setattr(actions, "report_progress", report)
    claimed = actions.claim_run(at=now())
    assert claimed == run
    long_work.do_run(claimed)
    assert states(run) == ["failed"]
    left = "nothing was changed. Start again?" if early else "1 plan is stored, whole. Start again for the rest?"
    assert run.words == f"{long_work.REVOKED}; {left}"
    assert PlanRevision.objects.count() == (0 if early else 1)
    monkeypatch.undo()
    work_off()
    assert states(again) == ["done"]  # asked for without a token


def test_a_role_over_the_organisation_taken_while_a_run_goes_is_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(cast.bob, Kind.STORE, **{"target-0": str(cast.project.pk), "shown-0": "0"})
    real = actions.report_progress

    def report(**said: Any) -> None:
        if said["words"].startswith("storing"):
            change_organisation_role(user=cast.bob, role="viewer", by=cast.frank, at=now())
        real(**said)

    monkeypatch.setattr(actions, "report_progress", report)
    work_off()
    assert states(run) == ["done"]
    assert run.result == {"plans": 1, "ready": 0, "stored": 0, "refused": 1}
    assert not PlanRevision.objects.exists()


@pytest.mark.parametrize("lost", ["role", "life"])
def test_what_is_lost_while_a_file_is_read_is_lost_for_its_import(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    run = asked(cast.alice, Kind.STORE, **{"target-0": str(cast.project.pk), "shown-0": "0"})
    real = imports.figure

    def while_read(*given: Any) -> Any:
        if asked_to_store:
            changed = {"manager": cast.bob.person} if lost == "role" else {"state": "stopped"}
            Project.objects.filter(pk=cast.project.pk).update(**changed)
        return real(*given)

    asked_to_store: list[bool] = []
    report = actions.report_progress

    def note(**said: Any) -> None:
        asked_to_store.extend([True] if said["words"].startswith("storing") else [])
        report(**said)

    monkeypatch.setattr(actions, "report_progress", note)
    monkeypatch.setattr(imports, "figure", while_read)
    work_off()
    assert asked_to_store
    assert states(run) == ["done"]
    assert not PlanRevision.objects.exists()


def test_what_was_made_counts_in_a_users_share_and_runs_are_counted(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(cast.alice)
    work_off()
    kept = settings.DATA_FOLDER / "staged" / str(cast.alice.pk)
    settings.STAGED_MOST_BYTES = sum(path.stat().st_size for path in kept.iterdir()) - 1
    for start in (lambda: asked(cast.alice), lambda: long_work.start_again(run=run, by=cast.alice, at=now())):
        with pytest.raises(TooLarge, match="the limit is"):
            start()
    settings.STAGED_MOST_BYTES = 2**30
    monkeypatch.setattr(actions, "MOST_KEPT", 1)
    with pytest.raises(TooMany):
        asked(cast.alice)
    assert Run.objects.filter(started_by=cast.alice).count() == 1


def test_a_run_keeps_what_was_typed_beside_its_lines_and_nothing_else(
    cast: Cast, enter: Callable[[User], Client]
) -> None:
    run = asked(cast.alice)
    work_off()
    junk = {"x" * 40: "y", "code-0": "c" * 5000, "started_by": "1", "csrfmiddlewaretoken": "t", "files": "z" * 1000}
    assert enter(cast.alice).post(f"/upload/{run.pk}/", {"deed": "look", **junk}).status_code == 302
    assert Run.objects.latest("pk").asked["typed"] == {"code-0": "c" * 300}


def test_a_review_without_a_pack_never_hands_over_one_left_by_another_database(
    cast: Cast, settings: Any, enter: Callable[[User], Client]
) -> None:
    said: dict[str, Any] = {"costs": None, "said": {}}
    staged = files(cast.alice, b"not a plan")
    run = long_work.start_files(kind=Kind.REVIEW, staged=staged, said=said, by=cast.alice, at=now())
    (settings.DATA_FOLDER / "staged" / str(cast.alice.pk) / f"run-{run.pk}.pdf").write_bytes(b"%PDF of somebody else")
    work_off()
    assert states(run) == ["done"]
    assert b"somebody" not in enter(cast.alice).get(f"/review/{run.pk}/board-pack.pdf").content


def test_an_end_the_database_refuses_is_written_when_it_takes_it_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, refusals = asked(cast.alice), [InterfaceError("connection already closed"), OperationalError("locked")]
    whole = {"fail_run": actions.fail_run, "stop_run": actions.stop_run}

    def broken(*_: Any) -> Any:
        raise OperationalError("the connection is lost")

    def ending(name: str) -> Callable[..., None]:
        def end(**told: Any) -> None:
            if refusals:
                raise refusals.pop()
            whole[name](**told)

        return end

    monkeypatch.setattr(long_work, "_JOBS", dict.fromkeys(Kind, broken))
    for name in whole:
        monkeypatch.setattr(actions, name, ending(name))
    monkeypatch.setattr(worker, "AFTER_A_FAULT_SECONDS", 0.0)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own connection stays open
    assert worker.work_one_run()
    assert states(run) == ["stopped"]
    assert run.words == "The reading was stopped; nothing was changed. Start again?"


def test_a_run_cancelled_while_it_is_claimed_stays_cancelled(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(cast.alice)

    def cancelled_first(name: str) -> None:
        first = QuerySet.first
        monkeypatch.setattr(QuerySet, "first", lambda rows: (first(rows), cancel())[0])

    def cancel() -> None:
        monkeypatch.undo()
        actions.cancel_run(run=run, by=cast.alice, at=now())

    monkeypatch.setattr(actions, "one_at_a_time", cancelled_first)
    assert actions.claim_run(at=now()) is None
    assert states(run) == ["cancelled"]
