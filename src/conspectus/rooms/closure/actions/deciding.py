"""A closure decided on by somebody who did not submit it: confirmed with all that follows, or returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict
from conspectus.kit.frozen import to_json
from conspectus.kit.manner import PLAIN, written_for
from conspectus.kit.subjects import Subject, SubjectKind
from conspectus.kit.texts import clean_line, clean_text
from conspectus.rooms.accounts.actions import audited, effective_day, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.actions.course import refuse_open_points
from conspectus.rooms.closure.choices import ClosureState
from conspectus.rooms.closure.models import Closure, ClosureDecision, ForecastScore
from conspectus.rooms.closure.queries import FinalCost, PointsKept, PointView, final_costs, points_of
from conspectus.rooms.closure.queries.report import Report, closure_report, report_name
from conspectus.rooms.closure.queries.truth import finished_on, scored
from conspectus.rooms.closure.rules import refuse_own
from conspectus.rooms.files.actions import Content, Particulars, add_document
from conspectus.rooms.files.choices import DocumentKind
from conspectus.rooms.files.models import Document
from conspectus.rooms.portfolio.actions.life import Step, write_move
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided: confirmed or returned, why, by whose decision, and from which day the project is completed."""

    confirmed: bool
    words: str
    authority: str = ""
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """All that a confirmation writes, computed before its transaction."""

    step: Step
    finish: date
    cost: FinalCost
    points: tuple[PointView, ...]
    scores: tuple[ForecastScore, ...]
    report: Report


@deed("decide_closure", "decided on a closure", needs=Ability.APPROVE)
def decide_closure(*, closure: Closure, verdict: Verdict, revision: int, by: User, at: datetime) -> Closure:
    """Confirm a closure, which completes the project, scores its forecasts and makes the report; or return it.

    Refuses who submitted it, one that was not submitted, and one of which a
    point has come open again.
    """
    project = closure.project
    require(by, "decide_closure", project, at.date())
    refuse_own(by, closure, at.date())
    words = clean_text(verdict.words, "words", required=True)
    authority = clean_line(verdict.authority, "authority", most=200, required=False)
    ready = _prepare(closure, verdict, words, authority, by, at) if verdict.confirmed else None
    with audited("decide_closure", by=by, at=at) as line:
        row = lock_row(closure, revision)
        refuse_own(by, row, at.date())
        if row.state != ClosureState.SUBMITTED:
            raise Conflict("state", "This closure is “%(label)s”.", label=ClosureState(row.state).label)
        told: dict[str, object] = {"confirmed": verdict.confirmed, "words": words, "submitted_by": row.submitted_by_id}
        if ready is None:
            row.state, row.answer, row.answered_by, row.answered_at = ClosureState.BEGUN, words, by.person, at
        else:
            locked = Project.objects.select_for_update().get(pk=project.pk)
            locked.revision += 1
            told |= write_move(locked, ready.step, by=by, at=at)
            told["document"] = _kept(row, ready, by, at).pk
            row.state = ClosureState.CONFIRMED
        row.save()
        line.about("closure", row.pk, project=row.project_id, **told)
    return row


def _prepare(closure: Closure, verdict: Verdict, words: str, authority: str, by: User, at: datetime) -> _Prepared:
    """Compute what a confirmation writes; refuses while a point is open."""
    day = effective_day(verdict.effective_on, at)
    refuse_open_points(closure, at.date())
    finish = finished_on(closure.project, day)
    cost = final_costs([closure.project], at.date())[closure.project_id]
    scores = tuple(scored(closure.project, cost, finish))
    with written_for(PLAIN):
        points = points_of([closure], at.date())[closure.pk]
    report = closure_report(closure, points, scores, words, by.name, at)
    return _Prepared(Step(State.CLOSED, words, authority, day, ()), finish, cost, points, scores, report)


def _kept(row: Closure, ready: _Prepared, by: User, at: datetime) -> Document:
    """Write the decision with its report and the scores."""
    subject = Subject(SubjectKind.PROJECT.value, str(row.project_id), str(row.project), row.project_id)
    title, on = ready.report.title[:190], at.date()
    new, content = (
        Particulars(title, DocumentKind.REPORT),
        Content(name=report_name(row, on), data=ready.report.document),
    )
    document = add_document(subject=subject, new=new, content=content, by=by, at=at)
    paper = Content(name=report_name(row, on, "pdf"), data=ready.report.paper)
    new = Particulars(f"{title} (PDF)", DocumentKind.REPORT)
    add_document(subject=subject, new=new, content=paper, by=by, at=at)
    version = document.versions.get()
    ClosureDecision.objects.create(
        closure=row,
        words=ready.step.reason,
        authority=ready.step.authority,
        effective_on=ready.step.day,
        finished_on=ready.finish,
        spent_minor=ready.cost.spent_minor,
        currency=ready.cost.currency,
        points=to_json(PointsKept, PointsKept(ready.points)).decode(),
        document=document,
        digest=version.blob_id or "",
        by=by.person,
        at=at,
    )
    for one in ready.scores:
        one.closure = row
    ForecastScore.objects.bulk_create(ready.scores)
    return document
