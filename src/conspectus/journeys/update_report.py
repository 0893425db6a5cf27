"""A month's report written in one go: declared, its findings answered and, where wanted, handed in, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from conspectus.engine.findings import Finding
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.actions import (
    Declared,
    Words,
    answer_findings,
    declare_status,
    keep_draft,
    submit_report,
)
from conspectus.rooms.status.actions.answers import found_in
from conspectus.rooms.status.models import Report


@dataclass(frozen=True, slots=True)
class Update:
    """What the form of a month holds."""

    declared: Sequence[Declared]
    words: Words
    scale: str
    answers: Mapping[tuple[str, str], str]
    minutes: int | None = None
    found: Sequence[Finding] | None = None  # what does not fit, where many reports were looked through at once


def write_update(
    *, project: Project, period: Period, new: Update, submit: bool, revision: int, by: User, at: datetime
) -> Report:
    """Write a project's report with the answers to what does not fit in it, and submit it where that is wanted."""
    with transaction.atomic():
        report = declare_status(
            subject=project,
            period=period,
            declared=new.declared,
            words=new.words,
            scale=new.scale,
            revision=revision,
            by=by,
            at=at,
        )
        if submit:
            return submit_report(
                report=report,
                answers=new.answers,
                minutes=new.minutes,
                found=new.found,
                revision=report.revision,
                by=by,
                at=at,
            )
        found = {(one.code, one.place) for one in found_in(report, at)} if any(new.answers.values()) else set()
        answers = {key: words for key, words in new.answers.items() if key in found}
        if answers:
            report = answer_findings(report=report, answers=answers, revision=report.revision, by=by, at=at)
        keep_draft(project=project, period=period, body=None, revision=0, by=by, at=at)
    return report
