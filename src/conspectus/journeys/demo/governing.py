"""What the demo's management did about red: exceptions written and decided, promises kept and missed, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conspectus.journeys.demo.enterprise import ANALYST, SPONSOR
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.actions import create_person
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.governance.actions import (
    NewOption,
    NewPromise,
    NewReview,
    Rated,
    Written,
    decide_exception,
    make_promise,
    publish_review,
    record_promise_done,
    renew_promise,
    write_exception,
)
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.governance.queries import open_exceptions

WRITTEN_AFTER, DECIDED_AFTER, PROMISED_AFTER = timedelta(days=6), timedelta(days=13), timedelta(days=14)
REVIEWER = "Ingrid Halvorsen"  # of the group's audit, without a part in any project

# What is written of a red project, in turn: cause, effect, the way out with its share of a million and its days.
STORIES = (
    (
        "The permit came nine weeks after the day it was planned for, and two trades wait for it.",
        "Without a decision the opening moves into the next season and the interim hall stays rented.",
        (NewOption("Go on as before and open later", 0, 60), NewOption("Work in two shifts", 18_500_000, 15)),
    ),
    (
        "The prices of the second lot lie well above the estimate the budget was made from.",
        "The forecast exceeds what was approved; contingency covers less than half of it.",
        (
            NewOption("Approve the offers as they are", 42_000_000, 0),
            NewOption("Tender the lot again, in three parts", 9_500_000, 45),
            NewOption("Leave the annex out", -6_000_000, -10),
        ),
    ),
    (
        "Two of the five people who know the old system left in spring, and their places are empty.",
        "Testing cannot begin; every week without them moves the change-over by a week.",
        (NewOption("Wait for the recruitment", 0, 70), NewOption("Bring both back as contractors", 12_000_000, 10)),
    ),
)
STEPS = ("Contract for the extra shift signed", "Open defects of the first section closed", "New plan agreed with all")

# Code of the project, days before today, level, words, dimensions, recommendation; the reports say otherwise.
REVIEWS = (
    (
        "NC-02",
        40,
        "red",
        "The forecast rests on prices nobody has offered.",
        "cost=red schedule=amber",
        "Ask for offers",
    ),
    ("RN-04", 75, "red", "The date stands and falls with a permit that is not applied for.", "schedule=red", "Apply"),
    ("CD-03", 30, "amber", "There is no cost in the plan, so nobody knows.", "cost=red", "Put the cost in"),
    ("CO-03", 55, "amber", "Good people, and a plan nobody has touched for months.", "schedule=amber", "Plan anew"),
    ("CD-06", 20, "amber", "The landlord does not know yet.", "scope=amber", "Write to the landlord"),
    ("NC-01", 90, "green", "Sound plan, honest report, risks in hand.", "schedule=green cost=green", "Tell the others"),
)


@dataclass(frozen=True, slots=True)
class _Days:
    """Nine o'clock of days, as long as they have come."""

    today: date

    def at(self, day: date) -> datetime:
        return datetime.combine(day, time(9), UTC)

    def came(self, day: date) -> bool:
        return day < self.today


def govern(organisation: Organisation, today: date) -> None:
    """Answer the exceptions that red asked for, and publish the reviews of the group's audit."""
    days = _Days(today)
    for number, row in enumerate(open_exceptions().order_by("opened_at", "pk")):
        if row.project is not None and row.project.manager is not None and number % 5 != 4:  # some stay unwritten
            _answer(organisation, row, number, organisation.people[row.project.manager.name], days)
    _review(organisation, days)


def _answer(organisation: Organisation, row: ExceptionReport, number: int, by: User, days: _Days) -> None:
    opened, sponsor = row.opened_at.date(), organisation.people[SPONSOR]
    if not days.came(opened + WRITTEN_AFTER):
        return
    cause, effect, options = STORIES[number % len(STORIES)]
    until, at = opened + DECIDED_AFTER, days.at(opened + WRITTEN_AFTER)
    new = Written(cause, effect, "Choose a way, or set a new date and budget.", sponsor.person, until, options)
    row = write_exception(exception=row, new=new, revision=row.revision, by=by, at=at)
    if number % 4 == 3 or not days.came(until):  # some wait, beyond the day they were wanted by
        return
    words = "Agreed, within the contingency; report each month whether it works."
    decide_exception(exception=row, option=2, words=words, revision=row.revision, by=sponsor, at=days.at(until))
    _promise(row, number, by, opened + PROMISED_AFTER, days)


def _promise(row: ExceptionReport, number: int, by: User, begin: date, days: _Days) -> None:
    """Promise three steps and a green schedule; the first is kept, the second in part, the last moved late."""
    if not days.came(begin):
        return
    at, made = days.at(begin), []
    for place, words in enumerate(STEPS):
        new = NewPromise(words, by.person, begin + timedelta(days=14 + 12 * place))
        made.append(make_promise(exception=row, new=new, by=by, at=at))
    green = begin + timedelta(days=100)
    make_promise(exception=row, new=NewPromise("By the data", by.person, green, "schedule"), by=by, at=at)
    late = made[1].promised_on + timedelta(days=9 if number % 2 else 0)
    for promise, day in ((made[0], made[0].promised_on), (made[1], late)):
        if days.came(day):
            record_promise_done(promise=promise, done_on=day, words="Seen by the PMO", by=by, at=days.at(day))
    moved = made[2].promised_on + timedelta(days=6)
    if days.came(moved) and number % 3 == 0:
        later, reason = moved + timedelta(days=60), "The supplier asked for another round."
        renew_promise(promise=made[2], promised_on=later, reason=reason, by=by, at=days.at(moved))


def _review(organisation: Organisation, days: _Days) -> None:
    """Publish the reviews; each recommendation is an action of the project's manager."""
    codes, by = {one.code: one for one in organisation.projects}, organisation.people[ANALYST]
    wanted = [one for one in REVIEWS if one[0] in codes]
    if not wanted:
        return
    first = days.at(days.today - timedelta(days=100))
    reviewer = create_person(name=REVIEWER, by=organisation.director, at=first)
    for code, ago, level, words, rated, advice in wanted:
        project, day = codes[code], days.today - timedelta(days=ago)
        ratings = [Rated(*one.split("=")) for one in rated.split()]
        new = NewReview(day, reviewer, level, words, ratings=ratings)
        row = publish_review(project=project, new=new, by=by, at=days.at(day))
        advised = ActionParticulars(
            f"{advice}, as the review of {day:%d %b %Y} asks.", project.manager, day + timedelta(days=28)
        )
        open_action(subject=subject_of(row), new=advised, by=by, at=days.at(day))
