"""What a report's author answers to what does not fit, and a report that says nothing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from conspectus.engine.findings import Finding
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.status.choices import WRITABLE, ReportState
from conspectus.rooms.status.models import Report, ReportFinding
from conspectus.rooms.status.queries.doubts import Key, kept_findings, report_doubts, said_in
from conspectus.rooms.status.rules import require_reporting

MOST_ANSWERS = 50


@deed("answer_findings", "answered findings of a report", needs=Ability.PLAN)
def answer_findings(*, report: Report, answers: Mapping[Key, str], revision: int, by: User, at: datetime) -> Report:
    """Keep what is said to findings of a project's report, each by its code and place; empty takes an answer back.

    Refuses a report that is submitted, and what is not found in it.
    """
    require_reporting(by, "answer_findings", report.subject, report.period, at.date())
    found = {(one.code, one.place): one for one in found_in(report, at)}
    if not answers or len(answers) > MOST_ANSWERS:
        raise Invalid("answers", "Send 1 to %(most)s answers.", "answers", most=MOST_ANSWERS)
    for code, _place in set(answers) - set(found):
        raise Invalid("finding", "There is no finding %(finding)s in this report.", "answers", finding=code[:40])
    texts = {key: clean_text(words, "answer", most=2000) for key, words in answers.items()}
    with audited("answer_findings", by=by, at=at) as line:
        row = lock_row(report, revision)
        if ReportState(row.state) not in WRITABLE:
            label = ReportState(row.state).label.lower()
            raise Conflict("submitted", "This report is %(label)s. It can be changed once it is returned.", label=label)
        row.save(update_fields=["revision"])
        keep_findings(row, list(found.values()), texts, by=by, at=at)
        line.about("report", row.pk, answers={f"{code} {place}": words for (code, place), words in texts.items()})
    return row


def found_in(report: Report, at: datetime) -> tuple[Finding, ...]:
    """Return what does not fit in a report as it is stored; of a programme nothing is looked over."""
    if report.project is None:
        return ()
    return report_doubts(report.project, report.period, said_in(report), at.date())


def keep_findings(
    report: Report, found: Sequence[Finding], answers: Mapping[Key, str], *, by: User, at: datetime
) -> None:
    """Keep what was found, in place of what was found before; what was answered stays answered."""
    known = kept_findings(report)
    rows = []
    for one in found:
        key = (one.code, one.place)
        row = known.pop(key, None) or ReportFinding(report=report, code=one.code, place=one.place)
        row.words, row.remedy = one.words, one.remedy
        words = answers.get(key, row.answer)
        if words != row.answer:
            row.answer, row.answered_by, row.answered_at = words, by.person if words else None, at if words else None
        rows.append(row)
    ReportFinding.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    for row in rows:
        row.save()


def refuse_unanswered(report: Report, found: Sequence[Finding], answers: Mapping[Key, str]) -> None:
    """Refuse a report with findings nobody answered, where its cycle wants answers."""
    cycle = getattr(report.period, "cycle", None)
    if cycle is None or not cycle.answers_needed or not found:
        return
    kept = {key: row.answer for key, row in kept_findings(report).items()}
    left = [one for one in found if not (answers.get((one.code, one.place)) or kept.get((one.code, one.place)))]
    if left:
        raise Invalid(
            "unanswered",
            "Findings want an answer before you submit: %(count)s. The first is %(first)s.",
            "answers",
            count=len(left),
            first=left[0].code,
        )
