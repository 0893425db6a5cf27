"""What the projects of the demo learnt in a year, and what others made of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from conspectus.journeys.demo.enterprise import ANALYST
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.actions import (
    LessonText,
    Particulars,
    answer_offer,
    change_article,
    offer_lessons,
    open_offer,
    record_lesson,
    review_lesson,
    say_what_changed,
)
from conspectus.rooms.knowledge.choices import ArticleKind
from conspectus.rooms.knowledge.models import Article, Lesson
from conspectus.rooms.portfolio.models import Project

# Code, days before today and category; title; what happened; why; advice.
LEARNT = """
RN-01 330 supplier
Order valves before the drawings are released
Valves for the ring main came 22 weeks after the order and the crew waited for three of them.
The order waited for the last drawing, which changed nothing on the valves.
Order long-lead valves on the preliminary drawing and agree on the right to change the flange.

RN-03 300 schedule
Ask the grid for the shutdown before the plan is fixed
The substation could be switched off on two weekends only, which moved the cutover by five weeks.
The shutdown was planned like any other task.
Ask for shutdown windows at the first gate and build the plan around them.

RN-04 270 risk
Book a second landing date for the vessel
A storm took the only landing day of the cable vessel; the next was a month later.
The contract named one date.
Pay for an option on a second landing date where weather decides.

NC-01 240 quality
Try the first pile before ordering all
The first piles met rock two metres higher than the survey said.
The survey had one hole for a hundred metres of quay.
Drive one trial pile a section before the order is fixed.

NC-02 200 cost
Tie price clauses to an index
Insulation and steel rose by a sixth between offer and order.
Offers were held open without a clause on price.
Agree on an index and a ceiling for materials when the time between offer and order is over two months.

NC-04 170 technology
Test the interface with real messages in the first month
The yard system and customs understood the same message differently.
Both sides tested with their own samples.
Exchange a week of real messages before design is accepted.

NC-05 140 people
Keep one clerk of each office in the team
Rules known only at the counter were found in the last test.
Requirements came from the head office alone.
Have one person from each office for a day a week until acceptance.

RN-06 110 governance
Decide the name of the operator before moving
The control room moved twice in the plan because two departments claimed it.
Nobody was asked to decide.
Ask for open decisions on operation at the gate before design.

RN-02 60 stakeholder
Tell neighbours before the first truck
A complaint stopped deliveries at night for three weeks.
The letter went out after the first truck.
Send the letter and a telephone number ten days before work begins.

NC-03 20 schedule
Count the days the siding is in use
Trains used the siding on more days than the timetable said.
The timetable was taken for the truth.
Ask the yard for its diary of the last quarter, not for the timetable.
"""
OPEN = ("RN-02", "NC-03")  # the newest wait for their review
CHANGED = {"RN-03": ("investment/1.0", "Gate 3 asks for shutdown windows agreed with the operator.")}
READING = (("NC-06", 90), ("RN-05", 80), ("NC-02", 70))
ANSWERS = (
    ("applied", "Taken into the plan as a milestone of its own."),
    ("applied", "Agreed with purchasing; the clause is in the draft contract."),
    ("dismissed", "Our supplier keeps these in stock."),
)


def learn(organisation: Organisation, today: date) -> None:
    """Write lessons down month by month, review most, and let some projects use what others learnt."""
    _look_after(organisation, today)
    codes = {one.code: one for one in organisation.projects}
    for block in LEARNT.strip().split("\n\n"):
        head, *said = block.splitlines()
        code, days, category = head.split()
        if code in codes:
            _write(organisation, codes[code], [category, *said], _at(today, int(days)), is_open=code in OPEN)
    for code, ago in READING:
        if code in codes:
            _read(_manager(organisation, codes[code]), codes[code], _at(today, ago))


def _look_after(organisation: Organisation, today: date) -> None:
    """Give guides and templates owners and days to look at them again; a few are due."""
    owners = {ArticleKind.GUIDE: organisation.director, ArticleKind.TEMPLATE: organisation.people[ANALYST]}
    rows = Article.objects.filter(kind__in=owners, current__isnull=False, owner=None).order_by("key")
    for number, row in enumerate(rows):
        day = today + timedelta(days=number * 37 % 330 - 12)
        kept = Particulars(owners[ArticleKind(row.kind)].person, row.audience, row.stages, row.methods, day)
        at = _at(today, 300 - number)
        change_article(article=row, new=kept, revision=row.revision, by=organisation.director, at=at)


def _write(organisation: Organisation, project: Project, said: list[str], at: datetime, *, is_open: bool) -> None:
    category, title, happened, cause, advice = said
    text = LessonText(title, happened, advice, cause, category)
    row = record_lesson(project=project, text=text, by=_manager(organisation, project), at=at)
    if not is_open:
        _review(organisation.director, row, at + timedelta(days=6))


def _review(by: User, row: Lesson, at: datetime) -> None:
    words = "Clear, and of use elsewhere."
    row = review_lesson(lesson=row, publish=True, words=words, revision=row.revision, by=by, at=at)
    if row.project.code in CHANGED:
        standard, changed = CHANGED[row.project.code]
        say_what_changed(lesson=row, standard=standard, words=changed, revision=row.revision, by=by, at=at)


def _read(by: User, project: Project, at: datetime) -> None:
    offers = offer_lessons(project=project, by=by, at=at)
    for row, (answer, words) in zip(offers, ANSWERS, strict=False):
        opened = open_offer(offer=row, by=by, at=at)
        answer_offer(offer=opened, answer=answer, words=words, revision=opened.revision, by=by, at=at)


def _manager(organisation: Organisation, project: Project) -> User:
    return organisation.people[project.manager.name] if project.manager else organisation.director


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(10), UTC)
