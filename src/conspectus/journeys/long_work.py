"""Long work begun, done and ended: a run for each, in its starter's name and with the rights they have by then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from threading import Event
from typing import Any, TypeVar

from django.utils.timezone import now

from conspectus.formats.schedules.process import HALT, ReadingHalted
from conspectus.journeys.look_at_plans import Desk, Line
from conspectus.journeys.notices.packs import tell_readers
from conspectus.journeys.review_files import review_files
from conspectus.kit.errors import NotAllowed, Refusal
from conspectus.kit.frozen import NotAsWritten, from_json, to_json
from conspectus.kit.staging import Staged, check_room, find_made, keep_made, not_kept, sweep_staged, take
from conspectus.review import Review, pack_bytes
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.queries import is_token_valid
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.packs.actions import check_pack, make_pack
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.runs import actions, queries
from conspectus.rooms.runs.choices import Kind
from conspectus.rooms.runs.models import Run
from conspectus.rooms.schedule.actions import Said, import_plan
from conspectus.rooms.schedule.bridge.files import safe_name
from conspectus.rooms.schedule.bridge.readings import sweep_readings

PACK = ("pptx", "pdf", "xlsx")
CLOSED = "The account this was asked for with is closed"
REVOKED = "The token this was asked for with was revoked or is over"
_log = logging.getLogger("conspectus.runs")
Made = TypeVar("Made")
_Job = Callable[[Run, User], tuple[dict[str, Any], str]]


def start_files(*, kind: Kind, staged: Sequence[Staged], said: Mapping[str, Any], by: User, at: datetime) -> Run:
    """Put files into the queue, to be looked at, stored, imported or reviewed with what was said beside them."""
    check_room(by.pk)
    asked = {"files": [asdict(one) for one in staged], **_without_zero(said)}
    return actions.start_run(kind=kind, asked=asked, total=len(staged), by=by, at=at)


def start_pack(
    *, period: Period, version: int, kinds: Sequence[str] = PACK, scheduled: bool = False, by: User, at: datetime
) -> Run:
    """Put the making of a frozen period's pack into the queue; of one ``scheduled`` its readers are told."""
    refuse_reading_only(by)
    version = check_pack(period, version, kinds)
    asked = {"period": period.pk, "version": version, "kinds": list(kinds), "scheduled": scheduled}
    return actions.start_run(kind=Kind.PACK, asked=asked, total=len(kinds), by=by, at=at)


def start_again(*, run: Run, by: User, at: datetime) -> Run:
    """Ask once more for what a run was asked for."""
    check_room(by.pk)
    return actions.start_run(
        kind=Kind(run.kind), asked=run.asked, total=len(run.asked.get("files", PACK)), by=by, at=at
    )


def do_run(run: Run, halt: Event | None = None) -> None:
    """Do a run that was claimed; whatever happens, it ends, and in words; ``halt`` ends the reading of its files."""
    by = run.started_by
    by.reading_only = run.reading_only
    unhalted = HALT.set(halt)
    try:
        _refuse_ended(run, by)
        result, words = _work(run, by)
        actions.finish_run(run=run, result=result, words=words, at=now())
    except actions.RunEnded:
        end_run(run, at=now())
    except Refusal as refusal:
        _fail(run, refusal.words)
    except Exception:
        _log.exception("run %s failed", run.pk)
        words = f"Something went wrong here. Tell your administrator: run {run.pk}; {_what_is_left(run)}"
        _fail(run, words)
    finally:
        HALT.reset(unhalted)


def _work(run: Run, by: User) -> tuple[dict[str, Any], str]:
    try:
        return _JOBS[Kind(run.kind)](run, by)
    except ReadingHalted:
        _go_on(run, by)  # tells why not, where it was not a cancel
        raise actions.RunEnded from None


def over() -> list[int]:
    """Return the running runs that are to go no further: cancelled, or without the rights they were asked for with."""
    return [run.pk for run in queries.running() if run.cancel_asked or _why_ended(run, run.started_by)]


