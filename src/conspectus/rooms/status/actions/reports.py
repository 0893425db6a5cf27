"""The report of a project or programme for a period: written, submitted, accepted or returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from conspectus.engine.findings import Finding
from conspectus.kit.amounts import check_amount, check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import require, sees_cost
from conspectus.rooms.status.actions.answers import found_in, keep_findings, refuse_unanswered
from conspectus.rooms.status.bridge import level_of, of_subject
from conspectus.rooms.status.choices import NEXT_STATES, RAG, SCALES, WRITABLE, Dimension, ReportState
from conspectus.rooms.status.models import Declaration, Report, ReportDraft
from conspectus.rooms.status.queries.doubts import Key, Said
from conspectus.rooms.status.rules import require_reporting


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of one dimension: a level of the report's scale, and why."""

    dimension: str
    level: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a report, by when decisions are wanted, and what its author forecasts in minor units."""

    summary: str = ""
    achieved: str = ""
    planned: str = ""
    decisions: str = ""
    decide_on: date | None = None
    finish_on: date | None = None
    forecast_minor: int | None = None


def said_by(declared: Sequence[Declared], words: Words, scale: str = RAG) -> Said:
    """Return what a report would say, for who looks for what does not fit before it is written."""
    levels = {one.dimension: level_of(scale, one.level) for one in declared}
    return Said(
        {name: level.rank for name, level in levels.items() if level is not None},
        frozenset(one.dimension for one in declared if one.words.strip()),
        words.summary,
        words.decisions,
        words.decide_on,
        words.finish_on,
        words.forecast_minor,
    )


TEXTS = ("summary", "achieved", "planned", "decisions")
MOST_MINUTES = 10_000
FORECASTS = ("decide_on", "finish_on", "forecast_minor")


@deed("declare_status", "wrote a status report", needs=Ability.PLAN)
def declare_status(
    *,
    subject: Project | Programme,
    period: Period,
    declared: Sequence[Declared],
    words: Words = Words(),
    scale: str = RAG,
    revision: int,
    by: User,
    at: datetime,
) -> Report:
    """Write a report for an open period, whole: what is left out of ``declared`` is declared no more.

    ``revision`` is that of the report that was read, 0 where there was none.
    Refuses a period of another portfolio or one that is not open, a report
    already submitted, unknown dimensions and levels, and a dimension twice.
    """
    require_reporting(by, "declare_status", subject, period, at.date())
    refuse_closed(period, subject)
    rows = _checked(declared, scale)
    texts = {name: clean_text(getattr(words, name), name) for name in TEXTS}
    forecasts = _forecasts(words)
    with_cost = sees_cost(by, subject, at.date())
    with audited("declare_status", by=by, at=at) as line:
        report = own_report(subject, period, revision)
        if ReportState(report.state) not in WRITABLE:
            label = ReportState(report.state).label.lower()
            raise Conflict("submitted", "This report is %(label)s. It can be changed once it is returned.", label=label)
        report.scale = scale
        for name, text in texts.items():
            setattr(report, name, text)
        for name, value in forecasts.items():
            if name != "forecast_minor" or with_cost:  # who does not see it leaves it as it is
                setattr(report, name, value)
        report.repeated = False
        report.save()
        report.declarations.all().delete()
        for row in rows:
            row.report = report
        Declaration.objects.bulk_create(rows)
        told = {row.dimension: row.level for row in rows}
        line.about("report", report.pk, **_named(report), period=period.name, scale=scale, declared=told)
    return report


@deed("submit_report", "submitted a status report", needs=Ability.PLAN)
def submit_report(
    *,
    report: Report,
    answers: Mapping[Key, str] | None = None,
    minutes: int | None = None,
    found: Sequence[Finding] | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Report:
    """Hand a report in, with what does not fit in it, what is said to that, and the minutes it took where said.

    ``found`` is what does not fit, where who calls has looked through many reports at once.
    Refuses one without an overall status, and findings without an answer where the cycle wants answers.
    """
    require_reporting(by, "submit_report", report.subject, report.period, at.date())
    if not report.declarations.filter(dimension=Dimension.OVERALL).exists():
        raise Invalid("overall", "Declare at least the overall status before you submit.", "overall")
    given = {key: clean_text(words, "answer", most=2000) for key, words in (answers or {}).items()}
    if found is None:
        found = found_in(report, at)
    refuse_unanswered(report, found, given)
    effort = _effort(report, minutes, by)
    with transaction.atomic():
        keep_findings(report, found, given, by=by, at=at)
        ReportDraft.objects.filter(person=by.person_id, project=report.project_id, period=report.period_id).delete()
        return _move("submit_report", report, ReportState.SUBMITTED, revision, by=by, at=at, **effort)


def _effort(report: Report, minutes: int | None, by: User) -> dict[str, Any]:
    """Return what writing took: as said, else as the form measured it; nothing where neither is known."""
    if minutes is not None:
        if not 0 < minutes <= MOST_MINUTES:
            raise Invalid("minutes", "Minutes lie between 1 and %(most)s.", "minutes", most=MOST_MINUTES)
        return {"effort_minutes": minutes, "effort_typed": True}
    mine = ReportDraft.objects.filter(person=by.person_id, project=report.project_id, period=report.period_id)
    seconds = mine.values_list("seconds", flat=True).first() if report.project_id else None
    return {"effort_minutes": max(1, round(seconds / 60)), "effort_typed": False} if seconds else {}


@deed("accept_report", "accepted a status report", needs=Ability.STEER)
def accept_report(*, report: Report, revision: int, by: User, at: datetime) -> Report:
    """Accept a submitted report; that of a programme takes steering what it lies in."""
    require(by, "accept_report", decided_over(report), at.date())
    return _move("accept_report", report, ReportState.ACCEPTED, revision, by=by, at=at)


@deed("return_report", "returned a status report", needs=Ability.STEER)
def return_report(*, report: Report, words: str, revision: int, by: User, at: datetime) -> Report:
    """Give a report back with words that say what is wanted."""
    require(by, "return_report", decided_over(report), at.date())
    answer = clean_text(words, "words")
    if not answer:
        raise Invalid("words", "Say what is to be changed.", "words")
    return _move("return_report", report, ReportState.RETURNED, revision, by=by, at=at, answer=answer)


def _move(
    name: str,
    report: Report,
    state: ReportState,
    revision: int,
    *,
    by: User,
    at: datetime,
    answer: str = "",
    **more: Any,
) -> Report:
    refuse_closed(report.period, report.subject)
    with audited(name, by=by, at=at) as line:
        row = lock_row(report, revision)
        before = ReportState(row.state)
        if state not in NEXT_STATES[before]:
            raise Conflict(
                "state",
                "This report is %(before)s; it cannot become %(state)s.",
                before=before.label.lower(),
                state=state.label.lower(),
            )
        row.state = state
        for column, value in more.items():
            setattr(row, column, value)
        if state is ReportState.SUBMITTED:
            row.submitted_by, row.submitted_at = by.person, at
            row.first_submitted_at = row.first_submitted_at or at
        else:
            row.decided_by, row.decided_at, row.answer = by.person, at, answer
        row.save()
        line.about("report", row.pk, **_named(row), before=before.value, state=state.value, words=answer)
    return row


def decided_over(report: Report) -> Project | Programme | Portfolio:
    """Return what one must steer to decide on a report: a programme's manager does not accept their own."""
    return report.subject if report.programme is None else report.programme.lies_in


