"""An oracle that shares nothing with the engine: walks half hour by half hour through random plans, in plain Python."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

MONDAY = (datetime.date(2024, 1, 1) - datetime.date(1970, 1, 1)).days * 1440
STEP = 30
DAYS = 42
OFFICE = {day: [(480, 720), (780, 1020)] for day in range(5)}
CALENDARS = {
    "office": OFFICE,
    "six": {day: [(420, 900)] for day in range(6)},
    "nights": {day: [(0, 240), (1200, 1440)] for day in range(5)},
}


def works(calendar: str, minute: int) -> bool:
    """Say whether the half hour that begins at a minute is worked."""
    day, clock = divmod(minute - MONDAY, 1440)
    return any(first <= clock < last for first, last in CALENDARS[calendar].get(day % 7, []))


def hours(calendar: str, start: int, finish: int) -> int:
    """Count the worked half hours between two instants."""
    return sum(works(calendar, minute) for minute in range(start, finish, STEP))


@dataclass
class Person:
    """An assignment: what it costs, how that accrues, by which calendar."""

    calendar: str
    cost: float
    accrual: str
    per_use: float


@dataclass
class Job:
    """A task with its baseline and its progress."""

    calendar: str
    start: int
    finish: int
    fixed: float
    fixed_accrual: str
    people: list[Person] = field(default_factory=list)
    rest: list[tuple[int, int]] = field(default_factory=list)  # the stretches of a split task
    percent: float = 0.0
    began: int | None = None
    ended: int | None = None
    spent: float = 0.0

    @property
    def budget(self) -> float:
        """What the task costs."""
        return self.fixed + sum(person.cost for person in self.people)


def share(calendar: str, job: Job, at: int) -> float:
    """Return how much of a job's baseline time is worked by an instant, the rests of a split left out."""
    stretches = job.rest or [(job.start, job.finish)]
    whole = sum(hours(calendar, first, last) for first, last in stretches)
    done = sum(hours(calendar, first, min(last, at)) for first, last in stretches if at > first)
    if whole:
        return done / whole
    span = job.finish - job.start
    return min(max(at - job.start, 0), span) / span if span else float(at > job.start)


def accrued(amount: float, accrual: str, part: float, started: bool, finished: bool) -> float:
    """Return money accrued: at the start, with the work, at the end."""
    if accrual == "start":
        return amount if started else 0.0
    if accrual == "end":
        return amount if finished else 0.0
    return amount if finished else amount * part


def planned(job: Job, at: int) -> float:
    """Return the planned value of a job at an instant; hours strictly before it count."""
    started, finished = job.start < at, job.start < at and job.finish <= at
    total = accrued(job.fixed, job.fixed_accrual, share(job.calendar, job, at), started, finished)
    for person in job.people:
        use = min(person.per_use, person.cost)
        total += accrued(use, "start", 0.0, started, finished)
        part = share(person.calendar, job, at)
        total += accrued(person.cost - use, person.accrual, part, started, finished)
    return total


def reach(job: Job, status: int, at: int) -> tuple[float, bool, bool]:
    """Return how far a report has come at an instant, and whether the job has begun and ended by then."""
    if job.began is None or job.began >= at:
        return 0.0, False, False
    end = job.ended if job.ended is not None else max(status, job.began)
    if at >= end:
        return 1.0, True, job.ended is not None
    whole = hours(job.calendar, job.began, end)
    part = hours(job.calendar, job.began, at) / whole if whole else (at - job.began) / (end - job.began)
    return part, True, False


def earned(job: Job, status: int, at: int) -> float:
    """Return the earned value of a job that is not split: its money at the progress reported."""
    part, started, finished = reach(job, status, at)
    if finished:
        return job.budget
    done = job.percent * part
    total = accrued(job.fixed, job.fixed_accrual, done, started, finished)
    for person in job.people:
        use = min(person.per_use, person.cost)
        total += use if started else 0.0
        total += accrued(person.cost - use, person.accrual, done, started, finished)
    return total


def spent(job: Job, status: int, at: int) -> float:
    """Return the actual cost of a job: fixed cost and uses first, the rest with the hours reported."""
    part, started, finished = reach(job, status, at)
    if job.began is None:
        return job.spent
    known = {"start": job.fixed, "prorated": 0.0, "end": job.fixed if job.ended is not None else 0.0}
    fixed = min(known[job.fixed_accrual], job.spent)
    use = min(sum(person.per_use for person in job.people), job.spent - fixed)
    paid = fixed if (finished if job.fixed_accrual == "end" else started) else 0.0
    return paid + (use if started else 0.0) + (job.spent - fixed - use) * part


def moment(draw: random.Random, calendar: str, first: int) -> int:
    """Return a random instant at which the calendar works."""
    while True:
        at = first + draw.randrange(0, (DAYS - 14) * 48) * STEP
        if works(calendar, at):
            return at


def job(draw: random.Random, status: int) -> Job:
    """Return a random task."""
    calendar = draw.choice(list(CALENDARS))
    start = moment(draw, calendar, MONDAY)
    finish = start + draw.randrange(1, 14 * 48) * STEP
    made = Job(calendar, start, finish, draw.choice([0.0, 5000.0]), draw.choice(["start", "prorated", "end"]))
    for _ in range(draw.randrange(0, 3)):
        who = draw.choice([calendar, *CALENDARS])
        cost = draw.choice([1000.0, 33_333.0, 250_000.0])
        accrual = draw.choice(["prorated", "prorated", "start", "end"])
        made.people.append(Person(who, cost, accrual, draw.choice([0.0, 0.0, 700.0])))
    kind = draw.choice(["open", "begun", "done"])
    if kind != "open":
        began = moment(draw, calendar, MONDAY)
        if began < status:
            made.began, made.percent, made.spent = began, draw.choice([0.0, 0.2, 0.55, 0.9]), draw.uniform(0, 400_000)
            if kind == "done":
                made.ended = min(status, began + draw.randrange(1, 300) * STEP)
                made.percent = 1.0
    return made


def earned_schedule(curve: list[float], ev: float) -> float:
    """Return earned schedule by walking a curve in a thousand steps a period, to within one of them."""
    count = len([value for value in curve if ev >= value])
    if count == len(curve):
        return float(count)
    below = curve[count - 1] if count else 0.0
    step = 0
    while below + (curve[count] - below) * (step + 1) / 100_000 <= ev:
        step += 1
    return count + step / 100_000