def _fail(run: Run, words: str) -> None:
    with suppress(actions.RunEnded):  # another has ended it already, in words of its own
        actions.fail_run(run=run, words=words, at=now())


def end_run(run: Run, *, at: datetime) -> None:
    """End a run that goes no further, with what it left behind; one that has ended already stays as it is."""
    what = _WHAT[Kind(run.kind)]
    with suppress(actions.RunEnded):
        actions.stop_run(run=run, words=f"The {what} was stopped; {_what_is_left(run)}", at=at)


def end_dead_runs(*, at: datetime) -> int:
    """End the runs of a worker that died; return how many."""
    dead = queries.running()
    for run in dead:
        end_run(run, at=at)
    return len(dead)


def sweep_long_work(*, at: datetime) -> None:
    """Remove runs, files and readings whose seven days are over."""
    actions.sweep_runs(at=at)
    sweep_staged()
    sweep_readings()


def files_of(run: Run) -> list[Staged]:
    """Return the files a run was given."""
    return [Staged(**one) for one in run.asked["files"]]


def lines_of(run: Run) -> tuple[Line, ...]:
    """Return what looking or storing came to."""
    return _found(run, tuple[Line, ...], "lines")


def review_of(run: Run) -> Review:
    """Return the review a run made."""
    return _found(run, Review, "review")


def pack_of(run: Run, kind: str) -> bytes:
    """Return one file of the pack a run made."""
    made = kind in PACK and kind in run.result.get("pack", ())
    data = find_made(run.started_by_id, f"run-{run.pk}.{kind}") if made else None
    if data is None:
        raise not_kept()
    return data


def _found(run: Run, kind: type[Made], ending: str) -> Made:
    data = find_made(run.started_by_id, f"run-{run.pk}.{ending}")
    try:
        if data is not None:
            return from_json(kind, data)
    except NotAsWritten:
        pass  # written by the version before this one
    raise not_kept()


def _look(run: Run, by: User) -> tuple[dict[str, Any], str]:
    lines = _desk(run, by).lines(files_of(run), _teller(run, by))
    return _keep_lines(run, lines), "Nothing is stored yet."


def _store(run: Run, by: User) -> tuple[dict[str, Any], str]:
    desk, tell = _desk(run, by), _teller(run, by)
    lines = desk.store(desk.lines(files_of(run), lambda done, total, words: tell(0, total, words)), tell)
    result = _keep_lines(run, lines)
    return result, f"{result['stored']} of {len(lines)} plans are stored."


def _import(run: Run, by: User) -> tuple[dict[str, Any], str]:
    (file,), said = files_of(run), run.asked
    _teller(run, by)(0, 1, f"reading {safe_name(file.name)}")
    done = import_plan(
        project=get_project(by, said["project"], _begun(run).date()),
        data=take(by.pk, file.digest),
        name=file.name,
        plan_choice=said["choice"] or None,
        expected_digest=said["digest"],
        expected_revision=said["expected_revision"],
        said=Said(**said["said"]),
        by=by,
        at=_begun(run),
    )
    row = done.revision
    return {"project": row.project_id, "revision": row.number, "changed": done.changed}, done.words


def _review(run: Run, by: User) -> tuple[dict[str, Any], str]:
    files, tell = files_of(run), _teller(run, by)
    names = [safe_name(one.name) for one in files]

    def reading(done: int, total: int, name: str) -> None:
        tell(done, total, f"reading {names[done]}" if done < total else "computing the portfolio")

    tell(0, len(files), f"reading {names[0]}")
    costs = run.asked["costs"]
    review = review_files(
        files=[(one.name, take(by.pk, one.digest)) for one in files],
        costs=(costs["name"], take(by.pk, costs["digest"])) if costs else None,
        said=Said(**run.asked["said"]),
        on_progress=reading,
    )
    made = PACK if review.projects else ()
    for kind in made:
        tell(len(files), len(files), f"making the board pack ({kind.upper()})")
        for data in pack_bytes(review, (kind,)).values():
            keep_made(by.pk, f"run-{run.pk}.{kind}", data)
    kept = replace(review, projects=tuple(replace(one, child=None) for one in review.projects))  # the sums are made
    keep_made(by.pk, f"run-{run.pk}.review", to_json(Review, kept))
    return {"projects": len(review.projects), "pack": list(made)}, "Nothing is stored."


