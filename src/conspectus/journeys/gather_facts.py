"""Facts gathered: what deeds were done to is measured again, and kept where it changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from conspectus.kit.manner import PLAIN, written_for
from conspectus.kit.many import of_these
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.accounts.queries import newest_line
from conspectus.rooms.agile.queries.facts import backlog_facts
from conspectus.rooms.changes.queries.facts import change_facts
from conspectus.rooms.closure.queries.facts import closure_facts
from conspectus.rooms.facts.actions import keep_place, record_facts
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.facts.queries import followed
from conspectus.rooms.facts.queries.papers import document_facts
from conspectus.rooms.facts.queries.places import contract_facts, project_facts, purpose_facts
from conspectus.rooms.files.models import Document
from conspectus.rooms.followup.queries.facts import action_facts
from conspectus.rooms.governance.queries.facts import exception_facts
from conspectus.rooms.governance.queries.gate_facts import gate_facts
from conspectus.rooms.knowledge.queries.facts import lesson_facts
from conspectus.rooms.links.queries.facts import link_facts
from conspectus.rooms.money.queries.facts import money_facts
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import placed_on
from conspectus.rooms.quality.queries.facts import quality_facts
from conspectus.rooms.risks.queries.facts import risk_facts
from conspectus.rooms.schedule.queries.facts import plan_facts
from conspectus.rooms.schedule.queries.field_facts import field_facts
from conspectus.rooms.scope.queries.facts import scope_facts
from conspectus.rooms.stakeholders.queries.facts import stakeholder_facts
from conspectus.rooms.status.actions import keep_judged, registers_judged
from conspectus.rooms.status.queries.cycle_facts import cycle_facts
from conspectus.rooms.status.queries.facts import report_facts

Provider = Callable[[Sequence[Project], date], Mapping[int, Mapping[str, Measured]]]
# Each measures its own facts of every project it is given; a room that comes adds a line.
PROVIDERS: tuple[Provider, ...] = (
    project_facts,
    purpose_facts,
    field_facts,
    contract_facts,
    document_facts,
    plan_facts,
    backlog_facts,
    money_facts,
    report_facts,
    cycle_facts,
    scope_facts,
    action_facts,
    exception_facts,
    gate_facts,
    risk_facts,
    closure_facts,
    quality_facts,
    change_facts,
    link_facts,
    lesson_facts,
    stakeholder_facts,
)
AT_ONCE = 1000
PAUSE = timedelta(minutes=5)  # between two times that everything is measured for a deed of unknown reach
# What is done to these changes nothing that is measured of a project.
SILENT = frozenset({"token", "savedview", "message", "deputy", "pack", "packschedule", "comment", "run"})
SILENT |= {"findings", "compliancefinding", "reminders"}
OF_PROGRAMMES = frozenset({"report", "override"})  # those of programmes
SILENT_DEEDS = ("follow_subject", "unfollow_subject", "begin_with_view", "choose_mail", "sign_in", "sign_out")


@written_for(PLAIN)
def measure(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return every fact of some projects as they stand at the end of a day, by project and name."""
    found: dict[int, dict[str, Measured]] = {one.pk: {} for one in projects}
    placed = placed_on(projects, on)
    for provider in PROVIDERS:
        for project, values in provider(placed, on).items():
            found[project] |= values
    return found


def gather(wanted: Iterable[int] | None, *, on: date, source: str, at: datetime) -> int:
    """Measure some projects, or all, and keep what changed; return how many sheets were written."""
    ids = (
        sorted(set(wanted)) if wanted is not None else list(Project.objects.order_by("pk").values_list("pk", flat=True))
    )
    written = 0
    for place in range(0, len(ids), AT_ONCE):
        part = ids[place : place + AT_ONCE]
        rows = Project.objects.select_related("portfolio", "programme", "division", "manager", "sponsor")
        projects = [row for row in of_these(rows, part, "pk").order_by("pk") if row.pk in set(part)]
        with only_reading():  # what registers hold is asked once, for the facts of their status and for what is kept
            found = measure(projects, on)
            judged = registers_judged(projects, on=on) if on == at.date() else None
        written += record_facts(found, on=on, source=source, at=at)
        if judged is not None:
            keep_judged(judged)
    return written


def gather_all(*, source: str, at: datetime) -> int:
    """Measure every project on this day, whatever the log says; return how many sheets were written."""
    newest = newest_line()
    written = gather(None, on=at.date(), source=source, at=at)
    keep_place(newest, everything_at=at)
    return written


def follow_facts(*, at: datetime) -> int:
    """Measure again what deeds touched since the last time, and everything once a day; return the sheets written.

    No audit line: nothing is decided, what was done is only measured. A deed of
    which nobody here knows what it reaches has everything measured, at most every five minutes.
    """
    known, newest = followed(), newest_line()
    if known is None or known.number > newest or known.everything_at.date() < at.date():
        return gather_all(source="day", at=at)
    if known.number == newest:
        return 0
    rows = AuditLine.objects.filter(number__gt=known.number, number__lte=newest).exclude(deed__in=SILENT_DEEDS)
    touched = _touched(rows.order_by("number").values_list("subject_kind", "subject_id", "body"))
    if touched is None:
        return 0 if at - known.everything_at < PAUSE else gather_all(source="deed", at=at)
    written = gather(touched, on=at.date(), source="deed", at=at) if touched else 0
    keep_place(newest, everything_at=known.everything_at)
    return written


def gather_period(period: Period, *, at: datetime) -> int:
    """Measure the projects of a frozen period's portfolio as at its last day; return the sheets written."""
    last = min(period.ends_on - timedelta(days=1), at.date())
    return gather(_of_portfolio(period.portfolio_id), on=last, source=f"freeze {period.pk}", at=at)


def _touched(lines: Iterable[tuple[str, str, str]]) -> set[int] | None:
    """Return the projects that deeds reached; None where that may be any."""
    found: set[int] = set()
    for kind, subject, body in lines:
        if kind in SILENT:
            continue
        reached = _reached(kind, subject, json.loads(body))
        if reached is None:
            return None
        found.update(reached)
    return found


def _reached(kind: str, subject: str, told: Mapping[str, Any]) -> Collection[int] | None:
    """Return the projects one deed reached; None where that may be any."""
    if kind == "project":
        return (int(subject), *told.get("reaches", ()))
    if kind == "registerentry":  # of a project, or of what projects lie in; and those it reaches
        return [*told.get("reaches", ()), *([told["project"]] if told.get("project") else ())]
    if kind == "projects":
        return tuple(told["projects"])
    if kind == "ledger":
        return list(Project.objects.filter(code__in=told["projects"]).values_list("pk", flat=True))
    if kind == "portfolio":
        return _of_portfolio(int(subject))
    if kind == "period":
        return _of_portfolio(Period.objects.values_list("portfolio", flat=True).get(pk=subject))
    if kind == "document":
        about, key = Document.objects.values_list("subject_kind", "subject_id").get(pk=subject)
        return (int(key),) if about == "project" else ()
    if kind == "link":
        return [told[side] for side in ("giver_project", "taker_project") if side in told]
    if isinstance(told.get("project"), int):
        return (told["project"],)
    return () if kind in OF_PROGRAMMES and told.get("programme") else None


def _of_portfolio(portfolio: int) -> list[int]:
    return list(Project.objects.filter(portfolio=portfolio).order_by("pk").values_list("pk", flat=True))