def _named(report: Report) -> dict[str, int]:
    """Return whose report it is, as the audit log keeps it."""
    return {of_subject(report.subject)[0]: report.subject.pk}


def own_report(subject: Project | Programme, period: Period, revision: int) -> Report:
    """Return the report locked for a change, or a new one; refuses when it is not at ``revision`` any more."""
    type(subject).objects.select_for_update().get(pk=subject.pk)
    whose = dict([of_subject(subject)])
    there = Report.objects.filter(**whose, period=period).first()
    if there is not None:
        return lock_row(there, revision)
    if revision != 0:
        raise Stale("This report was not there when you began. Look again, then decide.", 0)
    return Report(**whose, period=period)


def _forecasts(words: Words) -> dict[str, Any]:
    """Return what is forecast, checked."""
    found = {name: getattr(words, name) for name in FORECASTS}
    amount = found["forecast_minor"]
    if amount is not None and check_amount(amount, "forecast_minor") < 0:
        raise Invalid("forecast_minor", "Enter an amount above 0.", "forecast_minor")
    for name in ("decide_on", "finish_on"):
        if found[name] is not None:
            check_day(found[name], name)
    return found


def _checked(declared: Sequence[Declared], scale: str) -> list[Declaration]:
    if scale not in SCALES:
        raise Invalid("scale", "There is no such rating scale.", "scale")
    found: dict[str, Declaration] = {}
    for one in declared:
        if one.dimension not in Dimension.values:
            raise Invalid(
                "dimension", "There is no dimension '%(dimension)s'.", "declared", dimension=one.dimension[:40]
            )
        if one.dimension in found:
            raise Invalid("twice", "%(label)s is declared twice.", one.dimension, label=Dimension(one.dimension).label)
        level = level_of(scale, one.level)
        if level is None:
            steps = ", ".join(step.code for step in SCALES[scale].levels)
            raise Invalid(
                "level",
                "'%(level)s' is no level of this scale; it has %(steps)s.",
                one.dimension,
                level=one.level[:40],
                steps=steps,
            )
        words = clean_text(one.words, one.dimension)
        found[one.dimension] = Declaration(dimension=one.dimension, level=level.code, rank=level.rank, words=words)
    return list(found.values())


def refuse_closed(period: Period, subject: Project | Programme) -> None:
    """Refuse a period of another portfolio, and one that is not open as it stands now."""
    if period.portfolio_id != subject.portfolio_id:
        raise Conflict("other_portfolio", "This period belongs to another portfolio.")
    now = Period.objects.get(pk=period.pk)
    if now.state != PeriodState.OPEN:
        raise Conflict(
            "period",
            "%(now)s is %(label)s; reports can be changed while it is open.",
            now=now.name,
            label=PeriodState(now.state).label.lower(),
        )