def _pack(run: Run, by: User) -> tuple[dict[str, Any], str]:
    period = get_period(by, run.asked["period"], _begun(run).date())
    version, kinds = run.asked["version"], run.asked["kinds"]
    made = make_pack(period=period, version=version, kinds=kinds, tell=_teller(run, by), by=by, at=_begun(run))
    if run.asked.get("scheduled"):
        tell_readers(period, version, at=now())
    return {"period": period.pk, "packs": [row.pk for row in made]}, "The pack is kept with the period."


_JOBS: dict[Kind, _Job] = {
    Kind.LOOK: _look,
    Kind.STORE: _store,
    Kind.IMPORT: _import,
    Kind.REVIEW: _review,
    Kind.PACK: _pack,
}
_WHAT = {
    Kind.LOOK: "reading",
    Kind.STORE: "import",
    Kind.IMPORT: "import",
    Kind.REVIEW: "review",
    Kind.PACK: "making of the pack",
}


def _desk(run: Run, by: User) -> Desk:
    return Desk(by, _begun(run), run.asked["typed"], run.asked["usual"])


def _keep_lines(run: Run, lines: tuple[Line, ...]) -> dict[str, Any]:
    keep_made(run.started_by_id, f"run-{run.pk}.lines", to_json(tuple[Line, ...], lines))
    return {
        "plans": len(lines),
        "ready": sum(line.ready for line in lines),
        "stored": sum(bool(line.stored) for line in lines),
        "refused": sum(bool(line.refused) for line in lines),
    }


def _teller(run: Run, by: User) -> Callable[[int, int, str], None]:
    """Return what is called before each step: it goes on with the rights the starter has by then, or not at all."""

    def tell(done: int, total: int, words: str) -> None:
        actions.report_progress(run=run, done=done, total=total, words=words)
        _go_on(run, by)

    return tell


def _go_on(run: Run, by: User) -> None:
    by.refresh_from_db(fields=["is_active", "organisation_role"])
    _refuse_ended(run, by)


def _refuse_ended(run: Run, by: User) -> None:
    if ended := _why_ended(run, by):
        raise NotAllowed("%(ended)s; %(run)s", ended=ended, run=_what_is_left(run))


def _why_ended(run: Run, by: User) -> str:
    token = run.asked.get("token")
    revoked = token is not None and not is_token_valid(token, now())
    return CLOSED if not by.is_active else REVOKED if revoked else ""


def _begun(run: Run) -> datetime:
    return run.begun_at or run.asked_at


def _what_is_left(run: Run) -> str:
    """Say what the run's own deeds left behind: they all bear the instant it began."""
    deeds = AuditLine.objects.filter(actor=f"user:{run.started_by_id}", at=_begun(run))
    plans = deeds.filter(deed="import_plan").count()
    if not deeds.exists():
        return "nothing was changed. Start again?"
    if packs := deeds.filter(deed="make_pack").count():
        return f"{packs} of {run.total} files of the pack are kept. Start again for the rest?"
    stored = "1 plan is stored, whole" if plans == 1 else f"{plans} plans are stored, each of them whole"
    return f"{stored}. Start again for the rest?"


def _without_zero(said: Any) -> Any:
    """Return what was said without zero bytes, which no database takes."""
    if isinstance(said, str):
        return said.replace("\0", "")
    if isinstance(said, Mapping):
        return {_without_zero(name): _without_zero(one) for name, one in said.items()}
    return said
