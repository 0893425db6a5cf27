"""Hand-made reviews for tests of what is shown, without files or engine."""

from __future__ import annotations

from datetime import datetime

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.measure import Reason, missing, value
from conspectus.review.result import (
    CheckRow,
    Counts,
    Curve,
    Judged,
    Milestone,
    Money,
    Noticed,
    ProjectReview,
    Review,
    Source,
    StatusDate,
)

COLOURS = ("green", "amber", "red", "not_assessed")
NAMES = (
    "Airport terminal",
    "=cmd|' /C calc'!A0",
    "مشروع بناء المطار الجديد",
    "한국어 프로젝트 계획 2026년",
    "פרויקט 😀",
    "X" * 255,
    "A rather long project name that goes on about its many deliverables and stakeholders, phase II",
)


def at(text: str) -> int:
    """Return the minutes of an ISO time."""
    return int((datetime.fromisoformat(text) - datetime(1970, 1, 1)).total_seconds() // 60)


STATUS = StatusDate(at("2026-07-01"), "2026-06-30", "given")


def money(bac: float, ev: float, ac: float) -> Money:
    """Return money in cents of EUR with the indices that follow."""
    pv = bac * 0.5
    return Money(
        "EUR", value(bac), value(pv), value(ev), value(ac), value(ev - ac), value(ev - pv), value(ev / ac),
        value(ev / pv), value(bac * ac / ev), value(bac - bac * ac / ev), value(1.1), value(ev / bac), value(0.93),
        value(5.6), value(6.0), value(12.9),
    )  # fmt: skip


def milestone(number: int, state: str) -> Milestone:
    """Return a milestone in a state."""
    due = at("2026-05-01T17:00") + number * 43200
    return Milestone(f"m{number}", f"Milestone {number}: {NAMES[number % 5]}", due, due + 14400, state == "done",
                     number % 2 == 0, value(10.0), state)  # fmt: skip


def project(number: int) -> ProjectReview:
    """Return one of many different projects."""
    colour = COLOURS[number % 4]
    name = NAMES[number % len(NAMES)]
    priced = number % 5 != 3
    months = tuple(at(f"2026-{m:02d}-01") for m in range(2, 13))
    planned = tuple(1_000_000.0 * m * (number + 1) for m in range(11))
    done = tuple(v * 0.9 if place < 6 else None for place, v in enumerate(planned))
    checks = (
        CheckRow("LOGIC", "Logic", value(8.5), "%", False, "9 of 106 tasks have no successor.",
                 "Link them.", ("1", "2"), "≤ 5 %"),
        CheckRow("LEADS", "Leads", value(0.0), "tasks", True, "No link has a negative lag.", "", (), "0"),
        CheckRow("BEI", "BEI", missing(Reason.NO_STATUS_DATE), "ratio", None, "No status date.", "", (),
                 "≥ 0.95"),
    )  # fmt: skip
    return ProjectReview(
        id=f"P{number}", name=name, file=f"plan_{number:03d}.mpp", kind="MPP", mode="microsoft", status_date=STATUS,
        start=at("2026-01-05T08:00"), finish=at("2026-12-18T17:00"), baseline_finish=at("2026-12-01T17:00"),
        slip_days=value(13.0) if number % 3 else missing(Reason.NO_BASELINE), float_days=value(-2.5),
        quality=value(0.5), counts=Counts(106, 40, 12, 17, 6, 140),
        money=money(24e6, 9e6, 10e6) if priced else Money(), baseline_source="from file" if priced else "",
        status=(
            Judged("schedule", colour, "Forecast finish is 13 working days after the approved one, 7 % of the plan."),
            Judged("cost", COLOURS[(number + 1) % 4], "The estimate at completion is 11 % over the budget."),
            Judged("overall", colour, "Worst of the 2 dimensions assessed."),
        ),
        milestones=tuple(milestone(n, state) for n, state in enumerate(("done", "late", "slipping", "open"))),
        checks=checks,
        curve=Curve(months, planned, done, done) if priced else Curve(),
    )  # fmt: skip


def review(size: int) -> Review:
    """Return a review of ``size`` projects with findings of every kind."""
    projects = tuple(project(number) for number in range(size))
    findings = [
        Noticed(Finding(Severity.REFUSED, "NOT_A_SCHEDULE", "broken.mpp", "This is not a Project file we can read.",
                        "Save it again in Project and retry."), "broken.mpp"),
        *(Noticed(Finding(Severity.WARNING, "SPLIT_TASK", f"task {p.id}", "The task is split; splits are kept.", "",
                          ("1",)), p.file, p.id) for p in projects),
        Noticed(Finding(Severity.NOTE, "MANUAL", "task 3", "<b>=1+1</b> & co"), "plan_000.mpp", "P0"),
    ]  # fmt: skip
    sources = tuple(Source(p.file, p.kind, 12_345, "0" * 64, 1) for p in projects)
    return Review(
        projects, tuple(findings), sources, {"EUR": money(24e6 * size, 9e6 * size, 10e6 * size)} if size else {}, STATUS
    )
